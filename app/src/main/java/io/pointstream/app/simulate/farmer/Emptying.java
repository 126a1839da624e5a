package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Redeeming;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.Partner;
import io.pointstream.schemas.activity.RedemptionAccepted;
import io.pointstream.schemas.activity.RedemptionRequested;
import java.time.Instant;

/** Takes what an account has to where it can be sold: coupons, and the rest to a partner. */
final class Emptying {
    private static final long COUPON_STEP = 500;
    private static final long COUPON_MOST = 5_000;
    private static final int COUPONS_A_DAY = 5;
    private static final long TRANSFER_LEAST = 100;

    private final Account self;
    private final Day day;
    private final Dice dice;
    private String device = "";
    private String address = "";

    Emptying(Account self, Day day) {
        this.self = self;
        this.day = day;
        this.dice = self.dice();
    }

    /** With a device and from an address that are not the account's. */
    Emptying from(String otherDevice, String otherAddress) {
        device = otherDevice;
        address = otherAddress;
        return this;
    }

    /** Takes about such a share of the balance, beginning at a second of the day; returns when it was done. */
    int all(int begin, double share) {
        int second = begin;
        long left = (long) (self.purse().points() * share);
        for (int n = 0; n < COUPONS_A_DAY && left >= COUPON_STEP; n++) {
            long coupon = Math.min(COUPON_MOST, left / COUPON_STEP * COUPON_STEP);
            String redemption = self.newId("red");
            ask(second, redemption, Redeeming.coupon(redemption, day.world().merchant(dice), coupon, dice));
            left -= coupon;
            second += dice.between(20, 90);
        }
        if (left >= TRANSFER_LEAST) {
            String redemption = self.newId("red");
            ask(second, redemption, Redeeming.transfer(redemption, Partner.JD, left, true));
        }
        return second;
    }

    private void ask(int second, String redemption, RedemptionRequested request) {
        Instant at = device.isEmpty()
                ? day.record(self, second, request)
                : day.recordFrom(self, second, device, address, request);
        // Coupons and transfers are answered by machines.
        day.recordElsewhere(self, at.plusSeconds(dice.between(5, 120)), new RedemptionAccepted(redemption));
    }
}
