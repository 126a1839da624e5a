package io.pointstream.app.simulate.neighbour;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.persona.Group;
import io.pointstream.app.simulate.persona.Persona.Joining;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.Rhythm;
import io.pointstream.app.simulate.world.World;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;

/** The noon rush: on working days hundreds pay one canteen in the same few minutes, from one address. */
record Lunching(String canteen, String address) implements Habit {
    private static final int NOON = 12 * 3600;

    static Joining colleagues(Group group, World world) {
        String canteen = world.newMerchant();
        return (account, place) -> {
            account.worksAt(group.address());
            return Habits.ordinaryAnd(account.dice(), world, new Lunching(canteen, group.address()));
        };
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!Rhythm.isWeekend(day.date()) && dice.chance(0.85)) {
            int second = NOON + (int) dice.normal(360, 500);
            day.recordIn(
                    self,
                    second,
                    address,
                    new PaymentSettled(
                            self.newId("pay"), PaymentChannel.OFFLINE_QR, canteen, 50L * dice.between(16, 50)));
        }
    }
}
