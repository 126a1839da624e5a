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

/** Spends points now and then, sometimes all there are; the merchant answers within hours, or, seldom, never. */
public final class Redeeming implements Habit {
    private static final double USUAL_CHANCE = 0.02;

    /** Who has just begun has nothing to spend. */
    private static final int FIRST_DAY = 3;

    /** Saved up for something: how often all that is there goes at once. */
    private static final double ALL_AT_ONCE = 0.15;

    /** The least that any kind takes (DOMAIN 4). */
    private static final int LEAST = 100;

    private static final int COUPON_LEAST = 500;
    private static final int GOODS_LEAST = 2_000;
    private static final int SHIPPING = 200;
    private static final int ITEMS = 60;
    private static final List<Partner> PARTNERS = List.of(Partner.JD, Partner.PINDUODUO, Partner.MEITUAN);

    private final double perDay;
    private final Partner linkedTo;

    public Redeeming(Dice dice) {
        this(dice, USUAL_CHANCE);
    }

    /**
     * Spends so often.
     *
     * @param perDay how likely on a day, when there is something to spend
     */
    public Redeeming(Dice dice, double perDay) {
        this.perDay = perDay;
        linkedTo = dice.pick(PARTNERS);
    }

    @Override
    public void live(Account self, Day day) {
        if (day.number() >= FIRST_DAY
                && self.dice().chance(perDay)
                && self.purse().points() >= LEAST) {
            redeem(self, day, self.moment(day.date()));
        }
    }

    /** Asks for something that the balance pays, at a second of the account's own day. */
    public void redeem(Account self, Day day, int second) {
        Dice dice = self.dice();
        String redemption = self.newId("red");
        Instant requested = day.record(self, second, request(self, day, redemption));
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

    private RedemptionRequested request(Account self, Day day, String redemption) {
        Dice dice = self.dice();
        long points = self.purse().points();
        boolean all = dice.chance(ALL_AT_ONCE);
        if (points >= COUPON_LEAST && dice.chance(0.55)) {
            long coupon = 500L * (all ? points / 500 : Math.min(points / 500, dice.between(1, 4)));
            return coupon(redemption, day.world().merchant(dice), coupon, dice);
        }
        if (points >= GOODS_LEAST + SHIPPING && dice.chance(0.5)) {
            long most = (points - SHIPPING) / 500;
            return goods(redemption, 500L * (all ? most : Math.min(most, dice.between(4, 12))), dice);
        }
        long some = 100L * (all ? points / 100 : Math.min(points / 100, dice.between(1, 10)));
        return dice.chance(0.5)
                ? deduction(redemption, self.id(), some)
                : transfer(redemption, linkedTo, some, dice.chance(0.95));
    }

    /** A coupon of a merchant. */
    public static RedemptionRequested coupon(String redemption, String merchant, long points, Dice dice) {
        RedemptionRequested request = request(redemption, RedemptionKind.VIRTUAL, points);
        request.setItemId("item-" + dice.popular(ITEMS));
        request.setMerchantId(merchant);
        return request;
    }

    /** Points that become a partner's. */
    public static RedemptionRequested transfer(String redemption, Partner partner, long points, boolean linked) {
        RedemptionRequested request = request(redemption, RedemptionKind.PARTNER, points);
        request.setItemId("transfer-" + partner);
        request.setPartner(partner);
        request.setLinked(linked);
        return request;
    }

    private static RedemptionRequested goods(String redemption, long points, Dice dice) {
        RedemptionRequested request = request(redemption, RedemptionKind.PHYSICAL, points);
        request.setItemId("item-" + dice.popular(ITEMS));
        request.setMainlandAddress(dice.chance(0.95));
        if (dice.chance(0.1)) {
            request.setCustomsPoints(100L * dice.between(1, 4));
        }
        return request;
    }

    private static RedemptionRequested deduction(String redemption, String beneficiary, long points) {
        RedemptionRequested request = request(redemption, RedemptionKind.FINANCIAL, points);
        request.setItemId("fee");
        request.setBeneficiaryId(beneficiary);
        return request;
    }

    private static RedemptionRequested request(String redemption, RedemptionKind kind, long points) {
        RedemptionRequested request = new RedemptionRequested();
        request.setRedemptionId(redemption);
        request.setKind(kind);
        request.setPoints(points);
        return request;
    }
}
