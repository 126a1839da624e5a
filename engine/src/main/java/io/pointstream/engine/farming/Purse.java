package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an account pays: a bounded number of shops, those that got most lately. What it pays lately is decayed to its newest payment. */
final class Purse {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    /** 50 yuan: what people agree on, not what goods cost. */
    private static final long ROUND_FEN = 5_000;
    /** One refund is no round trip. */
    private static final int SEVERAL = 2;

    private long asOfMs = Long.MIN_VALUE;
    private long registeredMs = Long.MIN_VALUE;
    private double lately;
    private final List<Shop> shops = new ArrayList<>();

    /** What the account did at one merchant. */
    static final class Shop {
        private static final int PAYMENTS_MAX = 32;

        private final String merchantId;
        private final long firstMs;
        private double lately;
        private long fen;
        private long payments;
        private long round;
        private long days;
        private long newestDay = Long.MIN_VALUE;
        private long refunds;
        private long refundedFen;
        private long toldMs = Long.MIN_VALUE;
        private boolean toldCaptive;
        /** Hashes of the newest payments' ids: refunds name only those. */
        private final List<Integer> paymentIds = new ArrayList<>();

        private Shop(String merchantId, long firstMs) {
            this.merchantId = merchantId;
            this.firstMs = firstMs;
        }
    }

    void register(Membership.Registered event) {
        registeredMs = event.occurredAt().toEpochMilli();
    }

    Shop pay(Payment.Settled paid, FarmingConfig.MerchantCollusion config) {
        long at = paid.occurredAt().toEpochMilli();
        double part = moveTo(at, config);
        Shop shop = shop(paid.merchantId(), at, config);
        lately += part * paid.amountFen();
        shop.lately += part * paid.amountFen();
        shop.fen += paid.amountFen();
        shop.payments++;
        shop.round += paid.amountFen() % ROUND_FEN == 0 ? 1 : 0;
        long day = Math.floorDiv(at, DAY_MS);
        if (day > shop.newestDay) {
            shop.newestDay = day;
            shop.days++;
        }
        if (shop.paymentIds.size() == Shop.PAYMENTS_MAX) {
            shop.paymentIds.removeFirst();
        }
        shop.paymentIds.addLast(SeenIds.hash(paid.paymentId()));
        return shop;
    }

    /** The shop that gave money back, or null when the payment is not known any more. */
    @Nullable
    Shop refund(Payment.Refunded refund) {
        Integer id = SeenIds.hash(refund.paymentId());
        for (Shop shop : shops) {
            if (shop.paymentIds.contains(id)) {
                shop.refundedFen += refund.amountFen();
                shop.refunds++;
                return shop;
            }
        }
        return null;
    }

    /** Decays all sums to a later time; returns what counts of an event at this time: less than 1 for a late one. */
    private double moveTo(long at, FarmingConfig.MerchantCollusion config) {
        if (asOfMs == Long.MIN_VALUE) {
            asOfMs = at;
        }
        double halfLives = Math.abs(at - asOfMs) / (double) config.halfLife().toMillis();
        double factor = StrictMath.pow(0.5, halfLives);
        if (at <= asOfMs) {
            return factor;
        }
        asOfMs = at;
        lately *= factor;
        shops.forEach(shop -> shop.lately *= factor);
        return 1;
    }

    private Shop shop(String merchantId, long at, FarmingConfig.MerchantCollusion config) {
        for (Shop shop : shops) {
            if (shop.merchantId.equals(merchantId)) {
                return shop;
            }
        }
        if (shops.size() == config.shopsPerAccount()) {
            shops.remove(shops.stream()
                    .min(Comparator.comparingDouble((Shop shop) -> shop.lately))
                    .orElseThrow());
        }
        Shop shop = new Shop(merchantId, at);
        shops.add(shop);
        return shop;
    }

    /**
     * Whether the merchant is to hear of the account: not before it is a regular, then once a period; on each day and at each doubling
     * while it is captive, and when it is so no more.
     */
    boolean isNews(Shop shop, Event event, FarmingConfig.MerchantCollusion config) {
        if (shop.payments < config.payments()) {
            return false;
        }
        long at = event.occurredAt().toEpochMilli();
        boolean first = shop.toldMs == Long.MIN_VALUE
                || at - shop.toldMs >= config.period().toMillis();
        boolean captive = isMuch(shop, config.captive().from(), config);
        boolean more = Long.bitCount(shop.payments + shop.refunds) == 1 || at / DAY_MS > shop.toldMs / DAY_MS;
        if (!first && !((captive || shop.toldCaptive) && more)) {
            return false;
        }
        shop.toldMs = at;
        shop.toldCaptive = captive;
        return true;
    }

    private boolean isMuch(Shop shop, double share, FarmingConfig.MerchantCollusion config) {
        return shop.payments >= config.payments() && shop.lately >= share * lately;
    }

    /** What the merchant hears: the numbers of a {@link Payer}. */
    Link.Use link(Shop shop, Event event) {
        String device = event.header().deviceId();
        return new Link.Use(
                ReasonCode.MERCHANT_COLLUSION,
                shop.merchantId,
                event.accountId(),
                event.occurredAt(),
                event.eventId(),
                List.of(
                        Math.round(1000 * shop.lately / lately),
                        shop.payments,
                        shop.fen,
                        shop.days,
                        shop.round,
                        shop.refunds < SEVERAL ? 0 : Math.min(shop.fen, shop.refundedFen),
                        registeredMs == Long.MIN_VALUE ? -1 : Math.max(0, (shop.firstMs - registeredMs) / DAY_MS),
                        device == null ? 0L : SeenIds.hash(device)));
    }

    /** The merchants that get nearly all, at most so many, the largest first. */
    List<String> mostly(FarmingConfig.MerchantCollusion config, int most) {
        return shops.stream()
                .filter(shop -> isMuch(shop, config.captive().full(), config))
                .sorted(Comparator.comparingDouble((Shop shop) -> -shop.lately))
                .limit(most)
                .map(shop -> shop.merchantId)
                .toList();
    }

    void write(StateWriter out) {
        out.signed(asOfMs);
        out.signed(registeredMs);
        out.real(lately);
        out.size(shops.size());
        for (Shop shop : shops) {
            out.string(shop.merchantId);
            out.signed(shop.firstMs);
            out.real(shop.lately);
            out.unsigned(shop.fen);
            out.unsigned(shop.payments);
            out.unsigned(shop.round);
            out.unsigned(shop.days);
            out.signed(shop.newestDay);
            out.unsigned(shop.refunds);
            out.unsigned(shop.refundedFen);
            out.signed(shop.toldMs);
            out.flag(shop.toldCaptive);
            out.size(shop.paymentIds.size());
            shop.paymentIds.forEach(out::signed);
        }
    }

    static Purse read(StateReader in) {
        Purse purse = new Purse();
        purse.asOfMs = in.signed();
        purse.registeredMs = in.signed();
        purse.lately = in.real();
        for (int left = in.size(); left > 0; left--) {
            Shop shop = new Shop(in.string(), in.signed());
            shop.lately = in.real();
            shop.fen = in.unsigned();
            shop.payments = in.unsigned();
            shop.round = in.unsigned();
            shop.days = in.unsigned();
            shop.newestDay = in.signed();
            shop.refunds = in.unsigned();
            shop.refundedFen = in.unsigned();
            shop.toldMs = in.signed();
            shop.toldCaptive = in.flag();
            in.signedNumbers().forEach(id -> shop.paymentIds.add(id.intValue()));
            purse.shops.add(shop);
        }
        return purse;
    }
}
