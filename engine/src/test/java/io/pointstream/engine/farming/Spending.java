package io.pointstream.engine.farming;

import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.event.Redemption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Payments, refunds and redemptions on a scene. */
final class Spending {

    private final Scene scene;
    private int payments;

    Spending(Scene scene) {
        this.scene = scene;
    }

    /** Pays at a till; returns the payment's id. */
    String pay(String accountId, Instant at, String merchantId, long amountFen) {
        return pay(accountId, at, merchantId, amountFen, Channel.OFFLINE_QR, null);
    }

    String pay(
            String accountId,
            Instant at,
            String merchantId,
            long amountFen,
            Channel channel,
            @Nullable String deviceId) {
        String paymentId = "p" + ++payments;
        scene.send(
                new Payment.Settled(scene.header(accountId, at, deviceId), paymentId, channel, merchantId, amountFen));
        return paymentId;
    }

    void refund(String accountId, Instant at, String paymentId, long amountFen) {
        scene.send(new Payment.Refunded(scene.header(accountId, at, null), "r" + paymentId, paymentId, amountFen));
    }

    /** Asks for a coupon and gets it. */
    void redeem(String accountId, Instant at, long points, long left, @Nullable String deviceId) {
        Redemption.Requested request = new Redemption.Requested(
                scene.header(accountId, at, deviceId),
                "x" + ++payments,
                Redemption.Kind.VIRTUAL,
                "item",
                points,
                "m",
                null,
                null,
                null,
                null,
                null);
        scene.send(request);
        scene.decideSpent(request, points, left);
    }

    void register(String accountId, Instant at) {
        scene.send(new Membership.Registered(scene.header(accountId, at, null), null));
    }
}
