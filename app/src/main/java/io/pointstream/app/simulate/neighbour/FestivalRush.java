package io.pointstream.app.simulate.neighbour;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.CampaignDoubleCardUsed;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentRefunded;
import io.pointstream.schemas.activity.PaymentSettled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A shopping festival, such as 11-11: the cart was filled for weeks and is paid shop by shop in the minutes after midnight, more in the
 * evening, with a double card; a quarter of it goes back in the week after.
 */
final class FestivalRush implements Habit {
    private static final List<PaymentChannel> CHANNELS =
            List.of(PaymentChannel.JD, PaymentChannel.ONLINE, PaymentChannel.PINDUODUO);
    private static final int EVENING = 20 * 3600;

    @Override
    public void live(Account self, Day day) {
        if (day.world().isFestival(day.date())) {
            Dice dice = self.dice();
            day.record(self, dice.between(5, 60), new CampaignDoubleCardUsed(self.newId("double")));
            checkOut(self, day, dice.between(60, 900), dice.between(8, 25));
            checkOut(self, day, EVENING + dice.between(0, 7_200), dice.between(3, 15));
        }
    }

    private static void checkOut(Account self, Day day, int begin, int shops) {
        Dice dice = self.dice();
        PaymentChannel channel = dice.pick(CHANNELS);
        int second = begin;
        for (int n = 0; n < shops; n++) {
            long fen = StrictMath.round(dice.logNormal(120, 0.9) * 100);
            String payment = self.newId("pay");
            Instant paid = day.record(
                    self,
                    second,
                    new PaymentSettled(payment, channel, day.world().merchant(dice), fen));
            if (dice.chance(0.25)) {
                self.purse().takeBack(channel, fen);
                day.recordElsewhere(
                        self,
                        paid.plus(Duration.ofHours(dice.between(12, 7 * 24))),
                        new PaymentRefunded(self.newId("ref"), payment, fen));
            }
            second += dice.between(3, 120);
        }
    }
}
