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
import java.util.Arrays;

/**
 * Orders clothes in three sizes, keeps one, and sends back the others: mostly one payment and a refund for each thing that goes
 * back, sometimes an order for each thing.
 */
final class TryingOn implements Habit {
    private static final double ORDERS_A_DAY = 0.18;
    private static final double ONE_ORDER = 0.7;
    private static final double GOES_BACK = 0.65;

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(ORDERS_A_DAY)) {
            return;
        }
        PaymentChannel channel = dice.chance(0.5) ? PaymentChannel.ONLINE : PaymentChannel.JD;
        String shop = day.world().merchant(dice);
        int second = self.moment(day.date());
        int things = dice.between(2, 5);
        if (dice.chance(ONE_ORDER)) {
            order(self, day, second, channel, shop, things);
        } else {
            for (int n = 0; n < things; n++) {
                order(self, day, second + n * dice.between(60, 900), channel, shop, 1);
            }
        }
    }

    private static void order(Account self, Day day, int second, PaymentChannel channel, String shop, int things) {
        Dice dice = self.dice();
        long[] prices = new long[things];
        Arrays.setAll(prices, n -> StrictMath.round(dice.logNormal(160, 0.5) * 100));
        String payment = self.newId("pay");
        long sum = Arrays.stream(prices).sum();
        Instant paid = day.record(self, second, new PaymentSettled(payment, channel, shop, sum));
        for (long price : prices) {
            if (dice.chance(GOES_BACK)) {
                self.purse().takeBack(channel, price);
                day.recordElsewhere(
                        self,
                        paid.plus(Duration.ofHours(dice.between(40, 6 * 24))),
                        new PaymentRefunded(self.newId("ref"), payment, price));
            }
        }
    }
}
