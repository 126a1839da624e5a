package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.farming.FarmingConfig.MerchantCollusion.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code MERCHANT_COLLUSION}: a merchant whose payers are no customers.
 *
 * <p>The account half keeps where the account pays, and tells a merchant of itself when it has become a regular;
 * again, on further days and at every doubling, only when a good part of what it pays in shops goes there. The merchant half counts its
 * regulars in sketches and remembers those captives; who passes by costs nothing.
 *
 * <p>A captive alone is a regular, or eats in a canteen. A <em>suspect</em> is a captive with reasons, see {@link Payer#suspicion}: the money
 * comes back as refunds, others pay from the same device, the account was opened for it, amounts are round, many payments a day, a great
 * deal of money a day. Suspects must be more of the regulars than chance puts among a shop's (a binomial tail; chance puts fewer of the surer ones), so that a famous shop can have some; what they weigh together is the strength.
 */
final class MerchantCollusion implements LinkDetector<Purse, MerchantCollusion.Till> {

    private static final byte VERSION = 1;
    private static final double REACHED = 0.75;
    /** Members who are tied less than this, in the mean, are so by chance. */
    private static final double TIED = 0.1;

    private static final int TARGETS = 2;

    private final FarmingConfig.MerchantCollusion config;

    MerchantCollusion(FarmingConfig config) {
        this.config = config.merchantCollusion();
    }

    /** A merchant's regulars: all of them and their devices counted, so the suspects, and the captives by name. */
    static final class Till {
        private final Map<String, Payer> captives = new LinkedHashMap<>();
        private long newestMs = Long.MIN_VALUE;
        private DistinctLately regulars = new DistinctLately();
        private DistinctLately devices = new DistinctLately();
        private DistinctLately suspects = new DistinctLately();
    }

    @Override
    public ReasonCode code() {
        return ReasonCode.MERCHANT_COLLUSION;
    }

    @Override
    public Purse newState() {
        return new Purse();
    }

    @Override
    public void onEvent(Purse purse, Event event, RecentEvents recent, Findings out) {
        switch (event) {
            case Membership.Registered registered -> purse.register(registered);
            case Payment.Settled paid
            when isShopping(paid.channel()) -> tell(purse, purse.pay(paid, config), event, out);
            case Payment.Refunded refund -> tell(purse, purse.refund(refund), event, out);
            default -> {}
        }
    }

    private void tell(Purse purse, Purse.@Nullable Shop shop, Event event, Findings out) {
        if (shop != null && purse.isNews(shop, event, config)) {
            out.link(purse.link(shop, event));
        }
    }

    /** Bills are paid to one provider by nature, in round amounts. */
    private static boolean isShopping(Payment.Channel channel) {
        return switch (channel) {
            case OFFLINE_QR, JD, PINDUODUO, MEITUAN, ONLINE -> true;
            case PHONE_TOPUP, CREDIT_CARD_REPAYMENT, MEDICAL_REGISTRATION, RIDE_HAILING -> false;
        };
    }

    @Override
    public List<String> targets(Purse purse) {
        return purse.mostly(config, TARGETS);
    }

    @Override
    public @Nullable Link counting(Link link, Lists lists) {
        if (lists.allows(ListedKind.MERCHANT, link.target(), link.at())) {
            return null;
        }
        return link instanceof Link.Use use ? use.withoutAllowedDevice(Payer.DEVICE, lists) : link;
    }

    @Override
    public Till newTarget() {
        return new Till();
    }

    @Override
    public void onUse(Till till, Link.Use use) {
        Payer now = Payer.of(use, till.captives.get(use.accountId()));
        till.newestMs = Math.max(till.newestMs, now.lastMs());
        till.regulars.add(now.accountId(), use.at(), config.period());
        if (now.device() != 0) {
            till.devices.add(Long.toString(now.device()), use.at(), config.period());
        }
        if (!now.isCaptive(config)) {
            till.captives.remove(now.accountId());
            return;
        }
        if (till.captives.containsKey(now.accountId())
                || till.captives.size() < config.payersPerMerchant()
                || makeRoom(till, now)) {
            till.captives.put(now.accountId(), now);
        }
        if (suspicion(now, devices(till)) >= config.levels().getFirst().suspicion()) {
            till.suspects.add(now.accountId(), use.at(), config.period());
        }
    }

    /** Captives by device. */
    private static Map<Long, Integer> devices(Till till) {
        Map<Long, Integer> captives = new HashMap<>();
        till.captives.values().forEach(payer -> captives.merge(payer.device(), 1, Integer::sum));
        return captives;
    }

    /** Whether one who was not seen for a period, or else the least suspicious, could be dropped for this one. */
    private boolean makeRoom(Till till, Payer newcomer) {
        Payer least = newcomer;
        for (Payer payer : till.captives.values()) {
            if (isGone(till, payer)) {
                till.captives.remove(payer.accountId());
                return true;
            }
            least = payer.suspicion(config, 1) < least.suspicion(config, 1) ? payer : least;
        }
        return till.captives.remove(least.accountId()) != null;
    }

    private boolean isGone(Till till, Payer payer) {
        return payer.lastMs() <= till.newestMs - config.period().toMillis();
    }

    @Override
    public @Nullable Ring ring(Till till, Link link) {
        Payer asking = link instanceof Link.Use use ? Payer.of(use, till.captives.get(use.accountId())) : null;
        if (till.captives.size() < config.suspects() || (asking != null && !asking.isCaptive(config))) {
            return null;
        }
        Map<Long, Integer> onDevice = devices(till);
        Map<Payer, Double> suspicions = new LinkedHashMap<>();
        for (Payer payer : till.captives.values()) {
            suspicions.put(payer, isGone(till, payer) ? 0 : suspicion(payer, onDevice));
        }
        if (asking != null && !till.captives.containsKey(asking.accountId())) {
            suspicions.put(asking, suspicion(asking, onDevice));
        }
        for (Level level : config.levels()) {
            Ring ring = ring(till, level, suspicions, onDevice, link.target());
            if (ring != null) {
                return ring;
            }
        }
        return null;
    }

    private @Nullable Ring ring(
            Till till, Level level, Map<Payer, Double> suspicions, Map<Long, Integer> onDevice, String merchantId) {
        double suspicion = 0;
        double tied = 0;
        List<Member> members = new ArrayList<>();
        Member alone = null;
        for (Map.Entry<Payer, Double> payer : suspicions.entrySet()) {
            if (payer.getValue() >= level.suspicion()) {
                Member member = payer.getKey().member(payer.getValue());
                if (till.captives.containsKey(member.accountId())) {
                    suspicion += payer.getValue();
                    tied += payer.getKey().tied(config, onDevice(payer.getKey(), onDevice));
                    members.add(member);
                } else {
                    alone = member;
                }
            }
        }
        if (members.size() < config.suspects()) {
            return null;
        }
        double counted = level.equals(config.levels().getFirst()) ? (double) Math.round(till.suspects.count()) : 0;
        double suspects = Math.max(members.size(), counted);
        double regulars = Math.max(suspects, (double) Math.round(till.regulars.count()));
        if (Chance.nats(suspects, regulars, level.byChance()) < config.nats()) {
            return null;
        }
        // Where nothing but the sums speaks against them, they may buy their stock there.
        double most = tied < TIED * members.size() ? REACHED : 1;
        return new Ring(
                // Many weak reasons are no certainty: at most twice their mean.
                Math.min(Math.min(most, REACHED * suspicion / config.suspicious()), 2 * suspicion / members.size()),
                merchantId,
                members,
                alone,
                Math.round(suspects) + " of about " + Math.round(regulars) + " regulars of the merchant " + merchantId
                        + " pay mostly there, and not as customers do",
                Map.of(
                        "regulars",
                        regulars,
                        "devices",
                        (double) Math.round(till.devices.count()),
                        "suspects",
                        suspects,
                        "suspicion",
                        Math.round(suspicion * 100) / 100.0));
    }

    private double suspicion(Payer payer, Map<Long, Integer> onDevice) {
        return payer.suspicion(config, onDevice(payer, onDevice));
    }

    private static int onDevice(Payer payer, Map<Long, Integer> onDevice) {
        return onDevice.getOrDefault(payer.device(), 1);
    }

    @Override
    public void write(Purse purse, StateWriter out) {
        out.unsigned(VERSION);
        purse.write(out);
    }

    @Override
    public Purse read(StateReader in) {
        in.version("merchant-collusion state", VERSION);
        return Purse.read(in);
    }

    @Override
    public void writeTarget(Till till, StateWriter out) {
        out.unsigned(VERSION);
        out.signed(till.newestMs);
        till.regulars.write(out);
        till.devices.write(out);
        till.suspects.write(out);
        out.size(till.captives.size());
        for (Payer payer : till.captives.values()) {
            payer.write(out);
        }
    }

    @Override
    public Till readTarget(StateReader in) {
        in.version("till of a merchant", VERSION);
        Till till = new Till();
        till.newestMs = in.signed();
        till.regulars = DistinctLately.read(in);
        till.devices = DistinctLately.read(in);
        till.suspects = DistinctLately.read(in);
        for (int left = in.size(); left > 0; left--) {
            Payer payer = Payer.read(in);
            till.captives.put(payer.accountId(), payer);
        }
        return till;
    }
}
