package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.habit.Redeeming;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.RedemptionAccepted;
import java.time.Instant;
import java.util.List;

/**
 * A merchant who sells nothing: the money goes in a circle, three percent of it comes back as points, the fee is less than one.
 * The points are redeemed for coupons of the same merchant. An obvious one pays with new accounts from a drawer of phones every day; a
 * stealthy one has friends pay with their own, sums as in a shop, and has other customers too.
 */
final class ColludingPayers implements Habit {
    private static final int MEMBERS_MIN = 8;
    private static final int MEMBERS_MAX = 40;
    private static final int PAYERS_PER_PHONE = 6;
    private static final int FRIENDS_FROM = 9 * 3600;
    private static final int FRIENDS_UNTIL = 21 * 3600;
    private static final long COUPON_STEP = 500;

    private final Intensity intensity;
    private final String merchant;
    private final double dailyChance;

    private ColludingPayers(Intensity intensity, String merchant, Dice dice) {
        this.intensity = intensity;
        this.merchant = merchant;
        dailyChance = intensity.of(dice.between(0.85, 1.0), dice.between(0.5, 0.75), dice.between(0.35, 0.5));
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("MERCHANT_COLLUSION", intensity, MEMBERS_MIN, MEMBERS_MAX, (group, world) -> {
            int first = world.dayBetween(group.dice(), 0.05, 0.4);
            // A shop that is really one has the customers that come to it by chance.
            String merchant = intensity == Intensity.STEALTHY ? world.quietMerchant(group.dice()) : world.newMerchant();
            List<String> drawer = Devices.of(group, world, 1 + group.size() / PAYERS_PER_PHONE);
            return (account, place) -> {
                Dice dice = account.dice();
                if (intensity == Intensity.OBVIOUS) {
                    account.uses(List.of(drawer.get(place % drawer.size())), 1);
                    account.livesAt(group.address());
                    account.staysIn();
                }
                if (intensity == Intensity.OBVIOUS || (intensity == Intensity.MODERATE && dice.chance(0.6))) {
                    account.arrivesOn(first + dice.between(0, 3));
                }
                int begins = first + dice.between(0, intensity.of(3, 6, 10));
                Habit payer = Habits.from(begins, new ColludingPayers(intensity, merchant, dice));
                return Farmers.life(intensity, account, world, payer);
            };
        });
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(dailyChance)) {
            return;
        }
        for (int n = intensity.of(dice.between(1, 3), dice.between(1, 2), 1); n > 0; n--) {
            double yuan = intensity.of(
                    dice.between(450.0, 500.0), dice.between(250.0, 500.0), Math.min(600, dice.logNormal(260, 0.5)));
            day.record(
                    self,
                    dice.between(FRIENDS_FROM, FRIENDS_UNTIL),
                    new PaymentSettled(
                            self.newId("pay"), PaymentChannel.OFFLINE_QR, merchant, StrictMath.round(yuan * 100)));
        }
        long points = self.purse().points() / COUPON_STEP * COUPON_STEP;
        if (points > 0 && dice.chance(intensity.of(0.5, 0.3, 0.1))) {
            String redemption = self.newId("red");
            Instant requested = day.record(
                    self, FRIENDS_UNTIL + dice.between(0, 3_600), Redeeming.coupon(redemption, merchant, points, dice));
            day.recordElsewhere(self, requested.plusSeconds(dice.between(20, 600)), new RedemptionAccepted(redemption));
        }
    }
}
