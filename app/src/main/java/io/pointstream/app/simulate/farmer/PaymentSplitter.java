package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.Purse;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import java.util.List;

/**
 * Has a large sum to pay, and pays it in parts that the cap of a payment leaves whole; or, one in four, turns small change into
 * as many payments as it makes points, each just above the step at which a point falls. The obvious one is through in minutes with equal
 * amounts, the stealthy one takes all day for a few that differ.
 */
final class PaymentSplitter {
    private static final List<PaymentChannel> CAPPED = List.of(
            PaymentChannel.OFFLINE_QR,
            PaymentChannel.ONLINE,
            PaymentChannel.JD,
            PaymentChannel.MEITUAN,
            PaymentChannel.CREDIT_CARD_REPAYMENT);

    private PaymentSplitter() {}

    static Persona persona(Intensity intensity) {
        return Persona.farmer("SPLIT_PAYMENTS", intensity, (account, world) -> {
            int first = Farmers.begin(account, world);
            Dice dice = account.dice();
            Habit splitter = dice.chance(0.25) ? new Change(intensity, dice) : new Parts(intensity, dice);
            return Farmers.life(intensity, account, world, Habits.from(first, splitter));
        });
    }

    /** A sum in parts. */
    private static final class Parts implements Habit {
        private final Intensity intensity;
        private final PaymentChannel channel;
        private final double dailyChance;

        Parts(Intensity intensity, Dice dice) {
            this.intensity = intensity;
            channel = dice.pick(CAPPED);
            dailyChance = intensity.of(dice.between(0.4, 0.8), dice.between(0.3, 0.5), dice.between(0.25, 0.4));
        }

        @Override
        public void live(Account self, Day day) {
            Dice dice = self.dice();
            if (!dice.chance(dailyChance)) {
                return;
            }
            String merchant = channel == PaymentChannel.CREDIT_CARD_REPAYMENT
                    ? "bank"
                    : day.world().quietMerchant(dice);
            long whole = Purse.fenAtCap(channel);
            int parts = intensity.of(dice.between(8, 20), dice.between(5, 9), dice.between(4, 6));
            int second = dice.between(9 * 3600, 11 * 3600);
            for (int n = 0; n < parts; n++) {
                long fen = intensity.of(
                        whole, (long) (whole * dice.between(0.93, 1.0)), (long) (whole * dice.between(0.75, 1.0)));
                day.record(self, second, new PaymentSettled(self.newId("pay"), channel, merchant, fen));
                second += intensity.of(dice.between(8, 30), dice.between(240, 1_200), dice.between(2_000, 7_000));
            }
        }
    }

    /** Small change. */
    private static final class Change implements Habit {
        private final Intensity intensity;
        private final boolean online;

        Change(Intensity intensity, Dice dice) {
            this.intensity = intensity;
            online = dice.chance(0.5);
        }

        @Override
        public void live(Account self, Day day) {
            Dice dice = self.dice();
            if (!dice.chance(intensity.of(0.9, 0.7, 0.6))) {
                return;
            }
            String merchant = day.world().quietMerchant(dice);
            PaymentChannel channel = online ? PaymentChannel.ONLINE : PaymentChannel.PINDUODUO;
            // The first fen at which floor(yuan × rate) is a point: 1 / 1.5 and 1 / 0.5 yuan.
            long step = online ? 67 : 200;
            int second = dice.between(8 * 3600, 12 * 3600);
            for (int n = intensity.of(dice.between(60, 150), dice.between(25, 50), dice.between(12, 20)); n > 0; n--) {
                long fen = step + intensity.of(0, dice.between(0, 2), dice.between(0, 5));
                day.record(self, second, new PaymentSettled(self.newId("pay"), channel, merchant, fen));
                second += intensity.of(dice.between(5, 20), dice.between(60, 400), dice.between(600, 2_400));
            }
        }
    }
}
