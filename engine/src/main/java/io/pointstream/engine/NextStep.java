package io.pointstream.engine;

import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.InOrder;
import io.pointstream.engine.rules.Rule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a sequence, as an event meets it.
 *
 * @param refusal null when it is the next step
 */
record NextStep(
        InOrder order, String entry, Instant at, @Nullable Reason refusal) {

    static NextStep of(Rule rule, InOrder order, Event event, Instant at, Memory memory) {
        long step = order.step().get().applyAsLong(event);
        String key = order.apart().of(event);
        String entry = step + " " + key;
        boolean exists = step >= 1 && step <= order.upTo();
        Instant done = exists ? memory.firstSeen(order.scope(), entry) : null;
        boolean next = exists
                && done == null
                && (step == 1 || memory.firstSeen(order.scope(), (step - 1) + " " + key) != null);
        return new NextStep(
                order,
                entry,
                at,
                next ? null : new Reason.NotNext(rule.id(), order.step().name(), step, order.upTo(), key, done));
    }

    /** Takes the step. */
    void take(StepBuilder step) {
        step.remember(new Remembered(order.scope(), entry, at));
    }
}
