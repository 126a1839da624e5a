package io.pointstream.topologies.points;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Event;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.topologies.ActivityTranslator;
import io.pointstream.topologies.Meters;
import io.pointstream.topologies.PoisonRecordException;
import io.pointstream.topologies.PoisonRecordException.Reason;
import io.pointstream.topologies.WellFormed;
import io.pointstream.topologies.state.CommitHook;
import io.pointstream.topologies.state.LiveObjects;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One event of one account after the other: compute the step, write its journal entry, then change the live account.
 *
 * <p>Everything that can fail for the record's sake happens before anything is changed or sent, the journal's bytes included;
 * what follows fails only when Kafka or the disk does, and then the whole transaction is aborted. Account state and balances
 * are written before each commit, once for each account that moved.
 */
final class PointsProcessor implements Processor<String, Activity, String, byte[]> {

    private final PointsEngine engine;
    private final Serializer<JournalEntry> journal;
    private final Serializer<AccountBalance> balances;
    private final long cacheBytes;

    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable LiveObjects<LiveAccount> accounts;
    private final Map<Outcome, Counter> decisions = new EnumMap<>(Outcome.class);
    private @Nullable DistributionSummary accountsPerCommit;

    PointsProcessor(
            PointsEngine engine,
            Serializer<JournalEntry> journal,
            Serializer<AccountBalance> balances,
            long cacheBytes) {
        this.engine = engine;
        this.journal = journal;
        this.balances = balances;
        this.cacheBytes = cacheBytes;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        accounts = new LiveObjects<>(
                processorContext.getStateStore(PointsTopology.ACCOUNTS),
                new LiveAccount.Codec(
                        engine.books().versions().getFirst().book().eventIds().name(),
                        processorContext.getStateStore(PointsTopology.EVENT_IDS),
                        processorContext.getStateStore(PointsTopology.REMEMBERED)),
                cacheBytes);
        CommitHook hook = processorContext.getStateStore(PointsTopology.COMMIT);
        hook.onCommit(processorContext, this::writeBack);
        MeterRegistry meters = Meters.of(processorContext.appConfigs());
        for (Outcome outcome : Outcome.values()) {
            decisions.put(outcome, meters.counter("pointstream.points.decisions", "outcome", outcome.name()));
        }
        accountsPerCommit = meters.summary("pointstream.points.accounts.per.commit");
    }

    @Override
    public void process(Record<String, Activity> record) {
        Activity activity = WellFormed.activity(record.key(), record.value());
        String accountId = activity.getAccountId();
        LiveObjects<LiveAccount> all = Objects.requireNonNull(accounts);
        LiveObjects.Live<LiveAccount> live = all.get(accountId);
        Account account = live.value().account();
        Step step;
        byte[] entry;
        try {
            Event event = ActivityTranslator.toEvent(activity);
            step = engine.decide(account, event, live.value());
            entry = journal.serialize(Topics.POINTS_JOURNAL.name(), JournalTranslator.entry(step));
        } catch (RuntimeException e) {
            throw poisonUnlessInfrastructure(activity, e);
        }
        ProcessorContext<String, byte[]> out = Objects.requireNonNull(context);
        out.forward(new Record<>(accountId, entry, record.timestamp()), PointsTopology.JOURNAL);
        live.value().apply(account, step);
        all.touch(live);
        Objects.requireNonNull(decisions.get(step.decision().outcome())).increment();
        if (all.overfull()) {
            out.commit();
        }
    }

    private void writeBack() {
        ProcessorContext<String, byte[]> out = Objects.requireNonNull(context);
        LiveObjects<LiveAccount> live = Objects.requireNonNull(accounts);
        int written = live.writeBack((accountId, account) -> {
            byte[] balance =
                    balances.serialize(Topics.POINTS_BALANCES.name(), JournalTranslator.balance(accountId, account));
            long timestampMs = Math.max(0, account.asOf().toEpochMilli());
            out.forward(new Record<>(accountId, balance, timestampMs), PointsTopology.BALANCES);
        });
        Objects.requireNonNull(accountsPerCommit).record(written);
    }

    /** A store, a broker or a registry in trouble is not the record's fault. */
    private static RuntimeException poisonUnlessInfrastructure(Activity activity, RuntimeException e) {
        if (e instanceof KafkaException && !(e instanceof SerializationException)) {
            return e;
        }
        return new PoisonRecordException(
                Reason.FAILED, "event " + activity.getEventId() + " could not be decided: " + e, e);
    }
}
