package io.pointstream.engine.farming;

import io.pointstream.engine.farming.LinkDetector.Member;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one account is to one merchant, as it told last.
 *
 * @param eventId the event by which it did
 * @param share of what it pays in shops, in per mille
 * @param payments here, decayed
 * @param perDayFen paid here on a day on which it pays here
 * @param perDay payments here on such a day, in hundredths
 * @param round share of payments here, in per mille
 * @param refunded share of the value paid here, in per mille; 0 for a single refund
 * @param ageDays from registration to the first payment here, or −1 when the registration was not seen
 * @param device a hash of the device, or 0
 */
record Payer(
        String accountId,
        long firstMs,
        long lastMs,
        String eventId,
        long share,
        long payments,
        long perDayFen,
        long perDay,
        long round,
        long refunded,
        long ageDays,
        long device) {

    /** The payer of a link, whose numbers are those from {@code share} on. */
    static Payer of(Link.Use use, @Nullable Payer before) {
        long at = use.at().toEpochMilli();
        List<Long> told = use.numbers();
        return new Payer(
                use.accountId(),
                before == null ? at : Math.min(at, before.firstMs),
                before == null ? at : Math.max(at, before.lastMs),
                use.eventId(),
                told.get(0),
                told.get(1),
                told.get(2),
                told.get(3),
                told.get(4),
                told.get(5),
                told.get(6),
                told.get(7));
    }

    /** Whether enough of its payments, and a good part of what it pays, go to the merchant. */
    boolean isCaptive(FarmingConfig.MerchantCollusion config) {
        return payments >= config.payments() && share >= 1000 * config.captive().from();
    }

    /**
     * 0 to 1: how captive it is × 1 less what the reasons leave of its innocence.
     *
     * @param onDevice captives of the merchant on its device
     */
    double suspicion(FarmingConfig.MerchantCollusion config, int onDevice) {
        if (!isCaptive(config)) {
            return 0;
        }
        double innocence = (1 - (ageDays < 0 ? 0 : config.daysOld().of(ageDays)))
                * (1 - (device == 0 ? 0 : config.onDevice().of(onDevice)))
                * (1 - config.refundedShare().of(refunded / 1000.0))
                * (1 - config.roundShare().of(round / 1000.0))
                * (1 - config.paymentsPerDay().of(perDay / 100.0))
                * (1 - config.yuanPerDay().of(perDayFen / 100.0));
        return config.captive().of(share / 1000.0) * (1 - innocence);
    }

    Member member(double suspicion) {
        Map<String, Double> numbers = new HashMap<>();
        numbers.put("shareHere", share / 1000.0);
        numbers.put("paymentsHere", (double) payments);
        numbers.put("yuanPerDay", perDayFen / 100.0);
        numbers.put("paymentsPerDay", perDay / 100.0);
        numbers.put("roundShare", round / 1000.0);
        numbers.put("refundedShare", refunded / 1000.0);
        numbers.put("suspicion", Math.round(suspicion * 100) / 100.0);
        if (ageDays >= 0) {
            numbers.put("daysOldAtFirstPayment", (double) ageDays);
        }
        return new Member(accountId, Instant.ofEpochMilli(firstMs), Instant.ofEpochMilli(lastMs), eventId, numbers);
    }

    void write(StateWriter out) {
        out.string(accountId);
        out.signed(firstMs);
        out.signed(lastMs);
        out.string(eventId);
        out.unsigned(share);
        out.unsigned(payments);
        out.unsigned(perDayFen);
        out.unsigned(perDay);
        out.unsigned(round);
        out.unsigned(refunded);
        out.signed(ageDays);
        out.signed(device);
    }

    static Payer read(StateReader in) {
        return new Payer(
                in.string(),
                in.signed(),
                in.signed(),
                in.string(),
                in.unsigned(),
                in.unsigned(),
                in.unsigned(),
                in.unsigned(),
                in.unsigned(),
                in.unsigned(),
                in.signed(),
                in.signed());
    }
}
