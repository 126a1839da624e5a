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
            if (lot.points() <= 0) {
                check.broken("lot of %s holds %d", lot.expiresOn(), lot.points());
            }
            free += lot.points();
        }
        long held = 0;
        for (long points : account.suspicion().held().values()) {
            if (points <= 0) {
                check.broken("%d points are held", points);
            }
            held += points;
        }
        if (held != balance.held()) {
            check.broken("held points of %d do not make %s", held, balance);
        }
        RiskLevel level = account.suspicion().level();
        if (held > 0 && level != RiskLevel.HOLD) {
            check.broken("%d points are held at level %s", held, level);
        }
        if (free - balance.debt() != balance.available()) {
            check.broken("free lots of %d do not make %s", free, balance);
        }
        return check.broken;
    }

    /** Each posting is of its kind's form, and the balance moves by the postings alone. */
    private void postings(Account before, Step step) {
        long available = 0;
        long held = 0;
        long frozen = 0;
        for (int i = 0; i < step.postings().size(); i++) {
            Posting posting = step.postings().get(i);
            posting(step, i + 1, posting);
            available += moved(LedgerAccount.AVAILABLE, posting);
            held += moved(LedgerAccount.HELD, posting);
            frozen += moved(LedgerAccount.FROZEN, posting);
        }
        Balance was = before.balance();
        Balance is = step.balance();
        balance(is);
        if (is.available() - was.available() != available
                || is.held() - was.held() != held
                || is.frozen() - was.frozen() != frozen) {
            broken("%s after %s", is, was);
        }
    }

    /** What a posting, which takes from one account what it gives to another, does to this one. */
    private static long moved(LedgerAccount account, Posting posting) {
        long points = Math.abs(posting.points());
        return (posting.credit() == account ? points : 0) - (posting.debit() == account ? points : 0);
    }

    private void posting(Step step, int number, Posting posting) {
        PostingKind kind = posting.kind();
        if (posting.step() != step.number()
                || posting.number() != number
                || !posting.accountId().equals(step.accountId())) {
            broken("posting %s is number %d of step %d", posting.postingId(), number, step.number());
        }
        if (posting.points() == 0 || posting.points() != kind.signed(Math.abs(posting.points()))) {
            broken("%s of %d points", kind, posting.points());
        }
        if (posting.debit() != kind.debit() || posting.credit() != kind.credit()) {
            broken("%s from %s to %s", kind, posting.debit(), posting.credit());
        }
        if ((posting.reverses() != null) != (kind == PostingKind.REVERSE)) {
            broken("%s reverses a posting", kind);
        }
        boolean ofNoEvent = kind == PostingKind.EXPIRE || (step.answer() == null && step.risk() != null);
        if ((posting.eventId() == null) != ofNoEvent) {
            broken("%s of an event", kind);
        }
    }

    /** No lot gives more than it has, and lots and debt move as the available balance does. */
    private void lots(Account before, Step step) {
        Map<Integer, Long> lots = new HashMap<>();
        long moved = 0;
        for (Change change : step.changes()) {
            if (change instanceof Change.LotMoved(int day, long points)) {
                long now = lots.computeIfAbsent(day, before::freeOn) + points;
                lots.put(day, now);
                if (now < 0) {
                    broken("lot of day %d gives %d more than it has", day, -now);
                }
                moved += points;
            }
        }
        Balance was = before.balance();
        Balance is = step.balance();
        if (moved - (is.debt() - was.debt()) != is.available() - was.available()) {
            broken("lots moved by %d from %s to %s", moved, was, is);
        }
    }

    /** Held points move as the held balance does; while awards are held, none becomes free, and else none is held. */
    private void held(Account before, Step step) {
        Balance was = before.balance();
        Balance is = step.balance();
        RiskLevel level = before.suspicion().level();
        if (level == RiskLevel.NONE && is.held() == was.held()) {
            return;
        }
        Map<Held, Long> lots = new HashMap<>(before.suspicion().held());
        long moved = 0;
        for (Change change : step.changes()) {
            if (change instanceof Change.HeldMoved(Held kind, long points)) {
                long now = lots.merge(kind, points, Long::sum);
                if (now < 0) {
                    broken("held points of %s give %d more than they are", kind, -now);
                }
                moved += points;
            }
        }
        if (moved != is.held() - was.held()) {
            broken("held points moved by %d from %s to %s", moved, was, is);
        }
        long earned = sum(step, PostingKind.EARN);
        long withheld = -sum(step, PostingKind.HOLD);
        if (withheld != (level == RiskLevel.HOLD ? earned : 0)) {
            broken("%d of %d are held at level %s", withheld, earned, level);
        }
        if (level == RiskLevel.BLOCKED && earned > 0) {
            broken("%d are earned while blocked", earned);
        }
    }

    private static long sum(Step step, PostingKind kind) {
        long sum = 0;
        for (Posting posting : step.postings()) {
            sum += posting.kind() == kind ? posting.points() : 0;
        }
        return sum;
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
                if (cap == null || used > cap.limit()) {
                    broken("%s is at %d", granted.cap(), used);
                }
            }
        }
    }

    /** The points of an open redemption are those of its lots; the move to or from it is of all of them. */
    private void redemption(Step step) {
        RedemptionRecord record = step.redemption();
        for (Posting posting : step.postings()) {
            if (posting.redemptionId() != null
                    && (record == null
                            || !record.redemptionId().equals(posting.redemptionId())
                            || record.cost() != Math.abs(posting.points()))) {
                broken("%s of %d is not all of a redemption", posting.kind(), posting.points());
            }
        }
        if (record != null && record.status().isOpen()) {
            long lots = record.lots().stream().mapToLong(Lot::points).sum();
            if (lots != record.cost()) {
                broken("redemption %s of %d holds %d", record.redemptionId(), record.cost(), lots);
            }
        }
    }

    private void balance(Balance balance) {
        if (balance.held() < 0
                || balance.frozen() < 0
                || balance.debt() < 0
                || (balance.debt() > 0 && balance.available() != -balance.debt())) {
            broken("impossible %s", balance);
        }
    }

    private static @Nullable CapStep cap(Waterfall waterfall, String name) {
        for (CapStep cap : waterfall.caps()) {
            if (cap.cap().equals(name)) {
                return cap;
            }
        }
        return null;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the engine stands on no annotation library but JSpecify
    private void broken(String what, Object... of) {
        broken.add(String.format(what, of));
    }
}
