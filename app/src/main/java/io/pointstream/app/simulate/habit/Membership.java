package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.MembershipAdWatched;
import io.pointstream.schemas.activity.MembershipGiftClaimed;
import io.pointstream.schemas.activity.MembershipRegistered;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.MembershipTaskCompleted;
import io.pointstream.schemas.activity.MembershipTierChanged;
import io.pointstream.schemas.activity.Tier;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Registers, rises a tier, signs in more or less faithfully, and takes what the tier offers. */
public final class Membership implements Habit {
    private static final int[] DAYS_IN_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private static final List<Tier> TIERS = List.of(Tier.ORDINARY, Tier.SILVER, Tier.GOLD, Tier.DIAMOND);
    private static final int TASKS = 12;
    private static final int ADS = 300;

    private final double faithfulness;
    private final int tierDay;
    private final Tier tier;
    private boolean inTier;

    public Membership(Dice dice) {
        faithfulness = dice.chance(0.25) ? dice.between(0.85, 1.0) : dice.between(0.05, 0.6);
        tier = dice.weighted(TIERS, 0.6, 0.25, 0.11, 0.04);
        tierDay = dice.between(0, 4);
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (day.number() == self.arrival()) {
            day.record(self, self.moment(day.date()), new MembershipRegistered(birthday(dice)));
        }
        if (tier != Tier.ORDINARY && day.number() == tierDay) {
            day.record(self, self.moment(day.date()), new MembershipTierChanged(tier));
            inTier = true;
        }
        if (dice.chance(faithfulness)) {
            day.record(self, self.moment(day.date()), new MembershipSignedIn());
        }
        if (dice.chance(0.1)) {
            int second = self.moment(day.date());
            for (int n = dice.between(1, 4); n > 0; n--) {
                day.record(self, second, new MembershipAdWatched("ad-" + dice.popular(ADS)));
                second += dice.between(20, 90);
            }
        }
        if (inTier) {
            enjoyTier(self, day);
        }
    }

    private void enjoyTier(Account self, Day day) {
        Dice dice = self.dice();
        LocalDate date = day.date();
        if (dice.chance(0.2)) {
            day.record(self, self.moment(date), new MembershipTaskCompleted("task-" + dice.between(1, TASKS)));
        }
        if (tier.compareTo(Tier.GOLD) >= 0 && dice.chance(0.1)) {
            String month = String.format(Locale.ROOT, "%04d-%02d", date.getYear(), date.getMonthValue());
            day.record(self, self.moment(date), new MembershipGiftClaimed(month));
        }
        if (tier == Tier.DIAMOND && dice.chance(0.03)) {
            day.record(
                    self,
                    self.moment(date),
                    new MembershipGiftClaimed(String.format(Locale.ROOT, "%04d", date.getYear())));
        }
    }

    private static String birthday(Dice dice) {
        int month = dice.between(1, 12);
        return String.format(Locale.ROOT, "%02d-%02d", month, dice.between(1, DAYS_IN_MONTH[month - 1]));
    }
}
