package io.pointstream.engine.farming;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The catalogue: every detector that runs. To add one, write its class and add its line. */
public final class Detectors {

    private final FarmingConfig config;
    private final List<Detector<?>> all;

    public Detectors(FarmingConfig config) {
        this(
                config,
                List.of(
                        new Velocity(config),
                        new CapHugging(config),
                        new Clockwork(config),
                        new ImpossibleEngagement(config),
                        new SplitPayments(config),
                        new RefundChurn(config),
                        new MerchantCollusion(config),
                        new SharedDevice(config),
                        new InviteRing(config),
                        new Lockstep(config),
                        new DormantBurst(config),
                        new RedemptionRush(config),
                        new AccountTakeover(config)));
    }

    /** A catalogue of its own, for tests that look at some detectors alone. */
    Detectors(FarmingConfig config, List<Detector<?>> all) {
        this.config = config;
        this.all = List.copyOf(all);
    }

    public FarmingConfig config() {
        return config;
    }

    public List<Detector<?>> all() {
        return all;
    }

    /** The detector of a code. */
    Detector<?> of(ReasonCode code) {
        return Objects.requireNonNull(find(code), code::name);
    }

    /** The detector of a link. */
    LinkDetector<?, ?> ofLinks(ReasonCode code) {
        if (find(code) instanceof LinkDetector<?, ?> detector) {
            return detector;
        }
        throw new StateFormatException("no detector of links is called " + code);
    }

    private @Nullable Detector<?> find(ReasonCode code) {
        for (Detector<?> detector : all) {
            if (detector.code() == code) {
                return detector;
            }
        }
        return null;
    }
}
