package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;

/** Top-ups, card repayments, the doctor and rides, as often as DOMAIN 3.4 says people do. */
public final class LifeServices implements Habit {
    private static final double DAYS_A_MONTH = 30.4;

    private enum Service {
        PHONE_TOPUP(PaymentChannel.PHONE_TOPUP, 2.3, 40, 0.5, "telecom"),
        CREDIT_CARD(PaymentChannel.CREDIT_CARD_REPAYMENT, 1.5, 420, 0.9, "bank"),
        MEDICAL(PaymentChannel.MEDICAL_REGISTRATION, 0.8, 30, 0.8, "hospital"),
        RIDE(PaymentChannel.RIDE_HAILING, 3.7, 22, 0.5, "rides");

        private final PaymentChannel channel;
        private final double perMonth;
        private final double medianYuan;
        private final double sigma;
        private final String merchant;

        Service(PaymentChannel channel, double perMonth, double medianYuan, double sigma, String merchant) {
            this.channel = channel;
            this.perMonth = perMonth;
            this.medianYuan = medianYuan;
            this.sigma = sigma;
            this.merchant = merchant;
        }
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        for (Service service : Service.values()) {
            for (int n = dice.poisson(service.perMonth / DAYS_A_MONTH); n > 0; n--) {
                long fen = Math.max(100, StrictMath.round(dice.logNormal(service.medianYuan, service.sigma) * 100));
                day.record(
                        self,
                        self.moment(day.date()),
                        new PaymentSettled(self.newId("pay"), service.channel, service.merchant, fen));
            }
        }
    }
}
