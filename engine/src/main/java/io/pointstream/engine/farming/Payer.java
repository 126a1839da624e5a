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
 * @param share of what it pays in shops lately, in per mille
 * @param payments here
 * @param fen paid here
 * @param days on which it paid here
 * @param round payments here
 * @param refundedFen of what it paid here; 0 for a single refund
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
        long fen,
        long days,
        long round,
        long refundedFen,
        long ageDays,
        long device) {

    /** Where the device stands among a link's numbers. */
    static final int DEVICE = 7;

    /** A fee is paid once a visit, and now and then in two parts. */
    private static final double FEES_PER_DAY = 1.2;

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
                told.get(DEVICE));
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
        // A day's rush is no custom, and a fee is dear as it is round: one reason, not two.
        boolean custom = days >= config.customDays();
        double roundShare = config.roundShare().of((double) round / payments);
        double innocence = (1 - tied(config, onDevice))
                * (1 - roundShare)
                * (1 - (custom ? config.paymentsPerDay().of((double) payments / days) : 0))
                * (1 - (custom && !isFee(config) ? config.yuanPerDay().of(fen / 100.0 / days) : 0));
        return config.captive().of(share / 1000.0) * (1 - innocence);
    }

    /** Whether it pays agreed sums, one a visit: a tutor's or a landlord's payer does. */
    private boolean isFee(FarmingConfig.MerchantCollusion config) {
        return round >= config.roundShare().full() * payments && payments <= FEES_PER_DAY * days;
    }

    /** 0 to 1: what speaks for its being in league with the merchant or the others, whatever it pays. */
    double tied(FarmingConfig.MerchantCollusion config, int onDevice) {
        return 1
                - (1 - (ageDays < 0 ? 0 : config.daysOld().of((double) ageDays)))
                        * (1 - (device == 0 ? 0 : config.onDevice().of(onDevice)))
                        * (1 - config.refundedShare().of((double) refundedFen / fen));
    }

    Member member(double suspicion) {
        Map<String, Double> numbers = new HashMap<>();
        numbers.put("shareHere", share / 1000.0);
        numbers.put("paymentsHere", (double) payments);
        numbers.put("yuanHere", fen / 100.0);
        numbers.put("daysHere", (double) days);
        numbers.put("roundPaymentsHere", (double) round);
        numbers.put("refundedYuanHere", refundedFen / 100.0);
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
        out.unsigned(fen);
        out.unsigned(days);
        out.unsigned(round);
        out.unsigned(refundedFen);
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
