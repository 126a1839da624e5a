package io.pointstream.topologies.farming;

import io.pointstream.engine.farming.AccountNews;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Invite;
import io.pointstream.engine.farming.Link;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.farming.Rings;
import io.pointstream.engine.farming.Tie;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.topologies.farming.FarmingTopology.Filed;
import io.pointstream.topologies.farming.FarmingTopology.Observed;
import io.pointstream.topologies.state.SoloContext;
import io.pointstream.topologies.state.SoloContext.Changelog;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The processors of the farming topology with nothing of Kafka between them: each record is followed to its end, with all
 * links, ties and news that it causes, before the next. Not safe for use by two threads.
 */
public final class SoloFarming {

    /** Takes what detection says, as it is sent. */
    public interface Output {
        void signal(Signal signal);

        void flag(Flag flag);

        void shadowFlag(Flag flag);

        void risk(AccountRisk risk);
    }

    /** One processor with its context. */
    private record Stage<I, O>(Processor<String, I, String, O> processor, SoloContext<O> context) {

        static <I, O> Stage<I, O> of(
                Processor<String, I, String, O> processor,
                String store,
                Changelog changelog,
                SoloContext.Output<O> output) {
            SoloContext<O> context = new SoloContext<>(
                    FarmingTopology.APPLICATION, List.of(store), StatefulProcessor.hook(store), changelog, output);
            processor.init(context);
            return new Stage<>(processor, context);
        }

        void process(String key, I value, long timestampMs) {
            processor.process(new Record<>(key, value, timestampMs));
        }

        void commitWhereAsked() {
            if (context.commitRequested()) {
                context.beforeCommit();
            }
        }
    }

    private final Stage<Object, Observed> behaviour;
    private final Stage<Link, Tie> links;
    private final Stage<Tie, Rings.Outcome> rings;
    private final Stage<AccountNews, Filed> cases;
    private final Output output;

    private final Queue<Link> newLinks = new ArrayDeque<>();
    private final Queue<Tie> newTies = new ArrayDeque<>();
    private final Queue<AccountNews> newsOfRings = new ArrayDeque<>();
    private long timestampMs;

    /**
     * Knows nobody yet.
     *
     * @param detection what is in force at an event time, in epoch milliseconds
     * @param lists what is on the lists
     * @param cacheBytes heap for the live state of one kind
     */
    public SoloFarming(LongFunction<Detectors> detection, Supplier<Lists> lists, long cacheBytes, Output output) {
        this(detection, lists, cacheBytes, Changelog.none(), output);
    }

    /** Knows what the changelog holds; otherwise the same. */
    public SoloFarming(
            LongFunction<Detectors> detection,
            Supplier<Lists> lists,
            long cacheBytes,
            Changelog changelog,
            Output output) {
        this.output = output;
        behaviour = Stage.of(
                new BehaviourProcessor(detection, lists, cacheBytes),
                FarmingTopology.BEHAVIOUR,
                changelog,
                (record, child) -> observed(record.value()));
        links = Stage.of(
                new LinkProcessor(detection, lists, cacheBytes),
                FarmingTopology.LINKS,
                changelog,
                (record, child) -> newTies.add(record.value()));
        rings = Stage.of(
                new RingProcessor(detection, lists, cacheBytes),
                FarmingTopology.RINGS,
                changelog,
                (record, child) -> joined(record.value()));
        cases = Stage.of(
                new CaseProcessor(detection, lists, cacheBytes),
                FarmingTopology.CASES,
                changelog,
                (record, child) -> filed(record.value()));
    }

    /** Looks at an activity. Throws what the processors throw: what the service would put into the dead letters. */
    public void process(Activity activity) {
        timestampMs = Math.max(0, activity.getOccurredAt().toEpochMilli());
        behaviour.process(activity.getAccountId(), activity, timestampMs);
        Invite invite = FarmingTranslator.invite(activity);
        if (invite != null) {
            behaviour.process(invite.inviteeId(), invite, timestampMs);
        }
        follow();
    }

    /** Looks at what became of an activity; throws as well. */
    public void process(JournalEntry entry) {
        timestampMs = Math.max(0, entry.getOccurredAt().toEpochMilli());
        behaviour.process(entry.getAccountId(), entry, timestampMs);
        follow();
    }

    /** Writes back what must be written before a commit; the commit itself is the caller's. */
    public void beforeCommit() {
        behaviour.context.beforeCommit();
        links.context.beforeCommit();
        rings.context.beforeCommit();
        cases.context.beforeCommit();
    }

    private void observed(Observed observed) {
        observed.all().forEach(this::file);
        newLinks.addAll(observed.links());
        newTies.addAll(observed.ties());
    }

    private void joined(Rings.Outcome outcome) {
        outcome.flags().forEach(flag -> output.flag(FarmingTranslator.flag(flag)));
        newsOfRings.addAll(outcome.news());
    }

    private void filed(Filed filed) {
        filed.signals().forEach(output::signal);
        filed.flags().forEach(output::flag);
        filed.shadowFlags().forEach(output::shadowFlag);
        filed.risks().forEach(output::risk);
    }

    private void file(AccountNews news) {
        cases.process(news.accountId(), news, timestampMs);
    }

    private void follow() {
        for (Link link = newLinks.poll(); link != null; link = newLinks.poll()) {
            links.process(link.key(), link, timestampMs);
        }
        for (Tie tie = newTies.poll(); tie != null; tie = newTies.poll()) {
            rings.process(FarmingTopology.RINGS, tie, timestampMs);
        }
        for (AccountNews news = newsOfRings.poll(); news != null; news = newsOfRings.poll()) {
            file(news);
        }
        behaviour.commitWhereAsked();
        links.commitWhereAsked();
        rings.commitWhereAsked();
        cases.commitWhereAsked();
    }
}
