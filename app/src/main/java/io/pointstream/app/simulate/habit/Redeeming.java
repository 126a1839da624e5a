package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.Partner;
import io.pointstream.schemas.activity.RedemptionAccepted;
import io.pointstream.schemas.activity.RedemptionDeclined;
import io.pointstream.schemas.activity.RedemptionKind;
import io.pointstream.schemas.activity.RedemptionOutOfStock;
import io.pointstream.schemas.activity.RedemptionRefunded;
import io.pointstream.schemas.activity.RedemptionRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Spends points now and then; the merchant answers within hours, or, seldom, never. */
public final class Redeeming implements Habit {
    private static final double CHANCE_A_DAY = 0.02;

    /** Who has just begun has nothing to spend. */
    private static final int FIRST_DAY = 3;

    private static final int ITEMS = 60;
    private static final List<RedemptionKind> KINDS =
            List.of(RedemptionKind.VIRTUAL, RedemptionKind.PHYSICAL, RedemptionKind.FINANCIAL, RedemptionKind.PARTNER);
    private static final List<Partner> PARTNERS = List.of(Partner.JD, Partner.PINDUODUO, Partner.MEITUAN);

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (day.number() < FIRST_DAY || !dice.chance(CHANCE_A_DAY)) {
            return;
        }
        String redemption = self.newId("red");
        Instant requested = day.record(self, self.moment(day.date()), request(self, day, redemption));
        Instant answered = requested.plus(Duration.ofMinutes((long) dice.logNormal(90, 1.2)));
        switch (dice.weighted(0.84, 0.07, 0.05, 0.04)) {
            case 0 -> {
                day.recordElsewhere(self, answered, new RedemptionAccepted(redemption));
                if (dice.chance(0.04)) {
                    day.recordElsewhere(
                            self,
                            answered.plus(Duration.ofHours(dice.between(1, 7 * 24))),
                            new RedemptionRefunded(redemption));
                }
            }
            case 1 -> day.recordElsewhere(self, answered, new RedemptionDeclined(redemption));
            case 2 -> day.recordElsewhere(self, answered, new RedemptionOutOfStock(redemption));
            default -> {
                // No answer: the request times out.
            }
        }
    }

    private static RedemptionRequested request(Account self, Day day, String redemption) {
        Dice dice = self.dice();
        RedemptionKind kind = dice.weighted(KINDS, 0.5, 0.15, 0.2, 0.15);
        RedemptionRequested request = new RedemptionRequested();
        request.setRedemptionId(redemption);
        request.setKind(kind);
        request.setItemId("item-" + dice.popular(ITEMS));
        switch (kind) {
            case VIRTUAL -> {
                request.setPoints(500L * dice.between(1, 4));
                request.setMerchantId(day.world().merchant(dice));
            }
            case PHYSICAL -> {
                request.setPoints(500L * dice.between(4, 12));
                request.setMainlandAddress(dice.chance(0.95));
                if (dice.chance(0.1)) {
                    request.setCustomsPoints(100L * dice.between(1, 4));
                }
            }
            case FINANCIAL -> {
                request.setPoints(100L * dice.between(1, 10));
                request.setBeneficiaryId(self.id());
            }
            case PARTNER -> {
                request.setPoints(100L * dice.between(1, 10));
                request.setPartner(dice.pick(PARTNERS));
                request.setLinked(dice.chance(0.9));
            }
        }
        return request;
    }
}
