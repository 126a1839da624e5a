package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code SPLIT_PAYMENTS}: what one payment would have bought, paid in parts because a payment earns no more than its cap.
 *
 * <p>A <em>split</em> is a window in which the account paid one merchant in several parts, each below the cap of a payment, that together
 * earn more than it. A day's rush is spread over shops and a split is not, so at least half of the window's payments are parts. Over two
 * hours parts of any size count; over a whole day, at half the weight, only parts that are no small change, for who buys little again and
 * again is a courier or hungry. Of a day the split with the most parts counts, and no day is enough: a full cart at one shop happens once.
 *
 * <p>Apart from that, amounts that lie just above a step of the rounding more often than chance has it, see {@link RoundingSteps}.
 */
final class SplitPayments implements Detector<SplitPayments.Payments> {

    private static final byte VERSION = 1;
    private static final double REACHED = 0.75;
    /** From which strength a split is told of. */
    private static final double TOLD = 0.5;

    private static final double DAY_WEIGHT_MAX = 3;

    private final FarmingConfig.SplitPayments config;
    private final ProgramCalendar calendar;
    private final RoundingSteps rounding;
    private final long horizonMs;

    SplitPayments(FarmingConfig config) {
        this.config = config.splitPayments();
        this.calendar = new ProgramCalendar(config.zone());
        this.rounding = new RoundingSteps(config.splitPayments());
        // The latest payment that counts still finds all its neighbours.
        this.horizonMs = Duration.ofDays(1).plus(config.lateness()).toMillis();
    }

    /** The payments of the last days in order, the strongest split of each day, and the newest amounts. */
    static final class Payments {
        private final List<Paid> newest = new ArrayList<>();
        private final List<Split> splits = new ArrayList<>();
        private RoundingSteps.Amounts amounts = new RoundingSteps.Amounts();
    }

    /** @param points what it would earn without a cap */
    private record Paid(long atMs, Channel channel, String merchantId, long points, String eventId) {

        boolean alike(Paid other) {
            return channel == other.channel && merchantId.equals(other.merchantId);
        }
    }

    /**
     * Parts of one purchase.
     *
     * @param day of the last part
     * @param beyondCap points that one payment would not have earned
     */
    private record Split(
            int day, String merchantId, long fromMs, long toMs, int parts, long beyondCap, double weight) {}

    @Override
    public ReasonCode code() {
        return ReasonCode.SPLIT_PAYMENTS;
    }

    @Override
    public Payments newState() {
        return new Payments();
    }

    @Override
    public void onEvent(Payments state, Event event, RecentEvents recent, Findings out) {
        if (!(event instanceof Payment.Settled payment)) {
            return;
        }
        FarmingConfig.SplitPayments.Earning earning = config.channels().get(payment.channel());
        if (earning == null) {
            return;
        }
        Paid paid = keep(state, payment, earning);
        Split split = strongest(state, paid, earning.cap());
        if (split != null && remember(state, split)) {
            tellOfSplits(state, paid, payment, out);
        }
        RoundingSteps.Verdict verdict = rounding.add(state.amounts, payment.channel(), payment.amountFen());
        if (verdict != null) {
            tellOfRounding(verdict, payment, recent, out);
        }
    }

    private Paid keep(Payments state, Payment.Settled payment, FarmingConfig.SplitPayments.Earning earning) {
        Paid paid = new Paid(
                payment.occurredAt().toEpochMilli(),
                payment.channel(),
                payment.merchantId(),
                earning.points(payment.amountFen()),
                payment.eventId());
        int at = state.newest.size();
        while (at > 0 && state.newest.get(at - 1).atMs > paid.atMs) {
            at--;
        }
        state.newest.add(at, paid);
        long newestMs = state.newest.getLast().atMs;
        state.newest.removeIf(old -> old.atMs <= newestMs - horizonMs);
        if (state.newest.size() > config.payments()) {
            state.newest.removeFirst();
        }
        return paid;
    }

    private @Nullable Split strongest(Payments state, Paid paid, long cap) {
        Split close = strongest(state, paid, cap, config.window().toMillis(), 0, 1);
        Split spread =
                strongest(state, paid, cap, Duration.ofDays(1).toMillis(), (long) (cap * config.smallPart()), 0.5);
        return close == null || (spread != null && spread.weight > close.weight) ? spread : close;
    }

    /** The strongest split of a length that holds the payment; a window ends at a payment, what is as old as it is long has left it. */
    private @Nullable Split strongest(
            Payments state, Paid paid, long cap, long windowMs, long smallest, double factor) {
        Split best = null;
        for (Paid end : state.newest) {
            if (end.atMs >= paid.atMs && end.atMs - windowMs < paid.atMs && end.alike(paid)) {
                Split split = split(state, end, cap, windowMs, smallest, factor);
                best = split != null && (best == null || split.weight > best.weight) ? split : best;
            }
        }
        return best;
    }

    private @Nullable Split split(Payments state, Paid end, long cap, long windowMs, long smallest, double factor) {
        long fromMs = end.atMs;
        int all = 0;
        int parts = 0;
        long points = 0;
        for (Paid paid : state.newest) {
            if (paid.atMs > end.atMs - windowMs && paid.atMs <= end.atMs) {
                all++;
                if (paid.alike(end) && paid.points < cap && paid.points >= smallest) {
                    parts++;
                    points += paid.points;
                    fromMs = Math.min(fromMs, paid.atMs);
                }
            }
        }
        if (parts < config.parts() || points <= cap || parts < config.share() * all) {
            return null;
        }
        return new Split(
                calendar.epochDay(end.atMs),
                end.merchantId,
                fromMs,
                end.atMs,
                parts,
                points - cap,
                factor * Math.min(DAY_WEIGHT_MAX, (parts - 1) / 2.0));
    }

    /** Keeps the strongest split of its day; whether it is news. */
    private boolean remember(Payments state, Split split) {
        for (int i = 0; i < state.splits.size(); i++) {
            Split old = state.splits.get(i);
            if (old.day == split.day) {
                boolean more = split.parts > old.parts && split.weight >= old.weight || split.weight > old.weight;
                if (more) {
                    state.splits.set(i, split);
                }
                return more;
            }
        }
        state.splits.add(split);
        int newest = state.splits.stream().mapToInt(Split::day).max().orElseThrow();
        state.splits.removeIf(old -> old.day <= newest - config.days());
        return true;
    }

    private void tellOfSplits(Payments state, Paid paid, Payment.Settled payment, Findings out) {
        double weight = 0;
        int parts = 0;
        long beyondCap = 0;
        long fromMs = Long.MAX_VALUE;
        long toMs = Long.MIN_VALUE;
        for (Split split : state.splits) {
            weight += split.weight;
            parts += split.parts;
            beyondCap += split.beyondCap;
            fromMs = Math.min(fromMs, split.fromMs);
            toMs = Math.max(toMs, split.toMs);
        }
        double strength = Math.min(1, REACHED * weight / config.suspicious());
        if (strength < TOLD) {
            return;
        }
        int days = state.splits.size();
        out.found(new Finding(
                ReasonCode.SPLIT_PAYMENTS,
                payment.accountId(),
                strength,
                payment.occurredAt(),
                Instant.ofEpochMilli(fromMs),
                Instant.ofEpochMilli(toMs),
                "on " + days + " of the last " + config.days() + " days paid one merchant in several parts, " + parts
                        + " in all, for what earns less in one payment: " + beyondCap + " points beyond the cap",
                Evidence.of(
                        Map.of(
                                "splitDays", (double) days,
                                "parts", (double) parts,
                                "pointsBeyondCap", (double) beyondCap),
                        state.splits.stream().map(Split::merchantId).distinct().toList(),
                        state.newest.stream()
                                .filter(paid::alike)
                                .map(Paid::eventId)
                                .toList()),
                null));
    }

    private void tellOfRounding(
            RoundingSteps.Verdict verdict, Payment.Settled payment, RecentEvents recent, Findings out) {
        if (verdict.nats() < config.roundingNats()) {
            return;
        }
        out.found(new Finding(
                ReasonCode.SPLIT_PAYMENTS,
                payment.accountId(),
                Math.min(1, REACHED * verdict.nats() / config.roundingNats()),
                payment.occurredAt(),
                payment.occurredAt(),
                payment.occurredAt(),
                verdict.justAbove() + " of the newest " + verdict.amounts()
                        + " different amounts lie just above a step of the rounding; chance puts "
                        + Math.round(verdict.expected()) + " there",
                Evidence.of(
                        Map.of(
                                "amounts", (double) verdict.amounts(),
                                "justAboveStep", (double) verdict.justAbove(),
                                "expectedByChance", Math.round(verdict.expected() * 10) / 10.0),
                        List.of(payment.merchantId()),
                        recent.ids(payment.type())),
                null));
    }

    @Override
    public void write(Payments state, StateWriter out) {
        out.unsigned(VERSION);
        out.size(state.newest.size());
        for (Paid paid : state.newest) {
            out.signed(paid.atMs);
            out.unsigned(ChannelNumbers.of(paid.channel));
            out.string(paid.merchantId);
            out.unsigned(paid.points);
            out.string(paid.eventId);
        }
        out.size(state.splits.size());
        for (Split split : state.splits) {
            out.signed(split.day);
            out.string(split.merchantId);
            out.signed(split.fromMs);
            out.signed(split.toMs);
            out.unsigned(split.parts);
            out.unsigned(split.beyondCap);
            out.real(split.weight);
        }
        RoundingSteps.write(state.amounts, out);
    }

    @Override
    public Payments read(StateReader in) {
        in.version("split-payments state", VERSION);
        Payments state = new Payments();
        for (int left = in.size(); left > 0; left--) {
            state.newest.add(new Paid(
                    in.signed(), ChannelNumbers.channel(in.unsigned()), in.string(), in.unsigned(), in.string()));
        }
        for (int left = in.size(); left > 0; left--) {
            state.splits.add(new Split(
                    (int) in.signed(),
                    in.string(),
                    in.signed(),
                    in.signed(),
                    (int) in.unsigned(),
                    in.unsigned(),
                    in.real()));
        }
        state.amounts = RoundingSteps.read(in);
        return state;
    }
}
