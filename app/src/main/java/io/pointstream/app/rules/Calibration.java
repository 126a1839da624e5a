package io.pointstream.app.rules;

import io.pointstream.app.rules.Curve.Scored;
import io.pointstream.app.rules.Regression.Example;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.ReasonCode;
import io.pointstream.engine.farming.RiskScore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Weights and thresholds that labelled accounts speak for, for a precision.
 *
 * <p>The points are scaled so that a review is asked for near the threshold in force, or lower where a weight would have to be over
 * 100. A code that hardly any labelled account has keeps its weight, to the same scale: the labels say nothing of it.
 *
 * <p>Thresholds are chosen by scores that each account has from weights learned without it, and those of its fold.
 */
final class Calibration {

    /** Labelled accounts that a code must have been held against, for its weight to be learned. */
    static final int ENOUGH = 5;

    private static final int FOLDS = 5;

    private final FarmingConfig.Score inForce;
    private final double precision;
    private final List<Account> accounts = new ArrayList<>();
    private final Set<ReasonCode> learned = EnumSet.noneOf(ReasonCode.class);

    private record Account(int fold, Strengths strengths, Example example) {}

    /**
     * From log-odds and from weights in force to points.
     *
     * @param points of a log-odd
     * @param kept what a point in force becomes
     */
    private record Scale(double points, double kept) {}

    /** How many of a kind. */
    record Counts(long farmers, long honest) {
        long all() {
            return farmers + honest;
        }
    }

    /**
     * What is proposed.
     *
     * @param hold at or over review
     * @param proven whether the labels show half the mistakes at hold; if not, it stands to review as in force
     * @param curve of scores from weights that were learned without the account
     */
    record Proposal(
            Map<ReasonCode, Double> weights, double review, double hold, double lapse, boolean proven, Curve curve) {}

    /**
     * Nothing is learned yet.
     *
     * @param farms the labels; those of accounts that the events do not have are left out
     */
    Calibration(
            FarmingConfig.Score inForce,
            double precision,
            SortedMap<String, Boolean> farms,
            Map<String, Strengths> strengths) {
        this.inForce = inForce;
        this.precision = precision;
        farms.forEach((id, label) -> {
            Strengths known = strengths.get(id);
            if (known != null) {
                accounts.add(new Account(fold(id), known, new Example(known.peak(), label)));
            }
        });
        for (ReasonCode code : ReasonCode.ofDetectors()) {
            if (counts(code).all() >= ENOUGH) {
                learned.add(code);
            }
        }
    }

    private static int fold(String accountId) {
        CRC32 hash = new CRC32();
        hash.update(accountId.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % FOLDS);
    }

    /** Labelled accounts that the events have. */
    Counts counts() {
        long farmers =
                accounts.stream().filter(account -> account.example.farms()).count();
        return new Counts(farmers, accounts.size() - farmers);
    }

    /** Those of them against which a code was held. */
    Counts counts(ReasonCode code) {
        List<Account> held = accounts.stream()
                .filter(account -> account.example.strengths().containsKey(code))
                .toList();
        long farmers = held.stream().filter(account -> account.example.farms()).count();
        return new Counts(farmers, held.size() - farmers);
    }

    /** Farmers below which the precision cannot be shown, even without one mistake. */
    long farmersNeeded() {
        return Math.max(1, (long) Math.ceil((precision - 0.5) / (1 - precision) - 1e-9));
    }

    /** The codes whose weights are learned. */
    Set<ReasonCode> learned() {
        return learned;
    }

    /** Of the weights in force. */
    Curve curve() {
        return curve(inForce.weights());
    }

    private Curve curve(Map<ReasonCode, Double> weights) {
        return new Curve(scored(accounts, weights));
    }

    private static List<Scored> scored(List<Account> accounts, Map<ReasonCode, Double> weights) {
        return accounts.stream()
                .map(account -> new Scored(account.strengths.score(weights), account.example.farms()))
                .toList();
    }

    /** Learns; null when no threshold shows the precision. */
    @Nullable
    Proposal propose() {
        Scale scale = scale();
        Map<ReasonCode, Double> weights = weights(accounts, scale);
        Curve seen = curve(weights);
        Curve unseen = new Curve(unseen(scale));
        OptionalDouble review = both(seen, unseen, precision);
        if (review.isEmpty()) {
            return null;
        }
        OptionalDouble strict = both(seen, unseen, 1 - (1 - precision) / 2);
        double hold = strict.isPresent()
                ? Math.max(strict.getAsDouble(), review.getAsDouble())
                : Math.min(RiskScore.MAX, tenth(review.getAsDouble() * inForce.hold() / inForce.review()));
        double lapse = tenth(review.getAsDouble() * inForce.lapse() / inForce.review());
        return new Proposal(weights, review.getAsDouble(), hold, lapse, strict.isPresent(), unseen);
    }

    /** The lower threshold that both curves allow. */
    private static OptionalDouble both(Curve seen, Curve unseen, double precision) {
        OptionalDouble one = seen.threshold(precision);
        OptionalDouble other = unseen.threshold(precision);
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(Math.max(one.getAsDouble(), other.getAsDouble()))
                : OptionalDouble.empty();
    }

    private List<Scored> unseen(Scale scale) {
        List<Scored> scored = new ArrayList<>(accounts.size());
        for (int fold = 0; fold < FOLDS; fold++) {
            int out = fold;
            List<Account> others =
                    accounts.stream().filter(account -> account.fold != out).toList();
            List<Account> these =
                    accounts.stream().filter(account -> account.fold == out).toList();
            scored.addAll(scored(these, weights(others, scale)));
        }
        return scored;
    }

    private Map<ReasonCode, Double> weights(List<Account> from, Scale scale) {
        Map<ReasonCode, Double> coefficients = coefficients(from);
        Map<ReasonCode, Double> weights = new EnumMap<>(ReasonCode.class);
        for (ReasonCode code : ReasonCode.ofDetectors()) {
            double weight = learned.contains(code)
                    ? scale.points * coefficients.getOrDefault(code, 0.0)
                    : scale.kept * inForce.weight(code);
            weights.put(code, Math.clamp(Math.rint(weight), 0, RiskScore.MAX));
        }
        return weights;
    }

    private Map<ReasonCode, Double> coefficients(List<Account> from) {
        return Regression.fit(from.stream().map(Account::example).toList(), learned);
    }

    private Scale scale() {
        Map<ReasonCode, Double> coefficients = coefficients(accounts);
        double atReview = logOddsOfReview(coefficients);
        double largest = coefficients.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double points = Math.min(inForce.review() / atReview, RiskScore.MAX / largest);
        return new Scale(points, points * atReview / inForce.review());
    }

    /** From where on the coefficients alone show the precision; the highest there is, when they do not. */
    private double logOddsOfReview(Map<ReasonCode, Double> coefficients) {
        List<Scored> sums = accounts.stream()
                .map(account -> new Scored(
                        coefficients.entrySet().stream()
                                .mapToDouble(entry -> entry.getValue()
                                        * account.example.strengths().getOrDefault(entry.getKey(), 0.0))
                                .sum(),
                        account.example.farms()))
                .toList();
        double highest = sums.stream().mapToDouble(Scored::score).max().orElse(0);
        double review = new Curve(sums).threshold(precision).orElse(highest);
        return review > 0 ? review : 1;
    }

    private static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
