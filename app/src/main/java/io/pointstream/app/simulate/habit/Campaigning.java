package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.CampaignBattleWon;
import io.pointstream.schemas.activity.CampaignCardCollected;
import io.pointstream.schemas.activity.CampaignChainStep;
import io.pointstream.schemas.activity.CampaignDoubleCardUsed;
import io.pointstream.schemas.activity.CampaignTrial;
import io.pointstream.schemas.activity.CampaignWheelSpun;

/** Takes part in what is on: collects cards, spins the wheel, follows a brand's chain. */
public final class Campaigning implements Habit {
    private static final int CARDS = 7;
    private static final int CHAIN_STEPS = 3;

    private long chainStep = 1;

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (dice.chance(0.06)) {
            day.record(
                    self,
                    self.moment(day.date()),
                    new CampaignCardCollected("spring-" + day.date().getYear(), "card-" + dice.between(1, CARDS)));
        }
        if (dice.chance(0.06)) {
            long points = dice.between(0, 9) * (dice.chance(0.02) ? 50L : 2L);
            day.record(self, self.moment(day.date()), new CampaignWheelSpun(points));
        }
        if (dice.chance(0.01)) {
            day.record(
                    self,
                    self.moment(day.date()),
                    new CampaignBattleWon("energy", "team-" + day.world().group(dice), 50L * dice.between(2, 22)));
        }
        if (dice.chance(0.02) && chainStep <= CHAIN_STEPS) {
            day.record(self, self.moment(day.date()), new CampaignChainStep("brand-tea", chainStep++));
        }
        if (dice.chance(0.006)) {
            day.record(
                    self,
                    self.moment(day.date()),
                    new CampaignTrial("feature-" + dice.between(1, 8), 50L * dice.between(1, 7)));
        }
        if (dice.chance(0.01)) {
            day.record(self, self.moment(day.date()), new CampaignDoubleCardUsed(self.newId("double")));
        }
    }
}
