package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Held;
import io.pointstream.engine.account.Lot;
import io.pointstream.engine.account.RedemptionRecord;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.CapStep;
import io.pointstream.engine.decision.Waterfall;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import io.pointstream.engine.risk.RiskLevel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The invariants of DOMAIN 4, asked of one step or of one account. Open lots are the free ones and the held ones, which the
 * account keeps, and the frozen ones, which each open redemption keeps; so available + held + frozen = open lots − debt
 * comes down to: free lots − debt = available, held lots = held, a redemption's lots = what it froze, and frozen points move
 * by postings alone. What is said of a step costs what the step holds; of an account, what its lots are.
 */
public final class LedgerCheck {

    private final List<String> broken = new ArrayList<>(0);

    private LedgerCheck() {}

    /** What a step would break, in words; empty when nothing. Asked before the account takes the step. */
    public static List<String> step(Account before, Step step) {
        LedgerCheck check = new LedgerCheck();
        check.postings(before, step);
        check.lots(before, step);
        check.held(before, step);
        check.windows(before, step);
        check.redemption(step);
        return check.broken;
    }

    /** What is wrong with an account, in words; empty when nothing. */
    public static List<String> account(Account account) {
        LedgerCheck check = new LedgerCheck();
        Balance balance = account.balance();
        check.balance(balance);
        long free = 0;
        for (Lot lot : account.lots()) {
            check.that(lot.points() > 0, "lot of %s holds %d", lot.expiresOn(), lot.points());
            free += lot.points();
        }
        long held = 0;
        for (long points : account.suspicion().held().values()) {
            check.that(points > 0, "%d points are held", points);
            held += points;
        }
        check.that(held == balance.held(), "held points of %d do not make %s", held, balance);
        check.that(
                held == 0 || account.suspicion().level() == RiskLevel.HOLD,
                "%d points are held at level %s",
                held,
                account.suspicion().level());
        check.that(free - balance.debt() == balance.available(), "free lots of %d do not make %s", free, balance);
        return check.broken;
    }

    /** Each posting is balanced, of its kind's form, and the balance moves by the postings alone. */
    private void postings(Account before, Step step) {
        Map<LedgerAccount, Long> moved = new EnumMap<>(LedgerAccount.class);
        for (int i = 0; i < step.postings().size(); i++) {
            Posting posting = step.postings().get(i);
            PostingKind kind = posting.kind();
            long points = Math.abs(posting.points());
            moved.merge(posting.debit(), -points, Long::sum);
            moved.merge(posting.credit(), points, Long::sum);
            that(
                    posting.postingId().equals(step.accountId() + "/" + step.number() + "/" + (i + 1)),
                    "posting %s is number %d of step %d",
                    posting.postingId(),
                    i + 1,
                    step.number());
            that(points > 0 && posting.points() == kind.signed(points), "%s of %d points", kind, posting.points());
            that(
                    posting.debit() == kind.debit() && posting.credit() == kind.credit(),
                    "%s from %s to %s",
                    kind,
                    posting.debit(),
                    posting.credit());
            that((posting.reverses() != null) == (kind == PostingKind.REVERSE), "%s reverses a posting", kind);
            boolean ofNoEvent = kind == PostingKind.EXPIRE || (step.answer() == null && step.risk() != null);
            that((posting.eventId() == null) == ofNoEvent, "%s of an event", kind);
        }
        that(sum(moved) == 0, "ledger accounts add up to %d", sum(moved));
        Balance was = before.balance();
        Balance is = step.balance();
        balance(is);
        that(is.available() - was.available() == of(moved, LedgerAccount.AVAILABLE), "%s after %s", is, was);
        that(is.held() - was.held() == of(moved, LedgerAccount.HELD), "%s after %s", is, was);
        that(is.frozen() - was.frozen() == of(moved, LedgerAccount.FROZEN), "%s after %s", is, was);
    }

    /** No lot gives more than it has, and lots and debt move as the available balance does. */
    private void lots(Account before, Step step) {
        Map<Integer, Long> lots = new HashMap<>();
        long moved = 0;
        for (Change change : step.changes()) {
            if (change instanceof Change.LotMoved(int day, long points)) {
                long now = lots.computeIfAbsent(day, before::freeOn) + points;
                lots.put(day, now);
                that(now >= 0, "lot of day %d gives %d more than it has", day, -now);
                moved += points;
            }
        }
        Balance was = before.balance();
        Balance is = step.balance();
        that(
                moved - (is.debt() - was.debt()) == is.available() - was.available(),
                "lots moved by %d from %s to %s",
                moved,
                was,
                is);
    }

    /** Held points move as the held balance does; while awards are held, none becomes free, and else none is held. */
    private void held(Account before, Step step) {
        Map<Held, Long> lots = new HashMap<>(before.suspicion().held());
        long moved = 0;
        for (Change change : step.changes()) {
            if (change instanceof Change.HeldMoved(Held kind, long points)) {
                long now = lots.merge(kind, points, Long::sum);
                that(now >= 0, "held points of %s give %d more than they are", kind, -now);
                moved += points;
            }
        }
        Balance was = before.balance();
        Balance is = step.balance();
        that(moved == is.held() - was.held(), "held points moved by %d from %s to %s", moved, was, is);
        long earned = sum(step, PostingKind.EARN);
        long withheld = -sum(step, PostingKind.HOLD);
        RiskLevel level = before.suspicion().level();
        that(withheld == (level == RiskLevel.HOLD ? earned : 0), "%d of %d are held at %s", withheld, earned, level);
        that(level != RiskLevel.BLOCKED || earned == 0, "%d are earned while blocked", earned);
    }

    /** No window is granted more than its cap leaves. */
    private void windows(Account before, Step step) {
        Waterfall waterfall = step.answer() == null ? null : step.answer().waterfall();
        if (waterfall == null) {
            return;
        }
        for (Change change : step.changes()) {
            if (change instanceof Change.Granted granted) {
                long used = before.granted(granted.cap(), granted.start(), granted.end()) + granted.points();
                CapStep cap = cap(waterfall, granted.cap());
                that(cap != null && used <= cap.limit(), "%s is at %d", granted.cap(), used);
            }
        }
    }

    /** The points of an open redemption are those of its lots; the move to or from it is of all of them. */
    private void redemption(Step step) {
        RedemptionRecord record = step.redemption();
        for (Posting posting : step.postings()) {
            boolean spends = posting.redemptionId() != null;
            that(
                    !spends
                            || (record != null
                                    && record.redemptionId().equals(posting.redemptionId())
                                    && record.cost() == Math.abs(posting.points())),
                    "%s of %d is not all of a redemption",
                    posting.kind(),
                    posting.points());
        }
        if (record != null && record.status().isOpen()) {
            long lots = record.lots().stream().mapToLong(Lot::points).sum();
            that(lots == record.cost(), "redemption %s of %d holds %d", record.redemptionId(), record.cost(), lots);
        }
    }

    private void balance(Balance balance) {
        that(
                balance.held() >= 0
                        && balance.frozen() >= 0
                        && balance.debt() >= 0
                        && (balance.debt() == 0 || balance.available() == -balance.debt()),
                "impossible %s",
                balance);
    }

    private static @Nullable CapStep cap(Waterfall waterfall, String name) {
        for (CapStep cap : waterfall.caps()) {
            if (cap.cap().equals(name)) {
                return cap;
            }
        }
        return null;
    }

    private static long sum(Step step, PostingKind kind) {
        long sum = 0;
        for (Posting posting : step.postings()) {
            sum += posting.kind() == kind ? posting.points() : 0;
        }
        return sum;
    }

    private static long of(Map<LedgerAccount, Long> moved, LedgerAccount account) {
        return moved.getOrDefault(account, 0L);
    }

    private static long sum(Map<LedgerAccount, Long> moved) {
        long sum = 0;
        for (long points : moved.values()) {
            sum += points;
        }
        return sum;
    }

    /** The text is put together only when it is needed. */
    @SuppressWarnings("AnnotateFormatMethod") // the engine stands on no annotation library but JSpecify
    private void that(boolean holds, String otherwise, Object... of) {
        if (!holds) {
            broken.add(String.format(otherwise, of));
        }
    }
}
