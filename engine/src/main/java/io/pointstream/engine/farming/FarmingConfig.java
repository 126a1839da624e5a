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
        SharedDevice sharedDevice,
        InviteRing inviteRing,
        Lockstep lockstep) {

    private static final String SHIPPED = "farming.yaml";

    /**
     * How findings become a score.
     *
     * @param review score from which a case is opened
     * @param hold score from which its level is HOLD
     * @param halfLife a finding loses half of its strength in this time
     * @param repeatAfter a finding that does not grow is told again after this time
     * @param weights points of the score at strength 1
     */
    public record Score(
            double review, double hold, Duration halfLife, Duration repeatAfter, Map<ReasonCode, Double> weights) {
        public Score {
            require(0 < review && review <= hold && hold <= 100, "score: 0 < review <= hold <= 100");
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
     * Accounts without a device of their own.
     *
     * @param days how long a use counts, at most {@value BitDays#SPAN}
     * @param settledDays days of use after which an account counts fully
     * @param tellAfterDays how often an account that is settled tells of itself
     * @param personShare the part of what a person does that may be done on devices of others
     * @param farmShare such a part from which an account counts fully
     * @param crowd accounts of an address on one device from which it is a device of others
     * @param spared such accounts that are not suspicious
     * @param certain such accounts that are beyond doubt
     * @param residentWeight weight from which an account is told of
     * @param suspicion strength of another finding from which an account of an address is a suspect
     * @param devicesPerAccount devices, and addresses, remembered per account
     * @param accountsPerDevice accounts remembered per device, and per address
     */
    public record SharedDevice(
            int days,
            int settledDays,
            int tellAfterDays,
            double personShare,
            double farmShare,
            int crowd,
            double spared,
            double certain,
            double residentWeight,
            double suspicion,
            int devicesPerAccount,
            int accountsPerDevice) {
        public SharedDevice {
            require(days >= 1 && days <= BitDays.SPAN, "sharedDevice.days: 1 to " + BitDays.SPAN);
            require(settledDays >= 2 && settledDays <= days, "sharedDevice.settledDays: 2 to days");
            require(tellAfterDays >= 1 && tellAfterDays < days, "sharedDevice.tellAfterDays: 1 to days");
            require(
                    personShare >= 0 && personShare < farmShare && farmShare <= 1,
                    "sharedDevice: 0 <= personShare < farmShare <= 1");
            require(crowd >= 2, "sharedDevice.crowd: from 2");
            require(spared >= 1 && spared < certain, "sharedDevice: 1 <= spared < certain");
            require(residentWeight > 0 && residentWeight <= 1, "sharedDevice.residentWeight: over 0, at most 1");
            require(suspicion > 0 && suspicion <= 1, "sharedDevice.suspicion: over 0, at most 1");
            require(devicesPerAccount >= 1 && devicesPerAccount <= 64, "sharedDevice.devicesPerAccount: 1 to 64");
            require(
                    accountsPerDevice > certain && accountsPerDevice <= 1024,
                    "sharedDevice.accountsPerDevice: over certain, at most 1024");
        }
    }

    /**
     * Accounts that invite accounts which are nobody.
     *
     * @param days how long an invite counts
     * @param appearsDays days after which an invitee that lives on has acted on a later day
     * @param staysDays days after which one that stays acts again
     * @param nobodies invitees that did not live on, or share a device, from which the inviter is suspicious
     * @param certain such invitees beyond doubt
     * @param part of the invitees that must be such
     * @param treeFactor how much more each counts when the inviter was itself invited
     * @param inviteesPerAccount invitees remembered
     */
    public record InviteRing(
            int days,
            int appearsDays,
            int staysDays,
            double nobodies,
            double certain,
            double part,
            double treeFactor,
            int inviteesPerAccount) {
        public InviteRing {
            require(appearsDays >= 1 && staysDays > appearsDays, "inviteRing: 1 <= appearsDays < staysDays");
            require(days > staysDays && days <= 366, "inviteRing.days: over staysDays, at most 366");
            require(nobodies >= 1 && nobodies < certain, "inviteRing: 1 <= nobodies < certain");
            require(part > 0 && part <= 1, "inviteRing.part: over 0, at most 1");
            require(treeFactor >= 1, "inviteRing.treeFactor: from 1");
            require(
                    inviteesPerAccount > certain && inviteesPerAccount <= 1024,
                    "inviteRing.inviteesPerAccount: over certain, at most 1024");
        }
    }

    /**
     * Accounts that do the same things to the same targets at about the same time.
     *
     * @param apart how far apart two acts may be
     * @param days how many days an account remembers
     * @param targetsPerDay how many targets of a day it remembers
     * @param told the part of all targets at which it tells of itself, over 0, at most 1
     * @param common the part of the visitors of a target who, beyond one, must have met at another; over 0, at most 1
     * @param meetings such other targets from which a group is suspicious
     * @param certain such other targets beyond doubt
     * @param meetingsOfTwo targets from which a pair is suspicious
     * @param visitsPerCell accounts that are compared with each other
     */
    public record Lockstep(
            Duration apart,
            int days,
            int targetsPerDay,
            double told,
            double common,
            int meetings,
            int certain,
            int meetingsOfTwo,
            int visitsPerCell) {
        public Lockstep {
            require(apart.compareTo(Duration.ofMinutes(1)) >= 0, "lockstep.apart: at least a minute");
            require(apart.compareTo(Duration.ofHours(2)) <= 0, "lockstep.apart: at most two hours");
            require(
                    days >= 1 && targetsPerDay >= 1 && days * targetsPerDay <= Stops.MAX,
                    "lockstep: days * targetsPerDay is 1 to " + Stops.MAX);
            require(told > 0 && told <= 1, "lockstep.told: over 0, at most 1");
            require(common > 0 && common <= 1, "lockstep.common: over 0, at most 1");
            require(meetings >= 1 && meetings < certain, "lockstep: 1 <= meetings < certain");
            require(meetingsOfTwo >= meetings, "lockstep.meetingsOfTwo: at least meetings");
            require(visitsPerCell >= 3 && visitsPerCell <= 256, "lockstep.visitsPerCell: 3 to 256");
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
