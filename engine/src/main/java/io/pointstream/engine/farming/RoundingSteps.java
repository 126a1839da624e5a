package io.pointstream.engine.farming;

import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Amounts just above a step of the rounding: they buy a whole point and waste almost nothing. A price knows nothing of steps, so it lies
 * there as often as chance has it.
 *
 * <p>Chance depends on how a price is written: whole yuan, tenths, or to the fen. Each amount is judged among those written alike (1.00
 * yuan at a point per yuan says nothing, 1.01 much), and each once a shop: what costs 8.02 there every day is one price.
 */
final class RoundingSteps {

    /** Points are counted in millionths: fen × ten-thousandths of a point per yuan. */
    private static final long POINT = 1_000_000;
    /** What may be wasted: a twentieth of a point. */
    private static final long WASTE = POINT / 20;
    /** Every rate's steps repeat within 200 yuan, or nearly. */
    private static final int PERIOD_FEN = 20_000;
    /** Coarsest first: an amount is written in the first that divides it. */
    private static final int[] GRIDS_FEN = {100, 10, 1};
    /** Where every second price lies just above a step, it says nothing. */
    private static final double COMMON = 0.5;

    private final int capacity;
    private final Map<Channel, Steps> steps = new EnumMap<>(Channel.class);

    RoundingSteps(FarmingConfig.SplitPayments config) {
        this.capacity = config.amounts();
        config.channels().forEach((channel, earning) -> steps.put(channel, new Steps(earning)));
    }

    /** The newest different prices that an account paid. */
    static final class Amounts {
        private final Deque<Amount> newest = new ArrayDeque<>();
    }

    /** @param merchant a hash of its id */
    private record Amount(int merchant, Channel channel, long fen) {}

    /**
     * What the amounts say.
     *
     * @param nats how improbable, see {@link Chance#nats}
     */
    record Verdict(int amounts, int justAbove, double expected, double nats) {}

    /** The steps of one channel, with the chance that a price in each grid lies just above one. */
    private static final class Steps {
        private final long rate;
        private final double[] chances = new double[GRIDS_FEN.length];

        Steps(FarmingConfig.SplitPayments.Earning earning) {
            rate = earning.perYuanTenThousandths();
            int[] prices = new int[GRIDS_FEN.length];
            for (int fen = 1; fen <= PERIOD_FEN; fen++) {
                int grid = grid(fen);
                prices[grid]++;
                chances[grid] += justAbove(fen) ? 1 : 0;
            }
            for (int grid = 0; grid < chances.length; grid++) {
                chances[grid] /= prices[grid];
            }
        }

        boolean justAbove(long fen) {
            return fen * rate >= POINT && fen * rate % POINT <= WASTE;
        }

        double chance(long fen) {
            return chances[grid(fen)];
        }

        private static int grid(long fen) {
            for (int grid = 0; grid < GRIDS_FEN.length; grid++) {
                if (fen % GRIDS_FEN[grid] == 0) {
                    return grid;
                }
            }
            throw new IllegalStateException("a fen divides every amount");
        }
    }

    /** Takes in an amount; null when it is one of the newest already, or says nothing. */
    @Nullable
    Verdict add(Amounts amounts, Payment.Settled paid) {
        Steps here = steps.get(paid.channel());
        Amount amount = new Amount(SeenIds.hash(paid.merchantId()), paid.channel(), paid.amountFen());
        if (here == null || here.chance(amount.fen) > COMMON || amounts.newest.contains(amount)) {
            return null;
        }
        if (amounts.newest.size() == capacity) {
            amounts.newest.removeFirst();
        }
        amounts.newest.addLast(amount);
        return verdict(amounts);
    }

    private Verdict verdict(Amounts amounts) {
        int tested = 0;
        int justAbove = 0;
        double expected = 0;
        for (Amount amount : amounts.newest) {
            Steps there = steps.get(amount.channel);
            if (there != null) {
                tested++;
                justAbove += there.justAbove(amount.fen) ? 1 : 0;
                expected += there.chance(amount.fen);
            }
        }
        return new Verdict(tested, justAbove, expected, Chance.nats(justAbove, tested, expected / tested));
    }

    static void write(Amounts amounts, StateWriter out) {
        out.size(amounts.newest.size());
        for (Amount amount : amounts.newest) {
            out.signed(amount.merchant);
            out.unsigned(ChannelNumbers.of(amount.channel));
            out.unsigned(amount.fen);
        }
    }

    static Amounts read(StateReader in) {
        Amounts amounts = new Amounts();
        for (int left = in.size(); left > 0; left--) {
            amounts.newest.addLast(new Amount((int) in.signed(), ChannelNumbers.channel(in.unsigned()), in.unsigned()));
        }
        return amounts;
    }
}
