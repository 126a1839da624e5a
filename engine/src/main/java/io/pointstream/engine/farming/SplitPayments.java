package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code SPLIT_PAYMENTS}: what one payment would have bought, paid in parts because a payment earns no more than its cap.
 *
 * <p>A <em>split</em> is a window in which the account paid one merchant in several parts, none above the cap of a payment by more than rounding, that together
 * earn more than it. A day's rush is spread over shops and a split is not, so at least half of the window's payments are parts. Over two
 * hours parts of any size count; over a whole day, at half the weight, only parts that are no small change, for who buys little again and
 * again is a courier or hungry. What is refunded later was no part: clothes are ordered in three sizes, so small parts of an online
 * purchase count less while they may still go back. Of a day the split with the most
 * parts counts, each payment once, also of those that go on past midnight; and a day alone is not enough where it may be a full cart: such a thing happens once.
 *
 * <p>Amounts that differ as prices do may be stock bought several times a morning: then splits alone are no certainty.
 *
 * <p>A <em>rush</em> is a great many tiny payments to one merchant within minutes, most of them of all that were made: whatever they earn, no
 * person pays so.
 *
 * <p>Apart from that, amounts that lie just above a step of the rounding more often than chance has it, see {@link RoundingSteps}.
 */
final class SplitPayments implements Detector<SplitPayments.Payments> {

    private static final byte VERSION = 1;
    private static final double REACHED = 0.75;
    /** From which strength a split is told of. */
    private static final double TOLD = 0.5;

    private static final double DAY_WEIGHT_MAX = 4;
    private static final double DAY_WEIGHT_MAX_CART = 3;
    /** Parts whose middle 70% differ by more of the median were not cut to measure. */
    private static final double CUT = 0.5;
    /** Who cuts to the cap rounds up: 534 yuan where 533.34 reach it. */
    private static final double ROUNDED_UP = 1.01;
    /** Parts of a split that are known one by one. */
    private static final int PARTS_MAX = 16;

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

    /** How long a split may take, and what that makes of it. */
    private enum Span {
        CLOSE(1),
        SPREAD(0.5);

        private final double factor;

        Span(double factor) {
            this.factor = factor;
        }
    }

    /**
     * @param points what it would earn without a cap
     * @param paymentId a hash of it
     */
    private record Paid(long atMs, Channel channel, String merchantId, long points, String eventId, int paymentId) {

        boolean alike(Paid other) {
            return channel == other.channel && merchantId.equals(other.merchantId);
        }
    }

    /** Parts of one purchase. */
    private static final class Split {
        /** Of the last part. */
        private final int day;

        private final String merchantId;
        private final long cap;
        private final double factor;
        private final boolean online;
        /** Those that can be taken out again when they are refunded, and how many more there are. */
        private final List<Part> parts;

        private final int more;
        private final long morePoints;
        private int refunded;

        Split(
                int day,
                String merchantId,
                long cap,
                double factor,
                boolean online,
                List<Part> parts,
                int more,
                long morePoints) {
            this.day = day;
            this.merchantId = merchantId;
            this.cap = cap;
            this.factor = factor;
            this.online = online;
            this.parts = parts;
            this.more = more;
            this.morePoints = morePoints;
        }

        int size() {
            return parts.size() + more;
        }

        void refund(int paymentId) {
            if (parts.removeIf(part -> part.paymentId == paymentId)) {
                refunded++;
            }
        }

        /** What one payment would not have earned. */
        long beyondCap() {
            return parts.stream().mapToLong(Part::points).sum() + morePoints - cap;
        }

        /** Whether the parts fill less than half a cap each. */
        boolean small() {
            return beyondCap() + cap < size() * cap / 2;
        }

        /** Nothing once all that are known one by one have gone back. */
        double weight(int least) {
            double most = online || small() ? DAY_WEIGHT_MAX_CART : DAY_WEIGHT_MAX;
            return parts.isEmpty() || size() < least || beyondCap() <= 0
                    ? 0
                    : factor * Math.min(most, (size() - 1) / 2.0);
        }
    }

    /** @param paymentId a hash of it */
    private record Part(long atMs, long points, int paymentId) {}

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
        switch (event) {
            case Payment.Settled payment -> {
                FarmingConfig.SplitPayments.Earning earning = config.channels().get(payment.channel());
                if (earning != null) {
                    pay(state, payment, earning, recent, out);
                }
            }
            case Payment.Refunded refund -> {
                int id = SeenIds.hash(refund.paymentId());
                state.newest.removeIf(paid -> paid.paymentId == id);
                state.splits.forEach(split -> split.refund(id));
            }
            default -> {}
        }
    }

    private void pay(
            Payments state,
            Payment.Settled payment,
            FarmingConfig.SplitPayments.Earning earning,
            RecentEvents recent,
            Findings out) {
        Paid paid = keep(state, payment, earning);
        Split split = strongest(state, paid, earning.cap());
        if (split != null && remember(state, split)) {
            tellOfSplits(state, paid, payment, out);
        }
        tellOfRush(state, paid, earning.cap(), payment, out);
        RoundingSteps.Verdict verdict = rounding.add(state.amounts, payment);
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
                payment.eventId(),
                SeenIds.hash(payment.paymentId()));
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
        Split close = strongest(state, paid, cap, Span.CLOSE);
        Split spread = strongest(state, paid, cap, Span.SPREAD);
        return close == null || (spread != null && weight(spread) > weight(close)) ? spread : close;
    }

    private double weight(Split split) {
        return split.weight(config.parts());
    }

    /** The strongest split of a length that holds the payment; a window ends at a payment, what is as old as it is long has left it. */
    private @Nullable Split strongest(Payments state, Paid paid, long cap, Span span) {
        long windowMs = windowMs(span);
        Split best = null;
        for (Paid end : state.newest) {
            if (end.atMs >= paid.atMs && end.atMs - windowMs < paid.atMs && end.alike(paid)) {
                Split split = split(state, end, cap, span);
                best = split != null && (best == null || isMore(split, best)) ? split : best;
            }
        }
        return best;
    }

    private long windowMs(Span span) {
        return (span == Span.CLOSE ? config.window() : Duration.ofDays(1)).toMillis();
    }

    private @Nullable Split split(Payments state, Paid end, long cap, Span span) {
        List<Paid> window = state.newest.stream()
                .filter(paid -> paid.atMs > end.atMs - windowMs(span) && paid.atMs <= end.atMs)
                .toList();
        // What goes on past midnight began the day before; of a whole day's window most may be yesterday's.
        long dayMs = span == Span.SPREAD
                ? end.atMs
                : window.stream().filter(end::alike).mapToLong(Paid::atMs).min().orElseThrow();
        int day = calendar.epochDay(dayMs);
        long smallest = span == Span.CLOSE ? 0 : (long) (cap * config.smallPart());
        int all = 0;
        List<Part> parts = new ArrayList<>();
        for (Paid paid : window) {
            if (!isOfAnotherDay(state, paid, day)) {
                all++;
                if (paid.alike(end) && paid.points <= ROUNDED_UP * cap && paid.points >= smallest) {
                    parts.add(new Part(paid.atMs, paid.points, paid.paymentId));
                }
            }
        }
        int more = Math.max(0, parts.size() - PARTS_MAX);
        Split split = new Split(
                day,
                end.merchantId,
                cap,
                span.factor,
                isOnline(end.channel),
                new ArrayList<>(parts.subList(more, parts.size())),
                more,
                parts.stream().limit(more).mapToLong(Part::points).sum());
        return weight(split) == 0 || parts.size() < config.share() * all ? null : split;
    }

    /** Whether a payment is counted already, in the split of another day. */
    private static boolean isOfAnotherDay(Payments state, Paid paid, int day) {
        for (Split split : state.splits) {
            if (split.day != day && !split.parts.isEmpty() && split.merchantId.equals(paid.merchantId)) {
                boolean counted = split.day < day
                        ? paid.atMs <= split.parts.getLast().atMs
                        : paid.atMs >= split.parts.getFirst().atMs;
                if (counted) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOnline(Channel channel) {
        return switch (channel) {
            case JD, PINDUODUO, ONLINE -> true;
            case OFFLINE_QR, MEITUAN, PHONE_TOPUP, CREDIT_CARD_REPAYMENT, MEDICAL_REGISTRATION, RIDE_HAILING -> false;
        };
    }

    /** What counts of a split at a time. */
    private double weightNow(Split split, long nowMs) {
        boolean mayGoBack = split.online
                && split.small()
                && nowMs - split.parts.getLast().atMs < config.returns().toMillis();
        return weight(split) * (mayGoBack ? config.pending() : 1);
    }

    private boolean isMore(Split split, Split other) {
        return weight(split) > weight(other) || (weight(split) == weight(other) && split.size() > other.size());
    }

    /** Keeps the strongest split of its day; whether it is news. */
    private boolean remember(Payments state, Split split) {
        for (Split old : state.splits) {
            if (old.day == split.day) {
                return isMore(split, old) && Collections.replaceAll(state.splits, old, split);
            }
        }
        state.splits.add(split);
        int newest = state.splits.stream().mapToInt(old -> old.day).max().orElseThrow();
        state.splits.removeIf(old -> old.day <= newest - config.days());
        return true;
    }

    private void tellOfSplits(Payments state, Paid paid, Payment.Settled payment, Findings out) {
        List<Split> splits =
                state.splits.stream().filter(split -> weight(split) > 0).toList();
        double weight = 0;
        int kept = 0;
        int refunded = 0;
        for (Split split : state.splits) {
            kept += split.size();
            refunded += split.refunded;
        }
        int parts = 0;
        long beyondCap = 0;
        long fromMs = Long.MAX_VALUE;
        long toMs = Long.MIN_VALUE;
        for (Split split : splits) {
            weight += weightNow(split, paid.atMs);
            parts += split.size();
            beyondCap += split.beyondCap();
            fromMs = Math.min(fromMs, split.parts.getFirst().atMs);
            toMs = Math.max(toMs, split.parts.getLast().atMs);
        }
        // Part of the newest, too, will come back as it did of earlier ones.
        double strength = Math.min(
                areCut(splits) ? 1 : REACHED, REACHED * weight / config.suspicious() * kept / (kept + refunded));
        if (strength < TOLD) {
            return;
        }
        int days = splits.size();
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
                        splits.stream()
                                .map(split -> split.merchantId)
                                .distinct()
                                .toList(),
                        state.newest.stream()
                                .filter(paid::alike)
                                .map(Paid::eventId)
                                .toList()),
                null));
    }

    /** Whether the parts are alike, as those of one sum are. */
    private static boolean areCut(List<Split> splits) {
        long[] points = splits.stream()
                .flatMap(split -> split.parts.stream())
                .mapToLong(Part::points)
                .sorted()
                .toArray();
        int count = points.length;
        return points[count * 85 / 100] - points[count * 15 / 100] <= CUT * points[count / 2];
    }

    private void tellOfRush(Payments state, Paid paid, long cap, Payment.Settled payment, Findings out) {
        FarmingConfig.SplitPayments.Rush limits = config.rush();
        List<Paid> window = state.newest.stream()
                .filter(other -> other.atMs <= paid.atMs
                        && other.atMs > paid.atMs - limits.window().toMillis())
                .toList();
        List<Paid> rush = window.stream()
                .filter(other -> other.alike(paid) && other.points < cap * config.smallPart())
                .toList();
        if (rush.size() < limits.suspect() || rush.size() < config.share() * window.size()) {
            return;
        }
        out.found(new Finding(
                ReasonCode.SPLIT_PAYMENTS,
                payment.accountId(),
                Strength.of(rush.size(), limits.suspect(), limits.certain()),
                payment.occurredAt(),
                Instant.ofEpochMilli(rush.getFirst().atMs),
                payment.occurredAt(),
                "paid one merchant " + rush.size() + " times within "
                        + limits.window().toMinutes() + " minutes, tiny sums all",
                Evidence.of(
                        Map.of(
                                "payments", (double) rush.size(),
                                "points",
                                        (double) rush.stream()
                                                .mapToLong(Paid::points)
                                                .sum()),
                        List.of(payment.merchantId()),
                        rush.stream().map(Paid::eventId).toList()),
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
            out.signed(paid.paymentId);
        }
        out.size(state.splits.size());
        for (Split split : state.splits) {
            out.signed(split.day);
            out.string(split.merchantId);
            out.unsigned(split.cap);
            out.real(split.factor);
            out.flag(split.online);
            out.unsigned(split.more);
            out.unsigned(split.morePoints);
            out.unsigned(split.refunded);
            out.size(split.parts.size());
            for (Part part : split.parts) {
                out.signed(part.atMs);
                out.unsigned(part.points);
                out.signed(part.paymentId);
            }
        }
        RoundingSteps.write(state.amounts, out);
    }

    @Override
    public Payments read(StateReader in) {
        in.version("split-payments state", VERSION);
        Payments state = new Payments();
        for (int left = in.size(); left > 0; left--) {
            state.newest.add(new Paid(
                    in.signed(), ChannelNumbers.channel(in.unsigned()), in.string(), in.unsigned(), in.string(), (int)
                            in.signed()));
        }
        for (int left = in.size(); left > 0; left--) {
            Split split = new Split(
                    (int) in.signed(),
                    in.string(),
                    in.unsigned(),
                    in.real(),
                    in.flag(),
                    new ArrayList<>(),
                    (int) in.unsigned(),
                    in.unsigned());
            split.refunded = (int) in.unsigned();
            for (int parts = in.size(); parts > 0; parts--) {
                split.parts.add(new Part(in.signed(), in.unsigned(), (int) in.signed()));
            }
            state.splits.add(split);
        }
        state.amounts = RoundingSteps.read(in);
        return state;
    }
}
