package io.pointstream.app.prove;

import io.pointstream.engine.LedgerCheck;
import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.risk.Risk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine with a memory that forgets nothing, never written, never restored: what a task with stores, commits, restarts
 * and a cache has to come to as well.
 */
final class PlainProgram {

    private record Life(Account account, InMemoryMemory memory) {}

    private final Map<String, Life> lives = new HashMap<>();

    Set<String> accounts() {
        return lives.keySet();
    }

    /**
     * The steps of one event.
     *
     * @param tick the newest that the task was told, or null
     */
    List<Step> event(PointsEngine engine, Event event, @Nullable Instant tick) {
        Life life = life(event.header().accountId());
        List<Step> steps = ticked(engine, life, tick);
        for (Step due = engine.timer(life.account(), event, life.memory());
                due != null;
                due = engine.timer(life.account(), event, life.memory())) {
            steps.add(take(life, due));
        }
        steps.add(take(life, engine.decide(life.account(), event, life.memory())));
        return steps;
    }

    /** The steps of what detection says. */
    List<Step> risk(PointsEngine engine, Risk risk, @Nullable Instant tick) {
        Life life = life(risk.accountId());
        if (engine.risk(life.account(), risk) == null) {
            return List.of();
        }
        List<Step> steps = ticked(engine, life, tick);
        steps.add(take(life, Objects.requireNonNull(engine.risk(life.account(), risk))));
        return steps;
    }

    private List<Step> ticked(PointsEngine engine, Life life, @Nullable Instant tick) {
        List<Step> steps = new ArrayList<>(1);
        if (tick != null) {
            steps.addAll(tick(engine, life.account().id(), tick));
            life.account().tick(tick);
        }
        return steps;
    }

    /** The steps of the timers of an account that a tick makes due. */
    List<Step> tick(PointsEngine engine, String accountId, Instant tick) {
        Life life = life(accountId);
        List<Step> steps = new ArrayList<>(0);
        for (Step due = engine.timer(life.account(), tick, life.memory());
                due != null;
                due = engine.timer(life.account(), tick, life.memory())) {
            steps.add(take(life, due));
        }
        return steps;
    }

    /** Whether an account has a timer due at or before a time. */
    boolean isDue(PointsEngine engine, String accountId, Instant at) {
        Instant due = engine.nextDue(life(accountId).account());
        return due != null && !due.isAfter(at);
    }

    private Life life(String accountId) {
        return lives.computeIfAbsent(accountId, id -> new Life(new Account(id), new InMemoryMemory()));
    }

    private static Step take(Life life, Step step) {
        Account account = life.account();
        List<String> broken = LedgerCheck.step(account, step);
        Violation.unless(broken.isEmpty(), account.id(), "step %d would break: %s", step.number(), broken);
        account.apply(step);
        life.memory().remember(step);
        List<String> wrong = LedgerCheck.account(account);
        Violation.unless(wrong.isEmpty(), account.id(), "after step %d: %s", step.number(), wrong);
        return step;
    }
}
