package io.pointstream.app.simulate.neighbour;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentRefunded;
import io.pointstream.schemas.activity.PaymentSettled;
import java.time.Duration;
import java.time.Instant;

/** Orders clothes in three sizes, keeps one, and sends back the others. */
final class TryingOn implements Habit {
    private static final double ORDERS_A_DAY = 0.18;

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(ORDERS_A_DAY)) {
            return;
        }
        PaymentChannel channel = dice.chance(0.5) ? PaymentChannel.ONLINE : PaymentChannel.JD;
        String shop = day.world().merchant(dice);
        int ordered = self.moment(day.date());
        for (int n = dice.between(2, 5); n > 0; n--) {
            long fen = StrictMath.round(dice.logNormal(160, 0.5) * 100);
            String payment = self.newId("pay");
            Instant paid =
                    day.record(self, ordered + dice.between(0, 300), new PaymentSettled(payment, channel, shop, fen));
            if (dice.chance(0.65)) {
                self.purse().takeBack(channel, fen);
                day.recordElsewhere(
                        self,
                        paid.plus(Duration.ofHours(dice.between(40, 6 * 24))),
                        new PaymentRefunded(self.newId("ref"), payment, fen));
            }
        }
    }
}
