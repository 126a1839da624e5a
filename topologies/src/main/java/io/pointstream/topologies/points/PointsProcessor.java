package io.pointstream.topologies.points;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.engine.LedgerCheck;
import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.risk.Risk;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.topologies.ActivityTranslator;
import io.pointstream.topologies.Meters;
import io.pointstream.topologies.PoisonRecordException;
import io.pointstream.topologies.PoisonRecordException.Reason;
import io.pointstream.topologies.RiskTranslator;
import io.pointstream.topologies.WellFormed;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.CommitHook;
import io.pointstream.topologies.state.LiveObjects;
import io.pointstream.topologies.state.LiveObjects.Live;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event of one account after the other: the timers that are due before it, then the event itself, each as a step that is
 * computed, checked and written before the live account is changed. Ticks fire the timers of accounts to which nothing happens.
 *
 * <p>Everything that can fail for the record's sake happens before anything is changed or sent, the journal's bytes included;
 * what follows fails only when Kafka or the disk does, and then the whole transaction is aborted. Account state and balances
 * are written before each commit, once for each account that moved. What detection says of an account is taken in like an event.
 */
final class PointsProcessor implements Processor<String, SpecificRecord, String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(PointsProcessor.class);

    private static final Duration TICK_PERIOD = Duration.ofSeconds(1);

    /** Accounts whose timers one call of the tick fires; events wait for no more. */
    private static final int TICK_ACCOUNTS_MAX = 500;

    /** What the processor writes with. */
    record Output(Serializer<JournalEntry> journal, Serializer<AccountBalance> balances, Serializer<Notice> notices) {}

    private final ProgramRules rules;
    private final Ticks ticks;
    private final Output output;
    private final long cacheBytes;

    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable LiveObjects<LiveAccount> accounts;
    private @Nullable RememberedKeys keys;
    private @Nullable TimerIndex timers;

    /** The tick that all timers of the partition have reached, the one that they are being fired for, and how far. */
    private @Nullable Instant tick;

    private @Nullable Instant ticking;
    private @Nullable Bytes tickedTo;

    private final Map<Outcome, Counter> decisions = new EnumMap<>(Outcome.class);
    private @Nullable Counter timerSteps;
    private @Nullable Counter riskSteps;
    private @Nullable Counter violations;
    private @Nullable DistributionSummary accountsPerCommit;

    PointsProcessor(ProgramRules rules, Ticks ticks, Output output, long cacheBytes) {
        this.rules = rules;
        this.ticks = ticks;
        this.output = output;
        this.cacheBytes = cacheBytes;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        keys = new RememberedKeys(processorContext.getStateStore(PointsTopology.REMEMBERED));
        timers = new TimerIndex(processorContext.getStateStore(PointsTopology.TIMERS));
        accounts = new LiveObjects<>(
                processorContext.getStateStore(PointsTopology.ACCOUNTS),
                new LiveAccount.Codec(
                        rules.engine()
                                .books()
                                .versions()
                                .getFirst()
                                .book()
                                .eventIds()
                                .name(),
                        processorContext.getStateStore(PointsTopology.EVENT_IDS),
                        keys,
                        timers),
                cacheBytes);
        CommitHook hook = processorContext.getStateStore(PointsTopology.COMMIT);
        hook.onCommit(processorContext, this::writeBack);
        processorContext.schedule(TICK_PERIOD, PunctuationType.WALL_CLOCK_TIME, now -> tick());
        MeterRegistry meters = Meters.of(processorContext.appConfigs());
        for (Outcome outcome : Outcome.values()) {
            decisions.put(outcome, meters.counter("pointstream.points.decisions", "outcome", outcome.name()));
        }
        timerSteps = meters.counter("pointstream.points.timers");
        riskSteps = meters.counter("pointstream.points.risks");
        violations = meters.counter("pointstream.points.invariant.violations");
        accountsPerCommit = meters.summary("pointstream.points.accounts.per.commit");
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        switch (record.value()) {
            case Activity activity -> decide(WellFormed.activity(record.key(), activity), record.timestamp());
            case AccountRisk risk -> suspect(record.key(), risk);
            case null ->
                throw new PoisonRecordException(Reason.NULL_VALUE, "the record has no value; expected an activity");
            default ->
                throw new PoisonRecordException(
                        Reason.UNREADABLE,
                        "neither an activity nor a risk: "
                                + record.value().getSchema().getFullName());
        }
        commitIfOverfull();
    }

    private void decide(Activity activity, long timestampMs) {
        Live<LiveAccount> live = Objects.requireNonNull(accounts).get(activity.getAccountId());
        LiveAccount memory = live.value();
        Account account = memory.account();
        PointsEngine engine = rules.engine();
        try {
            Event event = ActivityTranslator.toEvent(activity);
            fire(engine, live, account);
            for (Step due = engine.timer(account, event, memory);
                    due != null;
                    due = engine.timer(account, event, memory)) {
                take(live, account, due, dueMs(due));
            }
            Step step = engine.decide(account, event, memory);
            take(live, account, step, timestampMs);
            Objects.requireNonNull(decisions.get(step.decision().outcome())).increment();
        } catch (RuntimeException e) {
            throw poisonUnlessInfrastructure("event " + activity.getEventId(), e);
        }
    }

    /** Takes in what detection says of an account; what is no news does not even fire a timer. */
    private void suspect(@Nullable String key, AccountRisk suspected) {
        Live<LiveAccount> live = Objects.requireNonNull(accounts).get(WellFormed.keyed(key, suspected.getAccountId()));
        Account account = live.value().account();
        PointsEngine engine = rules.engine();
        try {
            Risk risk = RiskTranslator.toRisk(suspected);
            if (engine.risk(account, risk) != null) {
                fire(engine, live, account);
                Step step = Objects.requireNonNull(engine.risk(account, risk));
                take(live, account, step, Math.max(0, step.occurredAt().toEpochMilli()));
                Objects.requireNonNull(riskSteps).increment();
            }
        } catch (RuntimeException e) {
            throw poisonUnlessInfrastructure("risk " + suspected.getRevision(), e);
        }
    }

    /** Fires timers that a tick has made due, a bounded number of accounts at a time. */
    private void tick() {
        if (ticking == null) {
            Instant newest = ticks.newest();
            if (newest == null) {
                return;
            }
            if (tick != null && !newest.isAfter(tick)) {
                // A commit lies between two calls, since their period is longer than the commits'.
                ticks.reached(Objects.requireNonNull(context).taskId().partition(), tick);
                return;
            }
            ticking = newest;
        }
        Instant until = ticking;
        List<Bytes> due = Objects.requireNonNull(timers).due(until.toEpochMilli(), tickedTo, TICK_ACCOUNTS_MAX);
        for (Bytes key : due) {
            tick(TimerIndex.accountId(key), until);
            tickedTo = key;
        }
        if (due.size() < TICK_ACCOUNTS_MAX) {
            tick = until;
            ticking = null;
            tickedTo = null;
        }
        commitIfOverfull();
    }

    private void tick(String accountId, Instant until) {
        Live<LiveAccount> live = Objects.requireNonNull(accounts).get(accountId);
        try {
            fire(rules.engine(), live, live.value().account(), until);
        } catch (PoisonRecordException e) {
            // No record is to blame, so there is no dead letter: the account's timers wait for its next event.
            LOG.error("timer not fired: account={} until={} reason=\"{}\"", accountId, until, e.getMessage());
        }
    }

    private void fire(PointsEngine engine, Live<LiveAccount> live, Account account) {
        if (tick != null) {
            fire(engine, live, account, tick);
            account.tick(tick);
        }
    }

    private void fire(PointsEngine engine, Live<LiveAccount> live, Account account, Instant until) {
        for (Step due = engine.timer(account, until, live.value());
                due != null;
                due = engine.timer(account, until, live.value())) {
            take(live, account, due, dueMs(due));
        }
    }

    /** Writes a step, then changes the account. */
    private void take(Live<LiveAccount> live, Account account, Step step, long timestampMs) {
        List<String> broken = LedgerCheck.step(account, step);
        if (!broken.isEmpty()) {
            Objects.requireNonNull(violations).increment();
            throw new PoisonRecordException(
                    Reason.INVARIANT,
                    "step " + step.number() + " of account " + account.id() + " would break: " + broken);
        }
        byte[] entry = output.journal.serialize(Topics.POINTS_JOURNAL.name(), JournalTranslator.entry(step));
        ProcessorContext<String, byte[]> out = Objects.requireNonNull(context);
        out.forward(new Record<>(account.id(), entry, timestampMs), PointsTopology.JOURNAL);
        for (io.pointstream.engine.account.Notice notice : step.notices()) {
            byte[] told = output.notices.serialize(
                    Topics.POINTS_NOTICES.name(), JournalTranslator.notice(account.id(), notice));
            out.forward(new Record<>(account.id(), told, timestampMs), PointsTopology.NOTICES);
        }
        if (step.isTimer()) {
            Objects.requireNonNull(timerSteps).increment();
        }
        live.value().apply(account, step, rules.engine()::nextDue);
        Objects.requireNonNull(accounts).touch(live);
    }

    private void commitIfOverfull() {
        if (Objects.requireNonNull(accounts).overfull()) {
            Objects.requireNonNull(context).commit();
        }
    }

    private void writeBack() {
        ProcessorContext<String, byte[]> out = Objects.requireNonNull(context);
        int written = Objects.requireNonNull(accounts).writeBack((accountId, account) -> {
            if (account.tellBalance()) {
                byte[] balance = output.balances.serialize(
                        Topics.POINTS_BALANCES.name(), JournalTranslator.balance(accountId, account));
                long timestampMs = Math.max(0, account.asOf().toEpochMilli());
                out.forward(new Record<>(accountId, balance, timestampMs), PointsTopology.BALANCES);
            }
        });
        Objects.requireNonNull(keys).flush();
        Objects.requireNonNull(accountsPerCommit).record(written);
    }

    private static long dueMs(Step timer) {
        return Math.max(0, timer.occurredAt().toEpochMilli());
    }

    /** A store, a broker or a registry in trouble is not the record's fault. */
    private static RuntimeException poisonUnlessInfrastructure(String what, RuntimeException e) {
        if (e instanceof PoisonRecordException
                || (e instanceof KafkaException && !(e instanceof SerializationException))) {
            return e;
        }
        return new PoisonRecordException(Reason.FAILED, what + " could not be taken: " + e, e);
    }
}
