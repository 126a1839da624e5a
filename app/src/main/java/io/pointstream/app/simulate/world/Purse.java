package io.pointstream.app.simulate.world;

import io.pointstream.schemas.activity.CampaignWheelSpun;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.ContentLiveCommented;
import io.pointstream.schemas.activity.ContentVideoWatched;
import io.pointstream.schemas.activity.MembershipAdWatched;
import io.pointstream.schemas.activity.MembershipRegistered;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.RedemptionKind;
import io.pointstream.schemas.activity.RedemptionRequested;
import io.pointstream.schemas.activity.SocialInviteOpened;
import io.pointstream.schemas.activity.SocialStepsDonated;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * What an account has to spend, about: its owner reads the balance off the app, and nobody redeems what is not there. The
 * numbers are those of DOMAIN 3; tiers and campaigns are left out, so that it is rather too little.
 */
public final class Purse {
    /** Points for a yuan, the most for one payment and, if there is a cap, the most in a month. */
    private enum Channel {
        OFFLINE_QR(1, 500, 5_000),
        JD(2, 1_000, 10_000),
        PINDUODUO(0.5, 300, 3_000),
        MEITUAN(1.5, 800, 8_000),
        ONLINE(1.5, 800, 8_000),
        PHONE_TOPUP(1, 50, Integer.MAX_VALUE),
        CREDIT_CARD_REPAYMENT(0.8, 800, Integer.MAX_VALUE),
        MEDICAL_REGISTRATION(1.2, 240, Integer.MAX_VALUE),
        RIDE_HAILING(0.9, 270, Integer.MAX_VALUE);

        private final double perYuan;
        private final int perPayment;
        private final int perMonth;

        Channel(double perYuan, int perPayment, int perMonth) {
            this.perYuan = perYuan;
            this.perPayment = perPayment;
            this.perMonth = perMonth;
        }
    }

    private final Map<Channel, Integer> month = new EnumMap<>(Channel.class);
    private final Map<Class<?>, Integer> day = new HashMap<>();
    private LocalDate today = LocalDate.MIN;
    private long points;

    /** Points to spend; negative when more was taken back than was there. */
    public long points() {
        return points;
    }

    /** The most that a channel pays for one payment, in fen: a fen more is paid for nothing. */
    public static long fenAtCap(PaymentChannel channel) {
        Channel terms = Channel.valueOf(channel.name());
        return StrictMath.round(Math.ceil(terms.perPayment / terms.perYuan) * 100);
    }

    /** What a payment earns where no month's cap is near. */
    public static long pointsOf(PaymentChannel channel, long fen) {
        Channel terms = Channel.valueOf(channel.name());
        return Math.min(terms.perPayment, (long) (fen / 100.0 * terms.perYuan));
    }

    /** A payment was given back. */
    public void takeBack(PaymentChannel channel, long fen) {
        points -= pointsOf(channel, fen);
    }

    void see(LocalDate date, SpecificRecord body) {
        turn(date);
        switch (body) {
            case PaymentSettled payment -> pay(payment.getChannel(), payment.getAmountFen());
            case MembershipRegistered registered -> points += 50;
            case MembershipSignedIn signedIn -> earn(body, 5, 5);
            case MembershipAdWatched ad -> earn(body, 10, 30);
            case SocialInviteOpened invite -> points += invite.getInviteeIsNew() ? 100 : 0;
            case SocialStepsDonated donated -> earn(body, donated.getSteps() >= 1_000 ? 50 : 0, 50);
            case ContentArticleRead read -> earn(body, read.getCompleted() && read.getSeconds() >= 120 ? 4 : 0, 50);
            case ContentVideoWatched video -> earn(body, minutes(video) * 2, 120);
            case ContentLiveCommented comment -> earn(body, comment.getWatchedSeconds() >= 900 ? 1 : 0, 40);
            case CampaignWheelSpun spun -> points += Math.min(500, spun.getPoints());
            case RedemptionRequested request ->
                points -= request.getPoints() + (request.getKind() == RedemptionKind.PHYSICAL ? 200 : 0);
            default -> {
                // Earns little, or nothing.
            }
        }
    }

    private static int minutes(ContentVideoWatched video) {
        boolean enough = video.getSecondsWatched() * 10 >= video.getSecondsTotal() * 6;
        return enough ? (int) (video.getSecondsWatched() / 60) : 0;
    }

    private void turn(LocalDate date) {
        if (date.isAfter(today)) {
            if (date.getMonthValue() != today.getMonthValue()) {
                month.clear();
            }
            day.clear();
            today = date;
        }
    }

    private void pay(PaymentChannel paid, long fen) {
        Channel channel = Channel.valueOf(paid.name());
        int before = month.getOrDefault(channel, 0);
        int granted = (int) Math.min(channel.perMonth - before, pointsOf(paid, fen));
        month.put(channel, before + granted);
        points += granted;
    }

    private void earn(SpecificRecord body, int more, int perDay) {
        int before = day.getOrDefault(body.getClass(), 0);
        int granted = Math.min(perDay - before, more);
        day.put(body.getClass(), before + granted);
        points += granted;
    }
}
