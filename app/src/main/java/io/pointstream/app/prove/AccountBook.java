package io.pointstream.app.prove;

import io.pointstream.engine.rules.RedemptionTerms;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.farming.RiskCase;
import io.pointstream.schemas.farming.RiskLevel;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.CaseReview;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.points.RiskMove;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor knows of one account who sees its journal alone, and keeps DOMAIN 4 by a book of its own: ledger accounts,
 * lots, debt, redemptions, windows, identity. Of the program's code it uses nothing but the numbers in the rule book.
 */
final class AccountBook {

    /** The program's (DOMAIN 1). */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final Set<Outcome> AWARDS =
            EnumSet.of(Outcome.AWARDED, Outcome.PARTIALLY_CAPPED, Outcome.CAPPED, Outcome.HELD);

    /** Held points of one rule and component, by the day on which they expire. */
    private record Kind(String ruleId, Component component, LocalDate expiresOn) {

        static Kind of(Posting posting) {
            return new Kind(
                    Objects.requireNonNull(posting.getRuleId()),
                    Objects.requireNonNull(posting.getComponent()),
                    Objects.requireNonNull(posting.getExpiresOn()));
        }
    }

    /** Of a redemption; a refunded or released one is gone. */
    private enum Status {
        FROZEN,
        CAPTURED,
        ENDED
    }

    private record Redemption(Status status, long points, Map<LocalDate, Long> lots) {}

    /**
     * A posting that a refund may reverse.
     *
     * @param left points that were not reversed yet
     * @param windows those that its base counts in
     */
    private record Earned(Component component, LocalDate expiresOn, long left, List<String> windows) {}

    private final String account;
    private long steps;
    private final Map<LedgerAccount, Long> ledger = new EnumMap<>(LedgerAccount.class);
    private final TreeMap<LocalDate, Long> lots = new TreeMap<>();
    private long debt;
    private long frozen;
    private RiskLevel level = RiskLevel.NONE;
    private List<RiskCase> cases = List.of();
    private final Map<Kind, Long> held = new HashMap<>();

    /** Postings whose points are held, and those whose points were clawed back. */
    private final Set<String> heldPostings = new HashSet<>();

    private final Set<String> clawedBack = new HashSet<>();

    /** Within one record: what was earned and is to be held, and what was released and is to be reversed. */
    private @Nullable Posting toHold;

    private long toReverse;
    private final Map<String, Earned> earned = new HashMap<>();
    private final Map<String, Redemption> redemptions = new HashMap<>();
    private final Map<String, Long> windows = new HashMap<>();
    private final Map<String, Instant> ids = new HashMap<>();
    private @Nullable Instant newest;
    private @Nullable Instant clock;

    AccountBook(String account) {
        this.account = account;
    }

    /** The steps that were entered. */
    long steps() {
        return steps;
    }

    /**
     * Enters the next record of the journal.
     *
     * @param books as they were known when it was made
     * @param tick the newest that the task was told, or null
     */
    void enter(JournalEntry entry, RuleBooks books, @Nullable Instant tick) {
        that(entry.getStep() == steps + 1, "step %d follows step %d", entry.getStep(), steps);
        steps++;
        RuleBook book = books.inForceAt(entry.getOccurredAt()).book();
        Decision decision = entry.getDecision();
        List<String> counted = List.of();
        RiskMove risk = entry.getRisk();
        if (clock != null && tick != null && (decision != null || risk != null)) {
            move(tick);
        }
        if (decision == null) {
            if (risk == null) {
                move(entry.getOccurredAt());
            }
        } else {
            identity(decision, book);
            if (decision.getOutcome() != Outcome.DUPLICATE && decision.getOutcome() != Outcome.TOO_LATE) {
                move(entry.getOccurredAt());
            }
            nothingIsOverdue();
            counted = windows(decision);
            award(decision, entry.getPostings());
        }
        for (int i = 0; i < entry.getPostings().size(); i++) {
            post(entry, i + 1, entry.getPostings().get(i), counted, book);
        }
        that(toHold == null && toReverse == 0, "%s is not held, %d are not reversed", toHold, toReverse);
        if (risk != null) {
            suspect(entry, risk, book);
        }
        balance(entry.getBalance());
    }

    /** DOMAIN 1: what is a repeat, what is too late, and that neither does anything. */
    private void identity(Decision decision, RuleBook book) {
        Instant at = decision.getOccurredAt();
        Instant latest = newest == null || at.isAfter(newest) ? at : newest;
        Instant first = ids.get(decision.getEventId());
        boolean known = first != null && latest.toEpochMilli() - first.toEpochMilli() <= book.eventIdMemoryMs();
        boolean late = latest.toEpochMilli() - at.toEpochMilli() > book.latenessMs()
                && !decision.getEventType().equals("payment.refunded");
        Outcome expected = known ? Outcome.DUPLICATE : late ? Outcome.TOO_LATE : null;
        Outcome outcome = decision.getOutcome();
        if (expected != null) {
            that(outcome == expected, "%s is %s, not %s", decision.getEventId(), expected, outcome);
        } else {
            that(
                    outcome != Outcome.DUPLICATE && outcome != Outcome.TOO_LATE,
                    "%s is no %s",
                    decision.getEventId(),
                    outcome);
            ids.put(decision.getEventId(), at);
            newest = latest;
        }
    }

    /** Before an event is decided, everything that is due has expired. */
    private void nothingIsOverdue() {
        if (!lots.isEmpty() && clock != null) {
            LocalDate first = lots.firstKey();
            that(expiry(first).isAfter(clock), "the lot of %s is free at %s", first, clock);
        }
    }

    /** Each window grants no more than its cap; returns those that the award counts in. */
    private List<String> windows(Decision decision) {
        if (decision.getWaterfall() == null) {
            return List.of();
        }
        List<String> counted = new ArrayList<>();
        for (CapStep cap : decision.getWaterfall().getCaps()) {
            if (cap.getWindow() == CapWindow.TRANSACTION) {
                that(decision.getGrantedPoints() <= cap.getLimit(), "%s is passed", cap.getCap());
                continue;
            }
            String window = cap.getCap() + "@" + start(cap.getWindow(), decision.getOccurredAt());
            long used = windows.getOrDefault(window, 0L);
            that(used == cap.getUsedBefore(), "%s stands at %d, not %d", window, used, cap.getUsedBefore());
            long now = used + decision.getGrantedPoints();
            that(
                    decision.getGrantedPoints() == 0 || now <= cap.getLimit(),
                    "%s grants %d of %d",
                    window,
                    now,
                    cap.getLimit());
            windows.put(window, now);
            counted.add(window);
        }
        return counted;
    }

    private static LocalDate start(CapWindow window, Instant at) {
        LocalDate day = LocalDate.ofInstant(at, ZONE);
        return switch (window) {
            case TRANSACTION, LIFETIME -> LocalDate.EPOCH;
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    /** DOMAIN 2, step 7: the numbers of a decision are those of its outcome and of its postings. */
    private void award(Decision decision, List<Posting> postings) {
        Outcome outcome = decision.getOutcome();
        long base = decision.getBasePoints();
        long granted = decision.getGrantedPoints();
        that(AWARDS.contains(outcome) == (decision.getRuleId() != null), "%s by %s", outcome, decision.getRuleId());
        boolean fits = switch (outcome) {
            case AWARDED -> base > 0 && granted == base && level != RiskLevel.HOLD;
            case PARTIALLY_CAPPED -> granted > 0 && granted < base && level != RiskLevel.HOLD;
            case CAPPED -> base > 0 && granted == 0;
            case HELD -> granted > 0 && granted <= base && level == RiskLevel.HOLD;
            default -> base == 0 && granted == 0 && decision.getBonusPoints() == 0;
        };
        that(fits, "%s with base %d, granted %d at %s", outcome, base, granted, level);
        that(!AWARDS.contains(outcome) || level != RiskLevel.BLOCKED, "%s while blocked", outcome);
        long earnedBase = 0;
        long earnedBonus = 0;
        for (Posting posting : postings) {
            if (posting.getKind() == PostingKind.EARN) {
                if (posting.getComponent() == Component.BASE) {
                    earnedBase += posting.getPoints();
                } else {
                    earnedBonus += posting.getPoints();
                }
            }
        }
        that(
                earnedBase == granted && earnedBonus == decision.getBonusPoints(),
                "%d + %d are posted, %d + %d are told",
                earnedBase,
                earnedBonus,
                granted,
                decision.getBonusPoints());
        that(
                (outcome != Outcome.DUPLICATE && outcome != Outcome.TOO_LATE) || postings.isEmpty(),
                "%s posts %d postings",
                outcome,
                postings.size());
    }

    private void post(JournalEntry entry, int number, Posting posting, List<String> counted, RuleBook book) {
        long points = Math.abs(posting.getPoints());
        that(
                posting.getPostingId().equals(account + "/" + steps + "/" + number),
                "posting %s is number %d",
                posting.getPostingId(),
                number);
        that(points > 0 && posting.getDebit() != posting.getCredit(), "%s moves nothing", posting.getPostingId());
        ledger.merge(posting.getDebit(), -points, Long::sum);
        ledger.merge(posting.getCredit(), points, Long::sum);
        switch (posting.getKind()) {
            case EARN -> earn(posting, points, counted);
            case REVERSE -> reverse(posting, points);
            case EXPIRE -> expire(entry, posting, points);
            case FREEZE -> freeze(posting, points);
            case CAPTURE -> capture(posting, points);
            case UNFREEZE -> unfreeze(entry, posting, points, book);
            case REFUND -> giveBack(entry, posting, held(posting, points, Status.CAPTURED), book);
            case HOLD -> hold(posting, points);
            case RELEASE -> release(entry, posting, points);
            case CLAWBACK -> clawBack(entry, posting, points);
        }
    }

    private void earn(Posting posting, long points, List<String> counted) {
        Component component = Objects.requireNonNull(posting.getComponent());
        LocalDate day = Objects.requireNonNull(posting.getExpiresOn());
        earned.put(
                posting.getPostingId(),
                new Earned(component, day, points, component == Component.BASE ? counted : List.of()));
        that(toHold == null, "%s is not held", toHold);
        if (level == RiskLevel.HOLD) {
            toHold = posting;
        } else {
            free(day, points);
        }
    }

    private void hold(Posting posting, long points) {
        Posting award = toHold;
        that(
                award != null
                        && award.getPoints() == points
                        && award.getComponent() == posting.getComponent()
                        && Objects.equals(award.getRuleId(), posting.getRuleId()),
                "%d are held of %s",
                points,
                award);
        heldPostings.add(Objects.requireNonNull(award).getPostingId());
        held.merge(Kind.of(posting), points, Long::sum);
        toHold = null;
    }

    /** For a refund what is reversed next; else the end of the hold, of which {@link #suspect} sees all. */
    private void release(JournalEntry entry, Posting posting, long points) {
        if (entry.getRisk() == null) {
            unhold(Kind.of(posting), points);
            toReverse += points;
        } else {
            free(Objects.requireNonNull(posting.getExpiresOn()), points);
        }
    }

    private void clawBack(JournalEntry entry, Posting posting, long points) {
        that(
                entry.getRisk() != null && entry.getRisk().getLevel() == RiskLevel.BLOCKED,
                "%d are clawed back, confirmed is %s",
                points,
                entry.getRisk());
        unhold(Kind.of(posting), points);
    }

    private void unhold(Kind kind, long points) {
        long left = held.getOrDefault(kind, 0L) - points;
        that(left >= 0, "%d of %s are held no longer, held are %s", points, kind, held);
        held.put(kind, left);
    }

    /** DOMAIN 5: who decided what, and that the end of a hold moves all that was held, and nothing else does. */
    private void suspect(JournalEntry entry, RiskMove risk, RuleBook book) {
        RiskLevel highest = risk.getCases().stream()
                .map(RiskCase::getLevel)
                .max(RiskLevel::compareTo)
                .orElse(RiskLevel.NONE);
        that(risk.getLevel() == highest, "%s of %s", risk.getLevel(), risk.getCases());
        reviewed(entry, risk);
        List<Posting> moved = entry.getPostings();
        if (level == RiskLevel.HOLD && highest == RiskLevel.BLOCKED) {
            that(sum(held) == 0, "confirmed, and still held are %s", held);
            clawedBack.addAll(heldPostings);
        } else if (level == RiskLevel.HOLD && highest != RiskLevel.HOLD) {
            that(released(entry, book).equals(sums(moved)), "%s are released, held were %s", moved, held);
        } else {
            that(moved.isEmpty(), "from %s to %s: %s", level, highest, moved);
        }
        if (highest != RiskLevel.HOLD) {
            held.clear();
            heldPostings.clear();
        }
        level = highest;
        cases = risk.getCases();
    }

    private void reviewed(JournalEntry entry, RiskMove risk) {
        CaseReview review = risk.getReview();
        that((review == null) == (entry.getDecision() == null), "a risk by %s", review);
        if (review == null) {
            that(!risk.getCases().equals(cases), "no news: %s", cases);
            return;
        }
        RiskCase before = find(cases, review.getCaseId());
        RiskCase after = find(risk.getCases(), review.getCaseId());
        boolean fits = before != null
                && (before.getLevel() == RiskLevel.BLOCKED) == (review.getDecision() == ReviewDecision.REINSTATE)
                && switch (review.getDecision()) {
                    case CONFIRM -> after != null && after.getLevel() == RiskLevel.BLOCKED;
                    case CLEAR, REINSTATE -> after == null;
                    case ESCALATE -> risk.getCases().equals(cases);
                };
        that(fits, "%s makes %s of %s", review, after, before);
        that(
                Objects.requireNonNull(entry.getDecision()).getOutcome() == Outcome.APPLIED,
                "%s is not carried out",
                review);
    }

    private static @Nullable RiskCase find(List<RiskCase> cases, String caseId) {
        return cases.stream()
                .filter(each -> each.getCaseId().equals(caseId))
                .findFirst()
                .orElse(null);
    }

    /** What the held points are when they are free, whose day has passed getting some more. */
    private Map<Kind, Long> released(JournalEntry entry, RuleBook book) {
        LocalDate day = LocalDate.ofInstant(entry.getOccurredAt(), ZONE);
        LocalDate today =
                clock == null || entry.getOccurredAt().isAfter(clock) ? day : LocalDate.ofInstant(clock, ZONE);
        LocalDate anew = day.plusDays(Objects.requireNonNull(book.redemption()).returnedDays());
        Map<Kind, Long> sums = new HashMap<>();
        held.forEach((kind, points) -> {
            LocalDate expiresOn = kind.expiresOn().isBefore(today) ? anew : kind.expiresOn();
            if (points > 0) {
                sums.merge(new Kind(kind.ruleId(), kind.component(), expiresOn), points, Long::sum);
            }
        });
        return sums;
    }

    private static Map<Kind, Long> sums(List<Posting> postings) {
        Map<Kind, Long> sums = new HashMap<>();
        postings.forEach(posting -> sums.merge(Kind.of(posting), posting.getPoints(), Long::sum));
        return sums;
    }

    private void reverse(Posting posting, long points) {
        String reversed = Objects.requireNonNull(posting.getReverses());
        Earned before = earned.get(reversed);
        that(
                before != null && before.left() >= points,
                "%d of %s are reversed of %s",
                points,
                reversed,
                String.valueOf(before));
        Earned was = Objects.requireNonNull(before);
        that(was.expiresOn().equals(posting.getExpiresOn()), "%s expires on another day", posting.getPostingId());
        earned.put(reversed, new Earned(was.component(), was.expiresOn(), was.left() - points, was.windows()));
        for (String window : was.windows()) {
            windows.merge(window, -points, Long::sum);
        }
        that(!clawedBack.contains(reversed), "%s is reversed and was clawed back", reversed);
        if (heldPostings.contains(reversed)) {
            toReverse -= points;
            return;
        }
        long own = Math.min(points, lots.getOrDefault(was.expiresOn(), 0L));
        take(was.expiresOn(), own);
        long missing = points - own;
        for (long part : takeEarliest(missing).values()) {
            missing -= part;
        }
        debt += missing;
    }

    private void expire(JournalEntry entry, Posting posting, long points) {
        LocalDate day = Objects.requireNonNull(posting.getExpiresOn());
        that(
                points == lots.getOrDefault(day, 0L) && lots.firstKey().equals(day),
                "%d of %s expire, free are %s",
                points,
                day,
                lots);
        that(entry.getOccurredAt().equals(expiry(day)), "%s expires at %s", day, entry.getOccurredAt());
        take(day, points);
    }

    private void freeze(Posting posting, long points) {
        that(!redemptions.containsKey(id(posting)), "%s is frozen twice", id(posting));
        that(debt == 0, "%s is frozen in debt", id(posting));
        Map<LocalDate, Long> taken = takeEarliest(points);
        that(sum(taken) == points, "%d are frozen, free were %d", points, sum(taken));
        redemptions.put(id(posting), new Redemption(Status.FROZEN, points, taken));
        frozen += points;
    }

    private void capture(Posting posting, long points) {
        Map<LocalDate, Long> from = held(posting, points, Status.FROZEN);
        redemptions.put(id(posting), new Redemption(Status.CAPTURED, points, from));
        frozen -= points;
    }

    private void unfreeze(JournalEntry entry, Posting posting, long points, RuleBook book) {
        giveBack(entry, posting, held(posting, points, Status.FROZEN), book);
        frozen -= points;
    }

    private Map<LocalDate, Long> held(Posting posting, long points, Status status) {
        Redemption redemption = redemptions.get(id(posting));
        that(
                redemption != null && redemption.status() == status && redemption.points() == points,
                "%s of %d, known is %s",
                posting.getKind(),
                points,
                String.valueOf(redemption));
        return Objects.requireNonNull(redemption).lots();
    }

    /** Points return to their lots; those whose lot has expired become a new one. */
    private void giveBack(JournalEntry entry, Posting posting, Map<LocalDate, Long> from, RuleBook book) {
        RedemptionTerms terms = Objects.requireNonNull(book.redemption());
        LocalDate today = LocalDate.ofInstant(Objects.requireNonNull(clock), ZONE);
        LocalDate anew = LocalDate.ofInstant(entry.getOccurredAt(), ZONE).plusDays(terms.returnedDays());
        TreeMap<LocalDate, Long> returned = new TreeMap<>();
        from.forEach((day, points) -> returned.merge(day.isBefore(today) ? anew : day, points, Long::sum));
        returned.forEach(this::free);
        redemptions.put(id(posting), new Redemption(Status.ENDED, sum(from), from));
    }

    private void free(LocalDate day, long points) {
        long paid = Math.min(debt, points);
        debt -= paid;
        if (points > paid) {
            lots.merge(day, points - paid, Long::sum);
        }
    }

    private Map<LocalDate, Long> takeEarliest(long points) {
        TreeMap<LocalDate, Long> taken = new TreeMap<>();
        long left = points;
        while (left > 0 && !lots.isEmpty()) {
            LocalDate day = lots.firstKey();
            long part = Math.min(left, lots.getOrDefault(day, 0L));
            take(day, part);
            taken.put(day, part);
            left -= part;
        }
        return taken;
    }

    private void take(LocalDate day, long points) {
        if (points > 0) {
            long left = lots.getOrDefault(day, 0L) - points;
            if (left == 0) {
                lots.remove(day);
            } else {
                lots.put(day, left);
            }
        }
    }

    /** The balance told is what the postings add up to, and what the lots and the debt are. */
    private void balance(Balance told) {
        long all = 0;
        for (long points : ledger.values()) {
            all += points;
        }
        that(all == 0, "the ledger accounts add up to %d", all);
        that(
                told.getAvailable() == of(LedgerAccount.AVAILABLE)
                        && told.getAvailable() == sum(lots) - debt
                        && told.getHeld() == of(LedgerAccount.HELD)
                        && told.getHeld() == sum(held)
                        && told.getFrozen() == of(LedgerAccount.FROZEN)
                        && told.getFrozen() == frozen
                        && told.getDebt() == debt,
                "told is %s; postings: %s, lots: %s, held: %s, frozen: %d, debt: %d",
                told,
                ledger,
                lots,
                held,
                frozen,
                debt);
    }

    private void move(Instant at) {
        if (clock == null || at.isAfter(clock)) {
            clock = at;
        }
    }

    private long of(LedgerAccount ledgerAccount) {
        return ledger.getOrDefault(ledgerAccount, 0L);
    }

    /** 00:00 of the day after the last usable one. */
    private static Instant expiry(LocalDate lastDay) {
        return lastDay.plusDays(1).atStartOfDay(ZONE).toInstant();
    }

    private static long sum(Map<?, Long> points) {
        long sum = 0;
        for (long each : points.values()) {
            sum += each;
        }
        return sum;
    }

    private static String id(Posting posting) {
        return Objects.requireNonNull(posting.getRedemptionId());
    }

    private void that(boolean holds, String otherwise, @Nullable Object... of) {
        Violation.unless(holds, account, otherwise, of);
    }
}
