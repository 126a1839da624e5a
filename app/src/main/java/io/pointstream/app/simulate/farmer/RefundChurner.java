package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Redeeming;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.Purse;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentRefunded;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.RedemptionAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Pays, spends the points, and takes the money back. What the refunds leave is a debt, so that each turn has to begin with more
 * money than the one before; when that is more than the operator has, the account is left behind.
 */
final class RefundChurner implements Habit {
    private static final int COUPON_STEP = 500;
    private static final int MINUTES_A_DAY = 24 * 60;

    private final Intensity intensity;
    private final PaymentChannel channel;
    private final int gain;
    private final int turnDays;
    private final int paymentsMax;
    private int nextDay;
    private boolean left;

    private RefundChurner(Intensity intensity, int first, Dice dice) {
        this.intensity = intensity;
        channel = dice.chance(0.5) ? PaymentChannel.JD : PaymentChannel.ONLINE;
        gain = intensity.of(dice.between(2_000, 4_000), dice.between(1_200, 2_500), dice.between(800, 1_500));
        turnDays = intensity.of(1, 3, 6);
        paymentsMax = intensity.of(40, 24, 14);
        nextDay = first;
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("REFUND_CHURN", intensity, (account, world) -> {
            int first = Farmers.begin(account, world);
            return Farmers.life(intensity, account, world, new RefundChurner(intensity, first, account.dice()));
        });
    }

    @Override
    public void live(Account self, Day day) {
        if (left || day.number() < nextDay) {
            return;
        }
        Dice dice = self.dice();
        nextDay = day.number() + turnDays + dice.between(0, turnDays);
        long wanted = gain + Math.max(0, -self.purse().points());
        List<PaymentSettled> payments = new ArrayList<>();
        int second = dice.between(9 * 3600, 13 * 3600);
        while (wanted > 0 && payments.size() < paymentsMax) {
            long fen = (long) (Purse.fenAtCap(channel) * dice.between(0.5, 1.1));
            PaymentSettled payment =
                    new PaymentSettled(self.newId("pay"), channel, day.world().merchant(dice), fen);
            day.record(self, second, payment);
            payments.add(payment);
            wanted -= Purse.pointsOf(channel, fen);
            second += intensity.of(dice.between(30, 120), dice.between(120, 900), dice.between(600, 1_800));
        }
        left = wanted > 0;
        Instant spent = spend(self, day, second + intensity.of(120, 1_800, 3 * 3600));
        for (PaymentSettled payment : payments) {
            if (dice.chance(intensity.of(1.0, 0.95, 0.8))) {
                takeBack(self, day, spent, payment);
            }
        }
    }

    private static Instant spend(Account self, Day day, int begin) {
        Dice dice = self.dice();
        long points = self.purse().points() / COUPON_STEP * COUPON_STEP;
        int second = begin;
        if (points > 0) {
            String redemption = self.newId("red");
            Instant requested = day.record(
                    self, second, Redeeming.coupon(redemption, day.world().merchant(dice), points, dice));
            day.recordElsewhere(self, requested.plusSeconds(dice.between(30, 300)), new RedemptionAccepted(redemption));
            return requested;
        }
        return day.date().atStartOfDay(Day.ZONE).toInstant().plusSeconds(second);
    }

    private void takeBack(Account self, Day day, Instant spent, PaymentSettled payment) {
        Dice dice = self.dice();
        int minutes = intensity.of(
                dice.between(20, 360),
                dice.between(300, 2 * MINUTES_A_DAY),
                dice.between(MINUTES_A_DAY, 5 * MINUTES_A_DAY));
        self.purse().takeBack(channel, payment.getAmountFen());
        day.recordElsewhere(
                self,
                spent.plus(Duration.ofMinutes(minutes)),
                new PaymentRefunded(self.newId("ref"), payment.getPaymentId(), payment.getAmountFen()));
    }
}
