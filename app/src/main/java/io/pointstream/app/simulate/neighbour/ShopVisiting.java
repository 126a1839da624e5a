package io.pointstream.app.simulate.neighbour;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.persona.Group;
import io.pointstream.app.simulate.persona.Persona.Joining;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;

/** A village shop: few customers, who come nearly every day, and whose phones are in its network while they pay. */
record ShopVisiting(String shop, String address) implements Habit {
    static Joining regulars(Group group, World world) {
        String shop = world.newMerchant();
        return (account, place) -> Habits.ordinaryAnd(account.dice(), world, new ShopVisiting(shop, group.address()));
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        for (int n = dice.poisson(0.8); n > 0; n--) {
            long fen = StrictMath.round(dice.logNormal(18, 0.7) * 100);
            day.recordIn(
                    self,
                    self.moment(day.date()),
                    address,
                    new PaymentSettled(self.newId("pay"), PaymentChannel.OFFLINE_QR, shop, fen));
        }
    }
}
