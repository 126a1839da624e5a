package io.pointstream.benchmarks.sink;

import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.points.Waterfall;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Journal records of the usual size: a decision in words with two caps asked, one posting, a second one for a third of
 * them, the balance. The same seed gives the same.
 */
final class JournalTraffic {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final LocalDate EXPIRY = LocalDate.of(2027, 5, 31);
    private static final BigDecimal COEFFICIENT = new BigDecimal("1.0000");

    private final Random random = new Random(7);
    private final UnaryOperator<String> ruleOf;
    private final long[] steps;
    private final long[] points;
    private long records;

    /** @param ruleOf the rule that an account's events are awarded by */
    JournalTraffic(int accounts, UnaryOperator<String> ruleOf) {
        this.ruleOf = ruleOf;
        steps = new long[accounts];
        points = new long[accounts];
    }

    JournalEntry next() {
        int account = random.nextInt(steps.length);
        String accountId = "u" + (1_000_000 + account);
        String rule = ruleOf.apply(accountId);
        long step = ++steps[account];
        // 30 days in half a million records.
        Instant at = START.plusMillis(5_184 * records++);
        String eventId = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        long base = 1L + random.nextInt(300);
        long bonus = random.nextInt(3) == 0 ? base / 5 + 1 : 0;
        points[account] += base + bonus;
        List<Posting> postings = new ArrayList<>(2);
        postings.add(posting(accountId, step, 0, eventId, at, rule, Component.BASE, base));
        if (bonus > 0) {
            postings.add(posting(accountId, step, 1, eventId, at, rule, Component.TIER_BONUS, bonus));
        }
        return JournalEntry.newBuilder()
                .setAccountId(accountId)
                .setStep(step)
                .setOccurredAt(at)
                .setTier(bonus > 0 ? MemberTier.SILVER : MemberTier.ORDINARY)
                .setDecision(decision(eventId, at, rule, base, bonus))
                .setPostings(postings)
                .setBalance(new Balance(points[account], 0L, 0L, 0L))
                .build();
    }

    private static Decision decision(String eventId, Instant at, String rule, long base, long bonus) {
        List<CapStep> caps = List.of(
                new CapStep(rule + "/TRANSACTION", CapWindow.TRANSACTION, 800L, 0L, 0L),
                new CapStep(rule + "/MONTH", CapWindow.MONTH, 8_000L, 120L, 0L));
        return Decision.newBuilder()
                .setEventId(eventId)
                .setEventType("payment.settled")
                .setOccurredAt(at)
                .setOutcome(Outcome.AWARDED)
                .setRuleId(rule)
                .setCategory("CONSUMPTION")
                .setRuleBookVersion(1)
                .setBasePoints(base)
                .setGrantedPoints(base)
                .setBonusPoints(bonus)
                .setReason(base + " points by " + rule)
                .setWaterfall(Waterfall.newBuilder()
                        .setQuantity(base + ".35")
                        .setRate("1.5")
                        .setCaps(caps)
                        .setBonuses(
                                bonus > 0
                                        ? List.of(new BonusStep(Component.TIER_BONUS, "SILVER", "1.2", bonus))
                                        : List.of())
                        .build())
                .build();
    }

    private static Posting posting(
            String accountId,
            long step,
            int item,
            String eventId,
            Instant at,
            String rule,
            Component component,
            long points) {
        return Posting.newBuilder()
                .setPostingId(accountId + "/" + step + "/" + item)
                .setEventId(eventId)
                .setOccurredAt(at)
                .setKind(PostingKind.EARN)
                .setComponent(component)
                .setCategory("CONSUMPTION")
                .setRuleId(rule)
                .setRuleBookVersion(1)
                .setPoints(points)
                .setDebit(LedgerAccount.PROGRAM)
                .setCredit(LedgerAccount.AVAILABLE)
                .setExpiresOn(EXPIRY)
                .setValueCoefficient(COEFFICIENT)
                .build();
    }
}
