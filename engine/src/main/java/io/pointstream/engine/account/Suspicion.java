package io.pointstream.engine.account;

import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is held against an account, and the points that are held for it. Of most accounts it is nothing, and costs a byte.
 *
 * <p>While the level is HOLD every award is held, and when the level leaves HOLD all of them are released or clawed back at
 * once. So the step of an award tells what has become of it, and no payment need be marked.
 */
public final class Suspicion {

    /** Kinds of held points, by rule, component and day, that are told apart; more of a rule join its newest day. */
    static final int HELD_MAX = 500;

    /** Holds that ended in a claw-back and are remembered, for refunds of what they took. */
    private static final int CLAWED_BACK_MAX = 64;

    List<RiskCase> cases = List.of();
    /** Of the newest risk that was taken in. */
    long revision;
    /** The newest step that carried out a reviewer's decision on one of the cases. */
    long reviewedStep;
    /** The step that began the hold: awards of later steps are held; 0 while none is. */
    long heldSince;
    /** In the order in which their kinds first came. */
    final Map<Held, Long> held = new LinkedHashMap<>(0);

    final List<Steps> clawedBack = new ArrayList<>(0);

    /** Steps after the first and up to the last. */
    record Steps(long after, long upTo) {}

    Suspicion() {}

    /** Whether nothing was ever held against it. */
    boolean isNothing() {
        return revision == 0;
    }

    /** The cases, oldest first: open ones, and confirmed ones that keep the account blocked. */
    public List<RiskCase> cases() {
        return cases;
    }

    /** The level that counts. */
    public RiskLevel level() {
        return cases.isEmpty() ? RiskLevel.NONE : RiskCase.highest(cases);
    }

    /** The oldest of the cases with the level that counts, or null when there is none. */
    public @Nullable RiskCase gravest() {
        RiskLevel level = level();
        return cases.stream().filter(each -> each.level() == level).findFirst().orElse(null);
    }

    /** The case of an id, or null. */
    public @Nullable RiskCase find(String caseId) {
        return cases.stream()
                .filter(each -> each.caseId().equals(caseId))
                .findFirst()
                .orElse(null);
    }

    /** The number of the newest risk that was taken in; 0 before the first. */
    public long revision() {
        return revision;
    }

    /** The newest step by which a reviewer's decision on one of the cases was carried out; 0 before the first. */
    public long reviewedStep() {
        return reviewedStep;
    }

    /** The points that are held, by kind. */
    public Map<Held, Long> held() {
        return Collections.unmodifiableMap(held);
    }

    /** Whether awards of this step are held, now. */
    public boolean holds(long step) {
        return heldSince != 0 && step > heldSince;
    }

    /** Whether awards of this step were held and clawed back. */
    public boolean hasClawedBack(long step) {
        return clawedBack.stream().anyMatch(steps -> step > steps.after() && step <= steps.upTo());
    }

    void apply(Change.RiskSet set, long step) {
        cases = set.cases();
        revision = set.revision();
        reviewedStep = set.reviewedStep();
        RiskLevel level = level();
        if (heldSince != 0 && level == RiskLevel.BLOCKED) {
            if (clawedBack.size() == CLAWED_BACK_MAX) {
                clawedBack.removeFirst();
            }
            clawedBack.add(new Steps(heldSince, step));
        }
        heldSince = level != RiskLevel.HOLD ? 0 : heldSince == 0 ? step : heldSince;
    }

    void apply(Change.HeldMoved moved) {
        held.merge(moved.held(), moved.points(), Suspicion::sumOrNone);
    }

    /** A sum as a map keeps it: null, and with it no entry, for 0. */
    @SuppressWarnings("NullAway") // Map.merge removes the entry of a null
    static Long sumOrNone(Long one, Long other) {
        long sum = Math.addExact(one, other);
        return sum == 0 ? null : sum;
    }
}
