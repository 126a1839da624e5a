package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Redemption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code REFUND_CHURN}: pays, earns, spends the points, takes the money back, and begins again.
 *
 * <p>People keep most of what they buy: that so much of the paid <em>value</em> went back is judged by a binomial tail against those who
 * return a lot. Value weighs as many payments as Kish's effective sample size says, so one dear thing sent back is no habit, and small
 * change paid beside it hides none. And people redeem when they like, not while goods are on their way back: of the payments taken back,
 * those with a redemption between payment and refund are judged the same way. Of a day's purchases most of which are kept, all that goes
 * back counts there as one: a single redemption in the week of a sale lies between payment and refund of each. The two tails together are
 * the strength; below a number of cycles nothing is said.
 */
final class RefundChurn implements Detector<RefundChurn.Purchases> {

    private static final byte VERSION = 1;
    private static final double REACHED = 0.75;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    /** From which strength it is told of. */
    private static final double TOLD = 0.5;
    /** A refund of so much of the price is a purchase taken back. */
    private static final double TAKEN_BACK = 0.9;

    private final FarmingConfig.RefundChurn config;
    private final long spanMs;

    RefundChurn(FarmingConfig config) {
        this.config = config.refundChurn();
        this.spanMs = Duration.ofDays(config.refundChurn().days()).toMillis();
    }

    /** The newest purchases in the order of their times, and when points were to be spent: a debt refuses some. */
    static final class Purchases {
        private final List<Purchase> newest = new ArrayList<>();
        private final List<Long> spentMs = new ArrayList<>();
    }

    /** One payment; its price is 0 while only a refund of it is known. */
    private static final class Purchase {
        private final int id;
        private final long atMs;
        private final long fen;
        private long refundedFen;
        private long refundedMs;
        private @Nullable String refundId;

        Purchase(int id, long atMs, long fen) {
            this.id = id;
            this.atMs = atMs;
            this.fen = fen;
        }

        long backFen() {
            return Math.min(fen, refundedFen);
        }

        boolean takenBack() {
            return fen > 0 && refundedFen >= TAKEN_BACK * fen;
        }

        void refund(long amountFen, long whenMs, @Nullable String eventId) {
            refundedFen += amountFen;
            refundedMs = Math.max(refundedMs, whenMs);
            refundId = eventId;
        }
    }

    /**
     * What was bought on one day.
     *
     * @param takenBack purchases of these
     * @param spentBetween purchases taken back with a redemption before
     */
    private record DayBought(long fen, long backFen, int takenBack, int spentBetween) {
        DayBought plus(DayBought other) {
            return new DayBought(
                    fen + other.fen,
                    backFen + other.backFen,
                    takenBack + other.takenBack,
                    spentBetween + other.spentBetween);
        }

        /** How many coincidences a redemption before the refunds would be: where most was kept, one. */
        int occasions() {
            return 2 * backFen < fen ? Math.min(1, takenBack) : takenBack;
        }

        double spent() {
            return takenBack == 0 ? 0 : (double) occasions() * spentBetween / takenBack;
        }
    }

    @Override
    public ReasonCode code() {
        return ReasonCode.REFUND_CHURN;
    }

    @Override
    public Purchases newState() {
        return new Purchases();
    }

    @Override
    public void onEvent(Purchases state, Event event, RecentEvents recent, Findings out) {
        long at = event.occurredAt().toEpochMilli();
        switch (event) {
            case Payment.Settled paid -> {
                int id = SeenIds.hash(paid.paymentId());
                Purchase known = find(state, id);
                if (known == null) {
                    add(state, new Purchase(id, at, paid.amountFen()));
                } else if (known.fen == 0) {
                    state.newest.remove(known);
                    Purchase purchase = new Purchase(id, at, paid.amountFen());
                    purchase.refund(known.refundedFen, known.refundedMs, known.refundId);
                    add(state, purchase);
                }
            }
            case Payment.Refunded refund -> {
                int id = SeenIds.hash(refund.paymentId());
                Purchase known = find(state, id);
                Purchase purchase = known == null ? new Purchase(id, at, 0) : known;
                purchase.refund(refund.amountFen(), at, refund.eventId());
                if (known == null) {
                    add(state, purchase);
                }
                judge(state, event, out);
            }
            case Redemption.Requested _ -> {
                state.spentMs.add(at);
                if (state.spentMs.size() > config.redemptions()) {
                    state.spentMs.removeFirst();
                }
            }
            default -> {}
        }
    }

    private static @Nullable Purchase find(Purchases state, int id) {
        for (Purchase purchase : state.newest) {
            if (purchase.id == id) {
                return purchase;
            }
        }
        return null;
    }

    private void add(Purchases state, Purchase purchase) {
        int at = state.newest.size();
        while (at > 0 && state.newest.get(at - 1).atMs > purchase.atMs) {
            at--;
        }
        state.newest.add(at, purchase);
        long newestMs = state.newest.getLast().atMs;
        state.newest.removeIf(old -> old.atMs <= newestMs - spanMs);
        if (state.newest.size() > config.payments()) {
            state.newest.removeFirst();
        }
    }

    private void judge(Purchases state, Event refund, Findings out) {
        double paid = 0;
        double squares = 0;
        double back = 0;
        int payments = 0;
        int cycles = 0;
        int spentBetween = 0;
        Map<Long, DayBought> byDay = new LinkedHashMap<>();
        long fromMs = Long.MAX_VALUE;
        List<String> refundIds = new ArrayList<>();
        for (Purchase purchase : state.newest) {
            if (purchase.fen > 0) {
                payments++;
                paid += purchase.fen;
                squares += (double) purchase.fen * purchase.fen;
                back += purchase.backFen();
                fromMs = Math.min(fromMs, purchase.atMs);
                int takenBack = purchase.takenBack() ? 1 : 0;
                byDay.merge(
                        purchase.atMs / DAY_MS,
                        new DayBought(
                                purchase.fen, purchase.backFen(), takenBack, takenBack * spentBetween(state, purchase)),
                        DayBought::plus);
            }
            if (purchase.takenBack()) {
                cycles++;
                spentBetween += spentBetween(state, purchase);
                if (purchase.refundId != null) {
                    refundIds.add(purchase.refundId);
                }
            }
        }
        if (cycles < config.cycles()) {
            return;
        }
        double effective = paid * paid / squares;
        double spent = byDay.values().stream().mapToDouble(DayBought::spent).sum();
        int occasions = byDay.values().stream().mapToInt(DayBought::occasions).sum();
        double nats = Chance.nats(back / paid * effective, effective, config.returned())
                + Chance.nats(spent, occasions, config.spentBetween());
        double strength = Math.min(1, REACHED * nats / config.suspicious());
        if (strength >= TOLD) {
            out.found(new Finding(
                    ReasonCode.REFUND_CHURN,
                    refund.accountId(),
                    strength,
                    refund.occurredAt(),
                    Instant.ofEpochMilli(fromMs),
                    refund.occurredAt(),
                    cycles + " of " + payments + " payments were taken back, " + Math.round(100 * back / paid)
                            + "% of the value; between payment and refund points were redeemed in " + spentBetween,
                    Evidence.of(
                            Map.of(
                                    "payments", (double) payments,
                                    "takenBack", (double) cycles,
                                    "spentBetween", (double) spentBetween,
                                    "occasions", (double) occasions,
                                    "paidYuan", paid / 100,
                                    "refundedYuan", back / 100),
                            List.of(),
                            refundIds),
                    null));
        }
    }

    /** 1 when points were redeemed between a purchase and its refund. */
    private static int spentBetween(Purchases state, Purchase purchase) {
        for (long spentMs : state.spentMs) {
            if (spentMs >= purchase.atMs && spentMs <= purchase.refundedMs) {
                return 1;
            }
        }
        return 0;
    }

    @Override
    public void write(Purchases state, StateWriter out) {
        out.unsigned(VERSION);
        out.size(state.newest.size());
        long before = 0;
        for (Purchase purchase : state.newest) {
            out.signed(purchase.id);
            out.signed(purchase.atMs - before);
            out.unsigned(purchase.fen);
            out.unsigned(purchase.refundedFen);
            if (purchase.refundedFen > 0) {
                out.signed(purchase.refundedMs - purchase.atMs);
                out.optional(purchase.refundId);
            }
            before = purchase.atMs;
        }
        out.size(state.spentMs.size());
        state.spentMs.forEach(out::signed);
    }

    @Override
    public Purchases read(StateReader in) {
        in.version("refund-churn state", VERSION);
        Purchases state = new Purchases();
        long before = 0;
        for (int left = in.size(); left > 0; left--) {
            int id = (int) in.signed();
            long atMs = before + in.signed();
            Purchase purchase = new Purchase(id, atMs, in.unsigned());
            long refundedFen = in.unsigned();
            if (refundedFen > 0) {
                purchase.refund(refundedFen, atMs + in.signed(), in.optional());
            }
            state.newest.add(purchase);
            before = atMs;
        }
        state.spentMs.addAll(in.signedNumbers());
        return state;
    }
}
