package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.Rhythm;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentRefunded;
import io.pointstream.schemas.activity.PaymentSettled;
import java.time.Duration;
import java.time.Instant;

/** Pays in shops and online, and now and then sends something back. */
public final class Shopping implements Habit {
    private static final PaymentChannel[] CHANNELS = {
        PaymentChannel.OFFLINE_QR,
        PaymentChannel.ONLINE,
        PaymentChannel.PINDUODUO,
        PaymentChannel.MEITUAN,
        PaymentChannel.JD
    };
    private static final double[] SHARES = {0.45, 0.12, 0.15, 0.18, 0.10};
    private static final double[] MEDIAN_YUAN = {24, 60, 35, 32, 120};
    private static final double[] SIGMAS = {1.0, 1.1, 0.9, 0.5, 1.1};
    private static final double YUAN_MAX = 50_000;
    private static final double REFUND_CHANCE = 0.03;
    private static final double FULL_REFUND_SHARE = 0.7;

    private final double perDay;
    private final double spending;

    /**
     * Pays so many times on an average day.
     *
     * @param spending multiplies every amount, 1 being the average
     */
    public Shopping(double perDay, double spending) {
        this.perDay = perDay;
        this.spending = spending;
    }

    @Override
    public void live(Account self, Day day) {
        double mood = day.world().isFestival(day.date()) ? 3 : Rhythm.isWeekend(day.date()) ? 1.3 : 1;
        for (int n = self.dice().poisson(perDay * self.activity() * mood); n > 0; n--) {
            buy(self, day);
        }
    }

    private void buy(Account self, Day day) {
        Dice dice = self.dice();
        int kind = dice.weighted(SHARES);
        double yuan = Math.clamp(spending * dice.logNormal(MEDIAN_YUAN[kind], SIGMAS[kind]), 0.5, YUAN_MAX);
        long fen = StrictMath.round(yuan * 100);
        String payment = self.newId("pay");
        Instant paidAt = day.record(
                self,
                self.moment(day.date()),
                new PaymentSettled(payment, CHANNELS[kind], day.world().merchant(dice), fen));
        if (dice.chance(REFUND_CHANCE)) {
            self.purse().takeBack(CHANNELS[kind], fen);
            long back = dice.chance(FULL_REFUND_SHARE) ? fen : Math.max(1, fen / dice.between(2, 5));
            day.recordElsewhere(
                    self,
                    paidAt.plus(Duration.ofMinutes(dice.between(20, 6 * 24 * 60))),
                    new PaymentRefunded(self.newId("ref"), payment, back));
        }
    }
}
