package io.pointstream.app.simulate.neighbour;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.SocialStepsDonated;

/** A courier's day: a few fen for every locker, all to one company, and parking, charging, water in between; and many steps. */
final class Delivering implements Habit {
    private static final int BEGINS = 8 * 3600;
    private static final int ENDS = 21 * 3600;

    private final int restDay;
    private final String lockers;
    private final int parcels;

    Delivering(Dice dice) {
        restDay = dice.between(1, 7);
        lockers = "m-lockers-" + dice.between(1, 6);
        parcels = dice.between(15, 45);
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (day.date().getDayOfWeek().getValue() == restDay) {
            return;
        }
        for (int n = dice.poisson(parcels); n > 0; n--) {
            pay(self, day, lockers, 5L * dice.between(6, 14));
        }
        for (int n = dice.poisson(5); n > 0; n--) {
            pay(self, day, day.world().merchant(dice), 50L * dice.between(3, 36));
        }
        day.record(self, ENDS + dice.between(0, 3_600), new SocialStepsDonated((long) dice.between(14_000, 36_000)));
    }

    private static void pay(Account self, Day day, String merchant, long fen) {
        day.record(
                self,
                self.dice().between(BEGINS, ENDS),
                new PaymentSettled(self.newId("pay"), PaymentChannel.OFFLINE_QR, merchant, fen));
    }
}
