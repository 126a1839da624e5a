package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

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
        Baseline baseline,
        Velocity velocity,
        CapHugging capHugging,
        Clockwork clockwork,
        ImpossibleEngagement impossibleEngagement,
        SplitPayments splitPayments,
        RefundChurn refundChurn,
        MerchantCollusion merchantCollusion,
        SharedDevice sharedDevice,
        InviteRing inviteRing,
        Lockstep lockstep,
        DormantBurst dormantBurst,
        RedemptionRush redemptionRush,
        AccountTakeover accountTakeover) {

    /** The longest identity: what a profile remembers of event ids is bounded. */
    public static final Duration IDENTITY_MAX = Duration.ofDays(60);

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
     * @param shadow what is tried out beside it
     */
    public record Score(
            double review,
            double hold,
            double lapse,
            Duration halfLife,
            Duration repeatAfter,
            Duration exempt,
            Map<ReasonCode, Double> weights,
            Shadow shadow) {
        public Score {
            require(0 < review && review <= hold && hold <= 100, "score: 0 < review <= hold <= 100");
            require(0 <= lapse && lapse < review, "score: 0 <= lapse < review");
            require(
                    lapse < shadow.review && shadow.review <= shadow.hold && shadow.hold <= 100,
                    "score.shadow: lapse < review <= hold <= 100");
            require(!exempt.isNegative(), "score.exempt: not negative");
            require(halfLife.isPositive() && repeatAfter.isPositive(), "score: durations are positive");
            for (double weight : weights.values()) {
                require(weight >= 0 && weight <= 100, "score.weights: 0 to 100");
            }
            weights = Collections.unmodifiableMap(new EnumMap<>(weights));
        }

        /**
         * The weight of a code; 0 where none is given, which switches the detector's say in the score off. What a person has denied
         * is weighed by no book: it holds alone.
         */
        public double weight(ReasonCode code) {
            return code == ReasonCode.DENY_LISTED ? RiskScore.MAX : weights.getOrDefault(code, 0.0);
        }

        /** Whether what is found under a code is put on record and counts for nothing. */
        public boolean inShadow(ReasonCode code) {
            return shadow.detectors.contains(code);
        }

        /** Whether anything is tried out. */
        boolean hasShadow() {
            return !shadow.detectors.isEmpty() || shadow.review != review || shadow.hold != hold;
        }

        /** What the score would be if all that is tried out were in force. */
        Score asShadow() {
            return hasShadow()
                    ? new Score(
                            shadow.review,
                            shadow.hold,
                            lapse,
                            halfLife,
                            repeatAfter,
                            exempt,
                            weights,
                            new Shadow(Set.of(), shadow.review, shadow.hold))
                    : this;
        }
    }

    /**
     * What is tried out: it scores and is put on record, and flags nobody.
     *
     * @param detectors that count in the shadow alone
     * @param review instead of the score's
     * @param hold instead of the score's
     */
    public record Shadow(Set<ReasonCode> detectors, double review, double hold) {
        public Shadow {
            Set<ReasonCode> sorted = EnumSet.noneOf(ReasonCode.class);
            sorted.addAll(detectors);
            detectors = Collections.unmodifiableSet(sorted);
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
         * @param longPauses of a person's pauses so many are longer than that, whatever the person does
         * @param dayBits how much less likely one day can be for a person, however long the pace lasts
         * @param suspectBits how much less likely all days are together
         * @param certainBits the same
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
                Duration evenFor,
                double longPauses,
                double dayBits,
                double suspectBits,
                double certainBits) {
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
                require(longPauses > 0 && longPauses < 1, "clockwork.rhythm.longPauses: over 0, below 1");
                require(
                        0 < dayBits && dayBits <= suspectBits && suspectBits < certainBits,
                        "clockwork.rhythm: 0 < dayBits <= suspectBits < certainBits");
            }
        }

        /**
         * Rests that are missing.
         *
         * @param rest so long a pause is a rest, in whole half hours
         * @param suspectAwake without a rest
         * @param certainAwake without a rest
         * @param missedNights days without a rest, of the last ten
         * @param restless a quieter quarter of the day than so much of the average weakens the sign
         */
        public record Sleep(
                Duration rest, Duration suspectAwake, Duration certainAwake, int missedNights, double restless) {
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
                require(restless > 0 && restless <= 1, "clockwork.sleep.restless: over 0, at most 1");
            }
        }

        /**
         * Days that begin at the same second.
         *
         * @param days the newest that are looked at
         * @param alarm how far a person who follows an alarm clock is off (standard deviation)
         * @param steady how far the steadiest hand is off that waits for the alarm (standard deviation)
         * @param reach starts further apart may be a hand's
         * @param suspectBits how much less likely for such a person
         * @param certainBits the same
         */
        public record Starts(
                int days, Duration alarm, Duration steady, Duration reach, double suspectBits, double certainBits) {
            public Starts {
                require(days >= 4 && days <= 60, "clockwork.starts.days: 4 to 60");
                require(alarm.toSeconds() >= 1, "clockwork.starts.alarm: from PT1S");
                require(
                        steady.toSeconds() >= 1 && steady.compareTo(alarm) <= 0,
                        "clockwork.starts.steady: PT1S to alarm");
                require(reach.toSeconds() >= 1, "clockwork.starts.reach: from PT1S");
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
     * @param suspectMarch steps on all days
     * @param certainMarch the same
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
            int certainSteps,
            int suspectMarch,
            int certainMarch) {
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
            require(
                    0 < suspectMarch && suspectMarch < certainMarch,
                    "impossibleEngagement: 0 < suspectMarch < certainMarch");
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

    /**
     * Payments in parts.
     *
     * @param channels what a payment earns; other channels are not looked at
     * @param window how close together parts of any size are
     * @param parts at least so many make a split
     * @param share of the window's payments that are parts
     * @param smallPart over a day, parts earn at least this share of the cap
     * @param returns how long online purchases may go back
     * @param pending what counts of their small parts until then
     * @param days how long a split counts
     * @param suspicious weight of the splits, over all days, at which the strength is 0.75
     * @param payments remembered per account
     * @param amounts different ones that are held against the steps of the rounding
     * @param roundingNats at this improbability, {@link Chance#nats}, the strength is 0.75
     * @param rush tiny payments to one merchant
     */
    public record SplitPayments(
            Map<Channel, Earning> channels,
            Duration window,
            int parts,
            double share,
            double smallPart,
            Duration returns,
            double pending,
            int days,
            double suspicious,
            int payments,
            int amounts,
            double roundingNats,
            Rush rush) {
        public SplitPayments {
            channels = Collections.unmodifiableMap(new EnumMap<>(channels));
            require(
                    window.isPositive() && window.compareTo(Duration.ofDays(1)) <= 0,
                    "splitPayments.window: over 0, at most P1D");
            require(parts >= 2 && parts <= payments, "splitPayments.parts: 2 to payments");
            require(0 < share && share <= 1, "splitPayments.share: over 0, at most 1");
            require(0 < smallPart && smallPart < 1, "splitPayments.smallPart: over 0, below 1");
            require(
                    !returns.isNegative() && 0 <= pending && pending <= 1,
                    "splitPayments: returns from PT0S, pending 0 to 1");
            require(days >= 1 && days <= 366, "splitPayments.days: 1 to 366");
            require(suspicious > 0 && roundingNats > 0, "splitPayments: suspicious and roundingNats are over 0");
            require(
                    payments <= 1024 && amounts >= 1 && amounts <= 1024,
                    "splitPayments: at most 1024 payments, amounts");
        }

        /**
         * A great many payments to one merchant.
         *
         * @param window within which they are made
         * @param suspect so many are suspicious
         * @param certain so many are beyond doubt
         */
        public record Rush(Duration window, int suspect, int certain) {
            public Rush {
                require(window.toSeconds() >= 1, "splitPayments.rush.window: from PT1S");
                require(2 <= suspect && suspect < certain, "splitPayments.rush: 2 <= suspect < certain");
            }
        }

        /**
         * What payments through one channel earn.
         *
         * @param perYuan points per yuan, with at most 4 digits after the point
         * @param cap points of one payment, at most
         */
        public record Earning(double perYuan, long cap) {
            public Earning {
                require(
                        perYuan > 0 && perYuan <= 1000 && cap > 0,
                        "splitPayments.channels: a rate over 0 and a cap over 0");
            }

            /** The rate as a whole number, so that amounts are exact. */
            long perYuanTenThousandths() {
                return Math.round(perYuan * 10_000);
            }

            /** What an amount would earn without the cap. */
            long points(long amountFen) {
                return Math.multiplyHigh(amountFen, perYuanTenThousandths()) != 0
                        ? Long.MAX_VALUE
                        : amountFen * perYuanTenThousandths() / 1_000_000;
            }
        }
    }

    /**
     * Payments that come back.
     *
     * @param days how long a payment counts
     * @param cycles payments taken back that are needed
     * @param returned share of the value that people who return a lot send back
     * @param spentBetween how often people happen to redeem between a payment and its refund
     * @param suspicious at this improbability, {@link Chance#nats}, the strength is 0.75
     * @param payments remembered per account
     * @param redemptions remembered per account
     */
    public record RefundChurn(
            int days,
            int cycles,
            double returned,
            double spentBetween,
            double suspicious,
            int payments,
            int redemptions) {
        public RefundChurn {
            require(days >= 1 && days <= 366 && cycles >= 1, "refundChurn: days 1 to 366, cycles from 1");
            require(0 < returned && returned < 1, "refundChurn.returned: between 0 and 1");
            require(0 < spentBetween && spentBetween < 1, "refundChurn.spentBetween: between 0 and 1");
            require(suspicious > 0, "refundChurn.suspicious: over 0");
            require(
                    payments >= cycles && payments <= 1024 && redemptions >= 1 && redemptions <= 1024,
                    "refundChurn: at most 1024 payments, redemptions");
        }
    }

    /** How a number becomes a share of a weight: 0 at {@code from}, all of it at {@code full}, evenly between; {@code full} may be the smaller. */
    public record Ramp(double from, double full, double weight) {
        public Ramp {
            require(from != full && weight > 0 && weight <= 1, "a ramp is [from, full, weight over 0, at most 1]");
        }

        double of(double value) {
            return weight * Math.clamp((value - from) / (full - from), 0.0, 1.0);
        }
    }

    /**
     * Merchants without customers.
     *
     * @param halfLife of what an account paid
     * @param period regulars are counted by; at most two periods count
     * @param payments at one merchant that make a regular
     * @param captive share of what an account pays in shops that goes to the merchant
     * @param daysOld days from registration to the first payment
     * @param onDevice captives of the merchant on one device
     * @param refundedShare of the value
     * @param roundShare of the payments
     * @param customDays days with payments here from which the next two are looked at
     * @param paymentsPerDay on days with payments here
     * @param yuanPerDay on days with payments here
     * @param levels the surest first; the first one that is met says who the suspects are
     * @param suspects that are needed
     * @param nats improbability that is needed, {@link Chance#nats}
     * @param suspicious sum of the suspicion at which the strength is 0.75
     * @param shopsPerAccount shops remembered per account
     * @param payersPerMerchant captives remembered per merchant
     */
    public record MerchantCollusion(
            Duration halfLife,
            Duration period,
            int payments,
            Ramp captive,
            Ramp daysOld,
            Ramp onDevice,
            Ramp refundedShare,
            Ramp roundShare,
            int customDays,
            Ramp paymentsPerDay,
            Ramp yuanPerDay,
            List<Level> levels,
            int suspects,
            double nats,
            double suspicious,
            int shopsPerAccount,
            int payersPerMerchant) {
        public MerchantCollusion {
            require(halfLife.isPositive() && period.isPositive(), "merchantCollusion: durations are positive");
            require(
                    payments >= 1 && customDays >= 1 && suspects >= 2,
                    "merchantCollusion: payments and customDays from 1, suspects from 2");
            levels = List.copyOf(levels);
            require(!levels.isEmpty(), "merchantCollusion.levels: at least one");
            require(nats > 0 && suspicious > 0, "merchantCollusion: nats and suspicious are over 0");
            require(shopsPerAccount >= 2 && shopsPerAccount <= 64, "merchantCollusion.shopsPerAccount: 2 to 64");
            require(
                    payersPerMerchant >= suspects && payersPerMerchant <= 4096,
                    "merchantCollusion.payersPerMerchant: suspects to 4096");
        }

        /**
         * How suspicious payers are, and how often that is by chance.
         *
         * @param suspicion from which a payer is a suspect
         * @param byChance share of such suspects that a shop has among its regulars by chance
         */
        public record Level(double suspicion, double byChance) {
            public Level {
                require(
                        0 < suspicion && suspicion <= 1 && 0 < byChance && byChance < 1,
                        "merchantCollusion.levels: [suspicion over 0, at most 1, chance between 0 and 1]");
            }
        }
    }

    /**
     * Points that go as soon as they come.
     *
     * @param days how long a rush counts
     * @param spent share of what came in since the last rush
     * @param savingDays since the last rush up to which one counts fully
     * @param capsADay filled since from which it counts fully
     * @param suspicious weight of the rushes at which the strength is 0.75
     * @param rushes remembered per account
     * @param large points of a large spree
     * @param largeForAll points of one that takes most of what is there
     * @param left share of the points that is nothing to who takes all
     * @param newDevice how long a device is new
     * @param settledDays of use that make a device an account's own
     * @param strangeAfterDays on so many days the old device goes on before the new one is a stranger's
     */
    public record RedemptionRush(
            int days,
            double spent,
            double savingDays,
            double capsADay,
            double suspicious,
            int rushes,
            long large,
            long largeForAll,
            double left,
            Duration newDevice,
            int settledDays,
            int strangeAfterDays) {
        public RedemptionRush {
            require(days >= 1 && days <= 366, "redemptionRush.days: 1 to 366");
            require(0 < spent && spent <= 1, "redemptionRush.spent: over 0, at most 1");
            require(savingDays > 0 && capsADay > 0 && suspicious > 0, "redemptionRush: numbers are over 0");
            require(rushes >= 1 && rushes <= 256, "redemptionRush.rushes: 1 to 256");
            require(large > 0 && largeForAll > 0, "redemptionRush: points are over 0");
            require(0 <= left && left < 1, "redemptionRush.left: from 0, below 1");
            require(newDevice.isPositive(), "redemptionRush.newDevice: over 0");
            require(settledDays >= 1 && strangeAfterDays >= 1, "redemptionRush: days from 1");
        }
    }

    public FarmingConfig {
        require(!lateness.isNegative() && identity.compareTo(lateness) >= 0, "identity is at least lateness");
        require(identity.compareTo(IDENTITY_MAX) <= 0, "identity is at most 60 days");
    }

    /** The shipped values. */
    public static FarmingConfig shipped() {
        return parse(shippedYaml(), SHIPPED);
    }

    private static String shippedYaml() {
        try (InputStream in = FarmingConfig.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the YAML form.
     *
     * @param name of the file, for messages
     * @throws IllegalArgumentException when the text is no YAML, or a field is missing, unknown, ill-typed or out of its
     *     range; the message names the file, the line and the field
     */
    public static FarmingConfig parse(String yaml, String name) {
        return FarmingConfigParser.parse(yaml, name);
    }

    /**
     * Reads a section of a rule book: what differs from the shipped values, as deep as it likes.
     *
     * @param section null for the shipped values, or a mapping with the fields of the YAML form but zone, lateness and identity, which are the program's
     * @param path of the section, for messages
     * @throws FarmingMistake when a field is unknown, ill-typed or out of its range
     */
    public static FarmingConfig of(
            @Nullable Node section, String path, ZoneId zone, Duration lateness, Duration identity) {
        Node shipped = Objects.requireNonNull(FarmingConfigParser.compose(shippedYaml(), SHIPPED));
        return FarmingConfigParser.section(
                section, path, new FarmingConfigParser.Program(zone, lateness, identity), shipped);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
