package io.pointstream.topologies.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.farming.AccountNews;
import io.pointstream.engine.farming.Behaviour;
import io.pointstream.engine.farming.Decided;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.farming.Findings;
import io.pointstream.engine.farming.Invite;
import io.pointstream.engine.farming.Link;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.farming.NewDay;
import io.pointstream.engine.farming.Ruling;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.topologies.ActivityTranslator;
import io.pointstream.topologies.PoisonRecordException;
import io.pointstream.topologies.PoisonRecordException.Reason;
import io.pointstream.topologies.WellFormed;
import io.pointstream.topologies.farming.FarmingTopology.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Keeps the behaviour profile of each account and lets the detectors look at it. */
final class BehaviourProcessor implements Processor<String, Object, String, Observed> {

    private final LongFunction<Detectors> detection;
    private final Supplier<Lists> lists;
    private final long cacheBytes;
    private @Nullable ProcessorContext<String, Observed> context;
    private @Nullable LiveState<Behaviour> behaviours;

    /** At the time of the record that is being processed. */
    private @Nullable Detectors inForce;

    BehaviourProcessor(LongFunction<Detectors> detection, Supplier<Lists> lists, long cacheBytes) {
        this.detection = detection;
        this.lists = lists;
        this.cacheBytes = cacheBytes;
    }

    @Override
    public void init(ProcessorContext<String, Observed> processorContext) {
        context = processorContext;
        behaviours = new LiveState<>(
                processorContext,
                FarmingTopology.BEHAVIOUR,
                (key, stored) -> {
                    Detectors newest = detection.apply(Long.MAX_VALUE);
                    return stored == null ? new Behaviour(newest) : Behaviour.decode(newest, stored);
                },
                Behaviour::encode,
                cacheBytes);
    }

    @Override
    public void process(Record<String, Object> record) {
        inForce = detection.apply(record.timestamp());
        Observed observed = switch (record.value()) {
            case Activity activity -> observe(record.key(), activity);
            case JournalEntry entry -> observe(record.key(), entry);
            case Invite invite -> observe(invite);
            case null ->
                throw new PoisonRecordException(Reason.NULL_VALUE, "the record has no value; expected an activity");
            default ->
                throw new PoisonRecordException(
                        Reason.UNREADABLE,
                        "neither an activity nor a journal entry: "
                                + record.value().getClass());
        };
        if (!observed.isNothing()) {
            Objects.requireNonNull(context).forward(record.withValue(observed));
        }
    }

    private Observed observe(@Nullable String key, Activity activity) {
        String accountId = WellFormed.activity(key, activity).getAccountId();
        Event event;
        try {
            event = ActivityTranslator.toEvent(activity);
        } catch (RuntimeException e) {
            throw new PoisonRecordException(
                    Reason.FAILED, "event " + activity.getEventId() + " could not be read: " + e, e);
        }
        Collected collected = new Collected();
        behaviour(accountId).observe(event, collected);
        return collected.observed();
    }

    private Observed observe(@Nullable String key, JournalEntry entry) {
        String accountId = WellFormed.keyed(key, entry.getAccountId());
        Collected collected = new Collected();
        Decided decided = FarmingTranslator.decided(entry);
        if (decided != null && behaviour(accountId).observe(decided, collected)) {
            Ruling ruling = FarmingTranslator.ruling(entry);
            if (ruling != null) {
                collected.news.add(ruling);
            }
        }
        return collected.observed();
    }

    private Observed observe(Invite invite) {
        Collected collected = new Collected();
        behaviour(invite.inviteeId()).observe(invite, collected);
        return collected.observed();
    }

    private Behaviour behaviour(String accountId) {
        return Objects.requireNonNull(behaviours).change(accountId).under(Objects.requireNonNull(inForce), lists.get());
    }

    private static final class Collected implements Findings {
        private final List<Finding> findings = new ArrayList<>(0);
        private final List<Link> links = new ArrayList<>(0);
        private final List<AccountNews> news = new ArrayList<>(0);

        @Override
        public void found(Finding finding) {
            findings.add(finding);
        }

        @Override
        public void link(Link link) {
            links.add(link);
        }

        @Override
        public void day(NewDay day) {
            news.add(day);
        }

        Observed observed() {
            return new Observed(findings, links, news);
        }
    }
}
