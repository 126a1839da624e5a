package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The thresholds, weights and windows of detection: data, not code. The shipped values and the reasons for them stand in
 * {@code farming.yaml} beside this class.
 *
 * @param zone the program zone, in which days are counted
 * @param lateness an event further behind its account's newest is dropped (DOMAIN 1)
 * @param identity for how long, in event time, an event id is known again (DOMAIN 1)
 */
public record FarmingConfig(
        ZoneId zone,
        Duration lateness,
        Duration identity,
        Score score,
        Rings rings,
        Velocity velocity,
        CapHugging capHugging,
        SharedDevice sharedDevice) {

    private static final String SHIPPED = "farming.yaml";

    /**
     * How findings become a score.
     *
     * @param review score from which a case is opened
     * @param hold score from which its level is HOLD
     * @param lapse score below which a case that holds nothing ends by itself
     * @param halfLife a finding loses half of its strength in this time
     * @param repeatAfter a finding that does not grow is told again after this time
     * @param exempt for how long what a reviewer has cleared counts for nothing
     * @param weights points of the score at strength 1
     */
    public record Score(
            double review,
            double hold,
            double lapse,
            Duration halfLife,
            Duration repeatAfter,
            Duration exempt,
            Map<ReasonCode, Double> weights) {
        public Score {
            require(0 < review && review <= hold && hold <= 100, "score: 0 < review <= hold <= 100");
            require(0 <= lapse && lapse < review, "score: 0 <= lapse < review");
            require(!exempt.isNegative(), "score.exempt: not negative");
            require(halfLife.isPositive() && repeatAfter.isPositive(), "score: durations are positive");
            for (double weight : weights.values()) {
                require(weight >= 0 && weight <= 100, "score.weights: 0 to 100");
            }
            weights = Collections.unmodifiableMap(new EnumMap<>(weights));
        }

        /** The weight of a code; 0 where none is given, which switches the detector's say in the score off. */
        public double weight(ReasonCode code) {
            return weights.getOrDefault(code, 0.0);
        }
    }

    /**
     * How accounts that were found together become one case.
     *
     * @param strength of a finding that joins its accounts; a weaker one counts for its account alone
     * @param members that a ring has at most
     */
    public record Rings(double strength, int members) {
        public Rings {
            require(strength > 0 && strength <= 1, "rings.strength: over 0, at most 1");
            require(members >= 2 && members <= 10_000, "rings.members: 2 to 10000");
        }
    }

    /**
     * The most events of a kind that a person can make.
     *
     * @param windows rising
     * @param limits events per window, in the order of the windows; a kind without limits is not looked at
     */
    public record Velocity(List<Duration> windows, Map<EventType, List<Integer>> limits) {
        public Velocity {
            windows = List.copyOf(windows);
            require(!windows.isEmpty(), "velocity.windows: at least one");
            for (int i = 0; i < windows.size(); i++) {
                require(
                        windows.get(i).compareTo(i == 0 ? Duration.ZERO : windows.get(i - 1)) > 0,
                        "velocity.windows: positive and rising");
            }
            for (Map.Entry<EventType, List<Integer>> limit : limits.entrySet()) {
                String where = "velocity.limits." + limit.getKey().publicName();
                require(limit.getValue().size() == windows.size(), where + ": one limit per window");
                int before = 1;
                for (int events : limit.getValue()) {
                    require(events >= before && events <= 100_000, where + ": 1 to 100000, not falling");
                    before = events;
                }
            }
            limits = Collections.unmodifiableMap(new EnumMap<>(limits));
        }
    }

    /**
     * Day caps hit exactly, day after day.
     *
     * @param days days looked back on, today not among them
     * @param acts events of the kind that a hit must have taken
     * @param habit hits a day that mean nothing
     * @param huggingDays days with hits beyond habit that are needed
     * @param surplus hits beyond habit, over all days, that are needed
     */
    public record CapHugging(int days, int acts, int habit, int huggingDays, int surplus) {
        public CapHugging {
            require(days >= 1 && days <= 60, "capHugging.days: 1 to 60");
            require(acts >= 1 && habit >= 0, "capHugging: acts from 1, habit from 0");
            require(huggingDays >= 1 && huggingDays <= days, "capHugging.huggingDays: 1 to days");
            require(surplus >= 1, "capHugging.surplus: from 1");
        }
    }

    /**
     * Accounts that live on one device.
     *
     * @param days how long a use counts, at most {@value BitDays#SPAN}
     * @param settledDays days of use after which an account counts fully
     * @param spared residents that are not suspicious
     * @param certain residents that are beyond doubt
     * @param residentWeight weight from which an account is a resident
     * @param devicesPerAccount devices remembered per account
     * @param accountsPerDevice accounts remembered per device
     */
    public record SharedDevice(
            int days,
            int settledDays,
            double spared,
            double certain,
            double residentWeight,
            int devicesPerAccount,
            int accountsPerDevice) {
        public SharedDevice {
            require(days >= 1 && days <= BitDays.SPAN, "sharedDevice.days: 1 to " + BitDays.SPAN);
            require(settledDays >= 2 && settledDays <= days, "sharedDevice.settledDays: 2 to days");
            require(spared >= 1 && spared < certain, "sharedDevice: 1 <= spared < certain");
            require(residentWeight > 0 && residentWeight <= 1, "sharedDevice.residentWeight: over 0, at most 1");
            require(devicesPerAccount >= 1 && devicesPerAccount <= 64, "sharedDevice.devicesPerAccount: 1 to 64");
            require(
                    accountsPerDevice > certain && accountsPerDevice <= 1024,
                    "sharedDevice.accountsPerDevice: over certain, at most 1024");
        }
    }

    public FarmingConfig {
        require(!lateness.isNegative() && identity.compareTo(lateness) >= 0, "identity is at least lateness");
        require(identity.compareTo(Duration.ofDays(60)) <= 0, "identity is at most 60 days");
    }

    /** The shipped values. */
    public static FarmingConfig shipped() {
        try (InputStream in = FarmingConfig.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is missing from the jar");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the YAML form.
     *
     * @param name of the file, for messages
     * @throws IllegalArgumentException when the text is no YAML, or a field is missing, unknown, ill-typed or out of its
     *     range; the message names the file and the field
     */
    public static FarmingConfig parse(String yaml, String name) {
        return new FarmingConfigParser(name).parse(yaml);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
