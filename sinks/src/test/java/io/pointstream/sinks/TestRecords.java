package io.pointstream.sinks;

import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.Partner;
import io.pointstream.schemas.activity.RedemptionKind;
import io.pointstream.schemas.activity.RedemptionRequested;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.farming.Evidence;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagEnd;
import io.pointstream.schemas.farming.FlagEndCause;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.farming.FlagReason;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.NoticeKind;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.points.Waterfall;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Output records that hang together: a ledger of accounts that earn, are capped and spend. The same seed, the same. */
public final class TestRecords {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final List<String> CATEGORIES =
            List.of("CONSUMPTION", "SOCIAL", "FINANCIAL", "LIFE_SERVICE", "CONTENT", "GAMING");

    private static final List<MemberTier> TIERS = List.of(MemberTier.values());

    private final Random random;
    private final Map<String, long[]> balances = new HashMap<>();
    private final Map<String, Long> steps = new HashMap<>();
    private long minutes;

    public TestRecords(long seed) {
        this.random = new Random(seed);
    }

    /** The next steps of some accounts. */
    public List<JournalEntry> journal(int count, int accounts) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(step("account-" + random.nextInt(accounts)));
        }
        return entries;
    }

    private JournalEntry step(String accountId) {
        Instant at = START.plus(Duration.ofMinutes(minutes++));
        long step = steps.merge(accountId, 1L, Long::sum);
        long[] balance = balances.computeIfAbsent(accountId, key -> new long[2]);
        int what = random.nextInt(10);
        List<Posting> postings = new ArrayList<>();
        MemberTier tier = TIERS.get(Math.floorMod(accountId.hashCode(), TIERS.size()));
        String eventId = accountId + "-event-" + step;
        if (what == 0) {
            return entry(
                    accountId,
                    step,
                    at,
                    tier,
                    decision(eventId, at, Outcome.NO_RULE, 0, 0, 0, "SOCIAL"),
                    postings,
                    balance);
        }
        if (what == 1 && balance[0] >= 10) {
            balance[0] -= 10;
            balance[1] += 10;
            Posting frozen = posting(
                    accountId,
                    step,
                    postings.size(),
                    eventId,
                    at,
                    PostingKind.FREEZE,
                    null,
                    "",
                    -10,
                    LedgerAccount.AVAILABLE,
                    LedgerAccount.FROZEN,
                    "1.0");
            frozen.setRedemptionId("redemption of " + eventId);
            postings.add(frozen);
            return entry(
                    accountId,
                    step,
                    at,
                    tier,
                    decision(eventId, at, Outcome.APPLIED, 0, 0, 0, "SOCIAL"),
                    postings,
                    balance);
        }
        String category = CATEGORIES.get(random.nextInt(CATEGORIES.size()));
        long base = 1L + random.nextInt(500);
        long granted = random.nextInt(4) == 0 ? base / 2 : base;
        long bonus = random.nextInt(3) == 0 ? granted / 5 : 0;
        balance[0] += granted + bonus;
        String coefficient = category.equals("SOCIAL") ? "0.6" : "1.0";
        if (granted > 0) {
            postings.add(posting(
                    accountId,
                    step,
                    postings.size(),
                    eventId,
                    at,
                    PostingKind.EARN,
                    Component.BASE,
                    category,
                    granted,
                    LedgerAccount.PROGRAM,
                    LedgerAccount.AVAILABLE,
                    coefficient));
        }
        if (bonus > 0) {
            postings.add(posting(
                    accountId,
                    step,
                    postings.size(),
                    eventId,
                    at,
                    PostingKind.EARN,
                    Component.TIER_BONUS,
                    category,
                    bonus,
                    LedgerAccount.PROGRAM,
                    LedgerAccount.AVAILABLE,
                    coefficient));
        }
        Outcome outcome = granted == base ? Outcome.AWARDED : Outcome.PARTIALLY_CAPPED;
        return entry(
                accountId,
                step,
                at,
                tier,
                decision(eventId, at, outcome, base, granted, bonus, category),
                postings,
                balance);
    }

    private static JournalEntry entry(
            String accountId,
            long step,
            Instant at,
            MemberTier tier,
            Decision decision,
            List<Posting> postings,
            long[] balance) {
        return JournalEntry.newBuilder()
                .setAccountId(accountId)
                .setStep(step)
                .setOccurredAt(at)
                .setTier(tier)
                .setDecision(decision)
                .setPostings(postings)
                .setBalance(new Balance(balance[0], 0L, balance[1], 0L))
                .build();
    }

    private static Decision decision(
            String eventId, Instant at, Outcome outcome, long base, long granted, long bonus, String category) {
        boolean awarded = base > 0;
        String ruleId = category.toLowerCase(Locale.ROOT) + ".rule";
        CapStep cap = new CapStep(ruleId + "/DAY", CapWindow.DAY, 500L, 500L - granted, base - granted);
        return Decision.newBuilder()
                .setEventId(eventId)
                .setEventType("payment.settled")
                .setOccurredAt(at)
                .setOutcome(outcome)
                .setRuleId(awarded ? ruleId : null)
                .setCategory(awarded ? category : null)
                .setRuleBookVersion(awarded ? 1 : null)
                .setBasePoints(base)
                .setGrantedPoints(granted)
                .setBonusPoints(bonus)
                .setCappedBy(granted < base ? List.of(ruleId + "/DAY") : List.of())
                .setReason(awarded ? "得到 " + granted + " of " + base : "nothing")
                .setWaterfall(
                        awarded
                                ? Waterfall.newBuilder()
                                        .setQuantity(base + ".50")
                                        .setUnit("yuan")
                                        .setRate("1.5")
                                        .setCaps(List.of(cap))
                                        .setGranted(granted)
                                        .setForfeited(base - granted)
                                        .setBonuses(
                                                bonus > 0
                                                        ? List.of(new BonusStep(
                                                                Component.TIER_BONUS, "SILVER", "1.2", bonus))
                                                        : List.of())
                                        .build()
                                : null)
                .build();
    }

    private static Posting posting(
            String accountId,
            long step,
            int item,
            String eventId,
            Instant at,
            PostingKind kind,
            @Nullable Component component,
            String category,
            long points,
            LedgerAccount debit,
            LedgerAccount credit,
            String coefficient) {
        boolean earned = component != null;
        return Posting.newBuilder()
                .setPostingId(accountId + "/" + step + "/" + item)
                .setEventId(eventId)
                .setOccurredAt(at)
                .setKind(kind)
                .setComponent(component)
                .setCategory(earned ? category : null)
                .setRuleId(earned ? category.toLowerCase(Locale.ROOT) + ".rule" : null)
                .setRuleBookVersion(earned ? 1 : null)
                .setPoints(points)
                .setDebit(debit)
                .setCredit(credit)
                .setExpiresOn(earned ? LocalDate.of(2027, 5, 31) : null)
                .setValueCoefficient(new BigDecimal(coefficient).setScale(4))
                .build();
    }

    /** A signal about an account. */
    public static Signal signal(String accountId, ReasonCode code, double strength, Instant at) {
        return Signal.newBuilder()
                .setSignalId(accountId + "/" + code + "/" + at)
                .setAccountId(accountId)
                .setCode(code)
                .setStrength(strength)
                .setDetectedAt(at)
                .setFromTime(at.minusSeconds(60))
                .setToTime(at)
                .setReason("41 events in a minute")
                .setEvidence(evidence())
                .build();
    }

    private static Evidence evidence() {
        return Evidence.newBuilder()
                .setNumbers(Map.of("eventsInMinute", 41.0, "usual", 2.5))
                .setCounterparts(List.of("device-1", "设备-2"))
                .setEventIds(List.of("e1", "e2"))
                .build();
    }

    /** A version of a case. */
    public static Flag flag(String caseId, List<String> members, double score, FlagStatus status, Instant at) {
        return Flag.newBuilder()
                .setCaseId(caseId)
                .setAccountId(members.getFirst())
                .setMembers(members.size() > 1 ? members : List.of())
                .setRaisedAt(at)
                .setUpdatedAt(at)
                .setScore(score)
                .setLevel(score >= 80 ? FlagLevel.HOLD : FlagLevel.REVIEW)
                .setStatus(status)
                .setReasons(List.of(
                        new FlagReason(ReasonCode.VELOCITY, 0.9, score - 10, "41 events in a minute", evidence()),
                        new FlagReason(ReasonCode.SHARED_DEVICE, 0.5, 10.0, "one device, 12 accounts", evidence())))
                .build();
    }

    /** The version of a case that closes it. */
    public static Flag closed(Flag open, FlagEndCause cause, @Nullable String reviewer, String why, Instant at) {
        return Flag.newBuilder()
                .setCaseId(open.getCaseId())
                .setAccountId(open.getAccountId())
                .setMembers(open.getMembers())
                .setRaisedAt(open.getRaisedAt())
                .setScore(open.getScore())
                .setLevel(open.getLevel())
                .setReasons(open.getReasons())
                .setStatus(FlagStatus.CLOSED)
                .setUpdatedAt(at)
                .setCounterfactual("without VELOCITY the score is 10")
                .setMergedInto(cause == FlagEndCause.MERGED ? "ring-1" : null)
                .setEnd(new FlagEnd(cause, at, reviewer, why))
                .build();
    }

    /** A request to redeem points for a coupon. */
    public static Activity redemptionRequested(String accountId, String redemptionId, long points, Instant at) {
        return activity(
                accountId,
                redemptionId + "/requested",
                at,
                RedemptionRequested.newBuilder()
                        .setRedemptionId(redemptionId)
                        .setKind(RedemptionKind.VIRTUAL)
                        .setItemId("coupon-5")
                        .setPoints(points)
                        .setMerchantId("m-1")
                        .build());
    }

    /** A request to move points to a partner. */
    public static Activity transferRequested(
            String accountId, String redemptionId, Partner partner, long points, Instant at) {
        return activity(
                accountId,
                redemptionId + "/requested",
                at,
                RedemptionRequested.newBuilder()
                        .setRedemptionId(redemptionId)
                        .setKind(RedemptionKind.PARTNER)
                        .setItemId("transfer")
                        .setPoints(points)
                        .setPartner(partner)
                        .setLinked(true)
                        .build());
    }

    /** A reviewer's decision about a case. */
    public static Activity review(
            String accountId, String eventId, String caseId, ReviewDecision decision, Instant at) {
        return activity(accountId, eventId, at, new ReviewDecided(caseId, decision, "reviewer-1", "看过 — seen"));
    }

    /** What a person did, with everything that an act can have. */
    public static Act act(String actId, Instant at) {
        return new Act(
                actId,
                at,
                "mei",
                List.of("REVIEWER"),
                "10.0.0.7",
                "case.taken",
                "CASE",
                "case-1",
                "case-1",
                null,
                "{\"until\":1}",
                null,
                "看",
                "$argon2id$secret");
    }

    /** An event of any kind. */
    public static Activity activity(String accountId, String eventId, Instant at, SpecificRecord body) {
        return Activity.newBuilder()
                .setEventId(eventId)
                .setAccountId(accountId)
                .setOccurredAt(at)
                .setBody(body)
                .build();
    }

    /** A notice that points will expire. */
    public static Notice notice(String accountId, Instant at) {
        return Notice.newBuilder()
                .setAccountId(accountId)
                .setKind(NoticeKind.EXPIRY)
                .setPoints(120L)
                .setOccurredAt(at)
                .setExpiresOn(LocalDate.of(2026, 6, 30))
                .build();
    }
}
