package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.expression.ExpressionFailure;
import io.pointstream.engine.rules.Multiplier;
import io.pointstream.engine.rules.Opening;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.MonthDay;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What changes an account's standing instead of its points: registration, tiers, multipliers that it opens. */
final class Instructions {

    private Instructions() {}

    /**
     * The first registration fixes the birthday, or that there is none (DOMAIN 3.7). Throws
     * {@link IllegalArgumentException} for a birthday that is no day of a year.
     */
    static void register(StepBuilder step, Account account, Membership.Registered event) {
        if (account.registered()) {
            return;
        }
        String birthday = event.birthday();
        try {
            step.change(new Change.Registered(
                    event.occurredAt(), birthday == null ? null : MonthDay.parse("--" + birthday)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("birthday '" + birthday + "' is not MM-DD", e);
        }
    }

    /** A tier counts from the change's own instant on; no tier before it needs to be known beyond the lateness limit. */
    static Step changeTier(StepBuilder step, Membership.TierChanged event, Instant keepFrom) {
        Instant at = event.occurredAt();
        step.change(new Change.TierFrom(event.tier(), at, keepFrom));
        step.tier(event.tier());
        return step.withoutAward(Outcome.APPLIED, new Reason.TierSet(event.tier(), at));
    }

    /** Opens the multipliers that the instruction opens. */
    static Step open(
            StepBuilder step,
            Account account,
            Event event,
            Memory memory,
            CalendarDay day,
            List<Multiplier> multipliers,
            Instant keepFrom) {
        Header header = event.header();
        Reason opened = null;
        Reason refusal = null;
        for (Multiplier multiplier : multipliers) {
            Opening opening = Objects.requireNonNull(multiplier.opening());
            Used used = opening.once() == null
                    ? null
                    : Used.of(opening.once(), account, event, header.occurredAt(), memory, day);
            Reason why = refusal(multiplier, opening, event, used);
            if (why != null) {
                refusal = refusal == null ? why : refusal;
                continue;
            }
            if (used != null) {
                used.up(step);
            }
            Instant from = header.occurredAt();
            Instant until = from.plus(opening.lasts());
            step.change(new Change.Opened(multiplier.id(), from, until, keepFrom));
            opened = opened == null
                    ? new Reason.Opened(multiplier.id(), multiplier.factor().text(), from, until)
                    : opened;
        }
        return opened != null
                ? step.withoutAward(Outcome.APPLIED, opened)
                : step.withoutAward(
                        Outcome.NOT_ELIGIBLE, refusal != null ? refusal : new Reason.NoCondition(event.type()));
    }

    private static @Nullable Reason refusal(Multiplier multiplier, Opening opening, Event event, @Nullable Used used) {
        try {
            if (!opening.when().holds(event)) {
                return new Reason.NoCondition(event.type());
            }
        } catch (ExpressionFailure e) {
            return new Reason.Failed(multiplier.id(), String.valueOf(e.getMessage()));
        }
        return used == null || used.before() == null
                ? null
                : new Reason.UsedBefore(multiplier.id(), used.fields(), used.before());
    }
}
