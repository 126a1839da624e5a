package io.pointstream.engine.account;

import io.pointstream.engine.ledger.Balance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account's points while a step is made: it reads the account, keeps what the step has moved so far, and notes the
 * moves as changes. A debt exists only while no lot is free: what becomes free pays it first (DOMAIN 4). Sums throw
 * {@link ArithmeticException} rather than wrap around.
 */
public final class Purse {

    private final Account account;
    private final List<Change> changes;
    /** The lots as moved so far; made when points are first taken, since most steps only add. */
    private @Nullable Lots lots;
    /** The held points as moved so far; made when there is something to hold. */
    private @Nullable Map<Held, Long> heldLots;

    private long available;
    private long held;
    private long frozen;
    private long debt;

    /**
     * @param changes where moves are noted
     */
    public Purse(Account account, List<Change> changes) {
        this.account = account;
        this.changes = changes;
        this.available = account.balance.available();
        this.held = account.balance.held();
        this.frozen = account.balance.frozen();
        this.debt = account.balance.debt();
    }

    public Balance balance() {
        return new Balance(available, held, frozen, debt);
    }

    /** Points that become free on a lot of the given expiry day. */
    public void free(int day, long points) {
        available = Math.addExact(available, points);
        long paid = Math.min(debt, points);
        debt -= paid;
        if (points > paid) {
            move(day, points - paid);
        }
    }

    /**
     * Awarded points are withheld instead of becoming free.
     *
     * @return what they are held as
     */
    public Held hold(Held award, long points) {
        Held as = award;
        if (heldLots().size() >= Suspicion.HELD_MAX && !heldLots().containsKey(award)) {
            for (Held other : heldLots().keySet()) {
                as = other.isOfTheSameAward(award) ? other : as;
            }
        }
        moveHeld(as, points);
        return as;
    }

    /** The held points as moved so far, by kind, in the order in which the kinds came. */
    public Map<Held, Long> heldPoints() {
        return new LinkedHashMap<>(heldLots());
    }

    /**
     * Held points of an award that are to be taken back: those of its own day first.
     *
     * @return what they were held as, with the points of each
     */
    public Map<Held, Long> takeHeld(Held award, long points) {
        Map<Held, Long> taken = new LinkedHashMap<>(2);
        long left = takeHeld(award, points, taken);
        for (Held other : List.copyOf(heldLots().keySet())) {
            if (left > 0 && other.isOfTheSameAward(award)) {
                left = takeHeld(other, left, taken);
            }
        }
        return taken;
    }

    private long takeHeld(Held from, long points, Map<Held, Long> taken) {
        long part = Math.min(points, heldLots().getOrDefault(from, 0L));
        if (part > 0) {
            moveHeld(from, -part);
            taken.put(from, part);
        }
        return points - part;
    }

    /** All points of one kind are held no longer: they leave, or are about to become free. */
    public void unhold(Held kind) {
        moveHeld(kind, -heldLots().getOrDefault(kind, 0L));
    }

    /**
     * Takes back points: those of the given expiry day first, then the earliest; what is missing becomes debt.
     *
     * @return the part that became debt
     */
    public long takeBack(int day, long points) {
        available = Math.subtractExact(available, points);
        long own = Math.min(points, lots().of(day));
        if (own > 0) {
            move(day, -own);
        }
        long missing = points - own;
        for (Lot lot : takeEarliest(missing)) {
            missing -= lot.points();
        }
        debt = Math.addExact(debt, missing);
        return missing;
    }

    /**
     * Freezes free points, earliest expiry first.
     *
     * @param points at most what is free
     * @return the lots that they came from
     */
    public List<Lot> freeze(long points) {
        available -= points;
        frozen = Math.addExact(frozen, points);
        return takeEarliest(points);
    }

    /** Frozen points are captured, or about to become free. */
    public void thaw(long points) {
        frozen -= points;
    }

    /** The whole lot of a day expires. */
    public long expire(int day) {
        long points = lots().of(day);
        available -= points;
        move(day, -points);
        return points;
    }

    private List<Lot> takeEarliest(long points) {
        if (points == 0) {
            return List.of();
        }
        List<Lot> taken = new ArrayList<>();
        long left = points;
        for (Lot lot : lots().list()) {
            long part = Math.min(left, lot.points());
            move((int) lot.expiresOn().toEpochDay(), -part);
            taken.add(new Lot(lot.expiresOn(), part));
            left -= part;
            if (left == 0) {
                break;
            }
        }
        return taken;
    }

    private void move(int day, long points) {
        changes.add(new Change.LotMoved(day, points));
        if (lots != null) {
            lots.add(day, points);
        }
    }

    private void moveHeld(Held kind, long points) {
        held = Math.addExact(held, points);
        changes.add(new Change.HeldMoved(kind, points));
        heldLots().merge(kind, points, Suspicion::sumOrNone);
    }

    private Map<Held, Long> heldLots() {
        if (heldLots == null) {
            heldLots = new LinkedHashMap<>(account.suspicion.held);
        }
        return heldLots;
    }

    private Lots lots() {
        if (lots == null) {
            lots = new Lots(account.lots);
            for (Change change : changes) {
                if (change instanceof Change.LotMoved(int day, long points)) {
                    lots.add(day, points);
                }
            }
        }
        return lots;
    }
}
