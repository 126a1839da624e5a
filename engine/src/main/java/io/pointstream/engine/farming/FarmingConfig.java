package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Membership;
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
import java.util.SortedMap;
import java.util.TreeMap;

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
        Baseline baseline,
        Velocity velocity,
        CapHugging capHugging,
        Clockwork clockwork,
        ImpossibleEngagement impossibleEngagement,
        SharedDevice sharedDevice,
        DormantBurst dormantBurst,
        AccountTakeover accountTakeover) {

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
     * How often people usually do a thing.
     *
     * @param peerDays days of an account's peers that count beside its own
     * @param halfLife an own day loses half of its weight in this time, in whole days
     * @param spread of a peer's days: variance over mean
     * @param newcomerDays days for which an account is new
     * @param newcomers so many times as often new accounts do things
     * @param mainFamily so many times as often accounts do what they are there for
     * @param tiers so many times as often accounts of a tier do things
     * @param perMonth acts of a mean account; a kind that is not named is not judged
     */
    public record Baseline(
            double peerDays,
            Duration halfLife,
            double spread,
            int newcomerDays,
            double newcomers,
            double mainFamily,
            Map<Membership.Tier, Double> tiers,
            SortedMap<Kind, Double> perMonth) {
        public Baseline {
            require(peerDays > 0, "baseline.peerDays: over 0");
            require(halfLife.toDays() >= 1, "baseline.halfLife: from P1D");
            require(spread >= 1, "baseline.spread: from 1");
            require(newcomerDays >= 0, "baseline.newcomerDays: from 0");
            require(newcomers > 0 && mainFamily > 0, "baseline: newcomers and mainFamily over 0");
            for (double factor : tiers.values()) {
                require(factor > 0, "baseline.tiers: over 0");
            }
            perMonth.forEach((kind, mean) -> require(mean > 0, "baseline.perMonth." + kind.name() + ": over 0"));
            tiers = Collections.unmodifiableMap(new EnumMap<>(tiers));
            perMonth = Collections.unmodifiableSortedMap(new TreeMap<>(perMonth));
        }
    }

    /**
     * The most events of a kind that a person can make.
     *
     * @param windows rising
     * @param limits events per window, in the order of the windows; a kind without limits is not looked at
     * @param unusualDays a day is unusual that comes once in so many days at most
     * @param unusualShare of the longest window's limit, from which an unusual day is a weak sign
     */
    public record Velocity(
            List<Duration> windows, Map<EventType, List<Integer>> limits, double unusualDays, double unusualShare) {
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
            require(unusualDays > 1, "velocity.unusualDays: over 1");
            require(unusualShare > 0 && unusualShare <= 1, "velocity.unusualShare: over 0, at most 1");
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

    /** Acts by hand at moments that no hand chose. */
    public record Clockwork(Rhythm rhythm, Sleep sleep, Starts starts, Timetable timetable) {

        /**
         * Pauses that are alike.
         *
         * @param pauses the newest that are looked at
         * @param pausesAtLeast that are needed to speak of a rhythm
         * @param shortest acts that follow each other closer are one
         * @param longest a longer pause divides two stretches of acts
         * @param certainSpread of the middle 70% of the pauses, in medians
         * @param suspectSpread the same, from which a review is called for
         * @param weakSpread the same, up to which it is a weak sign
         * @param evenPace an even pace has no pause longer than so many medians
         * @param evenFor for so long at least
         */
        public record Rhythm(
                int pauses,
                int pausesAtLeast,
                Duration shortest,
                Duration longest,
                double certainSpread,
                double suspectSpread,
                double weakSpread,
                double evenPace,
                Duration evenFor) {
            public Rhythm {
                require(
                        2 <= pausesAtLeast && pausesAtLeast <= pauses && pauses <= 1000,
                        "clockwork.rhythm: 2 <= pausesAtLeast <= pauses <= 1000");
                require(
                        shortest.isPositive() && shortest.compareTo(longest) < 0,
                        "clockwork.rhythm: 0 < shortest < longest");
                require(
                        0 < certainSpread && certainSpread < suspectSpread && suspectSpread <= weakSpread,
                        "clockwork.rhythm: 0 < certainSpread < suspectSpread <= weakSpread");
                require(evenPace > 1, "clockwork.rhythm.evenPace: over 1");
                require(evenFor.toMinutes() >= 1, "clockwork.rhythm.evenFor: from PT1M");
            }
        }

        /**
         * Rests that are missing.
         *
         * @param rest so long a pause is a rest, in whole half hours
         * @param suspectAwake without a rest
         * @param certainAwake without a rest
         * @param missedNights days without a rest, of the last ten
         */
        public record Sleep(Duration rest, Duration suspectAwake, Duration certainAwake, int missedNights) {
            public Sleep {
                require(rest.toMinutes() >= 30 && rest.toHours() <= 12, "clockwork.sleep.rest: PT30M to PT12H");
                require(
                        suspectAwake.compareTo(Duration.ofDays(1)) >= 0
                                && suspectAwake.compareTo(certainAwake) < 0
                                && certainAwake.compareTo(Duration.ofDays(WakingHours.DAYS)) <= 0,
                        "clockwork.sleep: P1D <= suspectAwake < certainAwake <= P" + WakingHours.DAYS + "D");
                require(
                        missedNights >= 1 && missedNights < WakingHours.DAYS - 1,
                        "clockwork.sleep.missedNights: 1 to " + (WakingHours.DAYS - 2));
            }
        }

        /**
         * Days that begin at the same second.
         *
         * @param days the newest that are looked at
         * @param alarm how far a person who follows an alarm clock is off (standard deviation)
         * @param suspectBits how much less likely for such a person
         * @param certainBits the same
         */
        public record Starts(int days, Duration alarm, double suspectBits, double certainBits) {
            public Starts {
                require(days >= 4 && days <= 60, "clockwork.starts.days: 4 to 60");
                require(alarm.toSeconds() >= 1, "clockwork.starts.alarm: from PT1S");
                require(
                        0 < suspectBits && suspectBits < certainBits,
                        "clockwork.starts: 0 < suspectBits < certainBits");
            }
        }

        /**
         * Days that repeat each other.
         *
         * @param pause after which an act is a return
         * @param tolerance within which two times of day are the same
         * @param habit the share of a person's returns that are at a time of the day before
         * @param suspectBits how much less likely for such a person
         * @param certainBits the same
         */
        public record Timetable(
                Duration pause, Duration tolerance, double habit, double suspectBits, double certainBits) {
            public Timetable {
                require(
                        tolerance.toSeconds() >= 1 && tolerance.compareTo(pause) < 0,
                        "clockwork.timetable: PT1S <= tolerance < pause");
                require(pause.toHours() < 24, "clockwork.timetable.pause: below P1D");
                require(0 < habit && habit < 1, "clockwork.timetable.habit: between 0 and 1");
                require(
                        0 < suspectBits && suspectBits < certainBits,
                        "clockwork.timetable: 0 < suspectBits < certainBits");
            }
        }
    }

    /**
     * More reading, watching and walking than time allows.
     *
     * @param days local days looked back on, today among them
     * @param suspectExcess time that was read and watched but did not pass
     * @param certainExcess the same
     * @param suspectShare of all that was read and watched
     * @param weakShare the same, from which it is a weak sign
     * @param article an article counts no longer than this
     * @param replays so many times a video's length may be watched at one go
     * @param suspectDay read and watched on one day
     * @param certainDay the same
     * @param suspectSteps on one day
     * @param certainSteps the same
     */
    public record ImpossibleEngagement(
            int days,
            Duration suspectExcess,
            Duration certainExcess,
            double suspectShare,
            double weakShare,
            Duration article,
            int replays,
            Duration suspectDay,
            Duration certainDay,
            int suspectSteps,
            int certainSteps) {
        public ImpossibleEngagement {
            require(days >= 1 && days <= 30, "impossibleEngagement.days: 1 to 30");
            require(
                    suspectExcess.isPositive() && suspectExcess.compareTo(certainExcess) < 0,
                    "impossibleEngagement: 0 < suspectExcess < certainExcess");
            require(
                    0 < weakShare && weakShare <= suspectShare && suspectShare <= 1,
                    "impossibleEngagement: 0 < weakShare <= suspectShare <= 1");
            require(article.isPositive(), "impossibleEngagement.article: positive");
            require(replays >= 1, "impossibleEngagement.replays: from 1");
            require(
                    suspectDay.isPositive() && suspectDay.compareTo(certainDay) < 0,
                    "impossibleEngagement: 0 < suspectDay < certainDay");
            require(
                    0 < suspectSteps && suspectSteps < certainSteps,
                    "impossibleEngagement: 0 < suspectSteps < certainSteps");
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
                    accountsPerDevice > certain && accountsPerDevice <= 4096,
                    "sharedDevice.accountsPerDevice: over certain, at most 4096");
        }
    }

    /**
     * An account that wakes and earns at the caps at once.
     *
     * @param asleep without an act by hand
     * @param days after waking, the day of waking among them
     * @param acts of a kind that a cap must have taken
     * @param habit caps a day that mean nothing
     * @param atOnce caps on the day of waking or the next
     * @param suspectSurplus caps beyond habit and beyond what was bought, over the days
     * @param certainSurplus the same
     */
    public record DormantBurst(
            Duration asleep, int days, int acts, int habit, int atOnce, int suspectSurplus, int certainSurplus) {
        public DormantBurst {
            require(asleep.compareTo(Duration.ofDays(7)) >= 0, "dormantBurst.asleep: from P7D");
            require(days >= 1 && days <= 30, "dormantBurst.days: 1 to 30");
            require(acts >= 1 && habit >= 0, "dormantBurst: acts from 1, habit from 0");
            require(atOnce > habit, "dormantBurst.atOnce: over habit");
            require(
                    0 < suspectSurplus && suspectSurplus < certainSurplus,
                    "dormantBurst: 0 < suspectSurplus < certainSurplus");
        }
    }

    /**
     * A stranger who spends an account's points.
     *
     * @param homeDays days on which a phone or an address was used, from which it is the owner's
     * @param homeAge time since its first use, from which it is the owner's
     * @param within a redemption this soon after phone and address were first seen calls for a review
     * @param fades a redemption this late says nothing any more
     * @param watch the owner's phone, used this soon after the redemption, makes it certain
     * @param places phones, and addresses, remembered per account
     */
    public record AccountTakeover(
            int homeDays, Duration homeAge, Duration within, Duration fades, Duration watch, int places) {
        public AccountTakeover {
            require(homeDays >= 1 && homeDays <= BitDays.SPAN, "accountTakeover.homeDays: 1 to " + BitDays.SPAN);
            require(!homeAge.isNegative(), "accountTakeover.homeAge: not negative");
            require(within.isPositive() && within.compareTo(fades) < 0, "accountTakeover: 0 < within < fades");
            require(watch.isPositive(), "accountTakeover.watch: positive");
            require(places >= 2 && places <= 64, "accountTakeover.places: 2 to 64");
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
