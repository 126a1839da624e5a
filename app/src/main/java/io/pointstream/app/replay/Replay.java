package io.pointstream.app.replay;

import io.pointstream.app.replay.MergedEvents.Located;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.json.EventLines.Line;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.PoisonRecordException;
import io.pointstream.topologies.farming.SoloFarming;
import io.pointstream.topologies.points.GivenTicks;
import io.pointstream.topologies.points.SoloPoints;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.SoloContext.Changelog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Event files through the topologies of the service, offline and deterministically: the same processors, serdes and rules,
 * with state on the heap instead of on disk.
 */
public final class Replay {

    /** No other process reads these schemas. */
    private static final Map<String, String> SERDES = Map.of("schema.registry.url", "mock://replay");

    /** Live accounts on the heap: there is nothing slower to keep them from. */
    private static final long CACHE_BYTES = 256L << 20;

    private final RuleBooks rules;
    private final Lists lists;
    private final boolean farming;
    private final PrintWriter problems;

    private final Deserializer<JournalEntry> journal =
            AvroSerdes.<JournalEntry>create(SERDES).deserializer();
    private final Deserializer<AccountBalance> balances =
            AvroSerdes.<AccountBalance>create(SERDES).deserializer();

    private final Deserializer<Notice> notices =
            AvroSerdes.<Notice>create(SERDES).deserializer();

    private final ReplaySummary summary = new ReplaySummary();
    private final Map<String, AccountBalance> newestBalances = new TreeMap<>();
    private final Set<String> countedAccounts = new HashSet<>();
    private final GivenTicks ticks = new GivenTicks();

    /** What points has sent since it was last written down. */
    private final List<byte[]> newEntries = new ArrayList<>();

    private final List<byte[]> newNotices = new ArrayList<>();
    private @Nullable Instant newestCounted;

    private final Found found = new Found();

    /** What detection has said since it was last written down or passed on, and all cases. */
    private static final class Found implements SoloFarming.Output {
        private final List<Signal> signals = new ArrayList<>();
        private final List<AccountRisk> risks = new ArrayList<>();

        /** The newest state of each case, in the order in which they were raised. */
        private final Map<String, Flag> cases = new LinkedHashMap<>();

        private final Map<String, Flag> shadowCases = new LinkedHashMap<>();

        @Override
        public void signal(Signal signal) {
            signals.add(signal);
        }

        @Override
        public void flag(Flag flag) {
            cases.put(flag.getCaseId(), flag);
        }

        @Override
        public void shadowFlag(Flag flag) {
            shadowCases.put(flag.getCaseId(), flag);
        }

        @Override
        public void risk(AccountRisk risk) {
            risks.add(risk);
        }
    }

    /**
     * Nothing is read yet.
     *
     * @param lists what was on the lists, from when until when
     * @param farming whether farming is looked for
     * @param problems is told of bad lines and of events that could not be decided, one line each
     */
    public Replay(RuleBooks rules, Lists lists, boolean farming, PrintWriter problems) {
        this.rules = rules;
        this.lists = lists;
        this.farming = farming;
        this.problems = problems;
    }

    /**
     * Replays the files into a directory.
     *
     * @return whether every line was an event and every event was decided
     */
    public boolean run(List<Path> events, Path out) throws IOException {
        try (ReplayFiles files = new ReplayFiles(out)) {
            return run(events, files);
        }
    }

    boolean run(List<Path> events, ReplayOutput output) throws IOException {
        ProgramRules program = ProgramRules.fixed(rules);
        SoloPoints.Task points =
                new SoloPoints(program, ticks, SERDES, CACHE_BYTES).start(Changelog.none(), this::sent);
        SoloFarming detection = farming ? new SoloFarming(program::detectors, () -> lists, CACHE_BYTES, found) : null;
        try (MergedEvents input = new MergedEvents(events, this::bad)) {
            for (Located event = input.next(); event != null; event = input.next()) {
                process(event, points, detection, output);
            }
            tick(points, output);
            newestBalances.keySet().retainAll(countedAccounts);
            output.finish(
                    newestBalances.values(),
                    found.cases.values(),
                    found.shadowCases.values(),
                    summary.finish(newestBalances.values(), found.cases.size()));
        }
        problems.flush();
        return summary.badLines == 0 && summary.deadLetters == 0;
    }

    private void process(Located event, SoloPoints.Task points, @Nullable SoloFarming detection, ReplayOutput output)
            throws IOException {
        summary.events++;
        try {
            points.process(event.activity());
        } catch (PoisonRecordException e) {
            dead(event, String.valueOf(e.getMessage()));
        }
        List<JournalEntry> entries = written(output);
        if (points.commitRequested()) {
            points.beforeCommit();
        }
        if (detection != null) {
            detect(event, entries, detection, output);
            suspect(event, points, output);
        }
    }

    /** One tick with the newest counted event time of the whole input: what is due by then fires for idle accounts too. */
    private void tick(SoloPoints.Task points, ReplayOutput output) throws IOException {
        points.beforeCommit();
        if (newestCounted != null) {
            ticks.tick(newestCounted);
            while (!ticks.isReachedBy(1)) {
                points.tick();
                points.beforeCommit();
                // Detection looks at no step that no event has caused.
                written(output);
            }
        }
    }

    private void sent(Topic topic, String key, byte[] value) {
        if (topic.equals(Topics.POINTS_JOURNAL)) {
            newEntries.add(value);
        } else if (topic.equals(Topics.POINTS_NOTICES)) {
            newNotices.add(value);
        } else {
            newestBalances.put(key, balances.deserialize(topic.name(), value));
        }
    }

    /** Writes down what points has said since the last time; gives its journal entries. */
    private List<JournalEntry> written(ReplayOutput output) throws IOException {
        List<JournalEntry> entries = new ArrayList<>(newEntries.size());
        for (byte[] entry : newEntries) {
            entries.add(journalled(entry, output));
        }
        newEntries.clear();
        for (byte[] notice : newNotices) {
            summary.notices++;
            output.notice(notices.deserialize(Topics.POINTS_NOTICES.name(), notice));
        }
        newNotices.clear();
        return entries;
    }

    /** Detection sees the event first and its decision after it, as it mostly does in the service. */
    private void detect(Located event, List<JournalEntry> entries, SoloFarming detection, ReplayOutput output)
            throws IOException {
        try {
            if (!(event.activity().getBody() instanceof ReviewDecided)) {
                detection.process(event.activity());
            }
            entries.forEach(detection::process);
        } catch (PoisonRecordException e) {
            dead(event, String.valueOf(e.getMessage()));
        }
        for (Signal signal : found.signals) {
            summary.signals++;
            output.signal(signal);
        }
        found.signals.clear();
    }

    /** Points takes in what detection says behind the event that caused it: it holds from the account's next event on. */
    private void suspect(Located event, SoloPoints.Task points, ReplayOutput output) throws IOException {
        for (AccountRisk risk : found.risks) {
            try {
                points.process(risk);
            } catch (PoisonRecordException e) {
                dead(event, String.valueOf(e.getMessage()));
            }
            // Detection looks at no step that no event has caused.
            written(output);
        }
        found.risks.clear();
    }

    private JournalEntry journalled(byte[] bytes, ReplayOutput output) throws IOException {
        JournalEntry entry = journal.deserialize(Topics.POINTS_JOURNAL.name(), bytes);
        Decision decision = entry.getDecision();
        if (decision != null && ReplaySummary.counted(decision.getOutcome())) {
            countedAccounts.add(entry.getAccountId());
            if (newestCounted == null || decision.getOccurredAt().isAfter(newestCounted)) {
                newestCounted = decision.getOccurredAt();
            }
        }
        summary.add(entry);
        output.journal(entry);
        return entry;
    }

    private void bad(Path file, Line.Bad line) {
        summary.badLines++;
        String field = line.problem().field() == null ? "" : line.problem().field() + ": ";
        problems.println(
                file + ":" + line.number() + ": " + field + line.problem().problem());
    }

    private void dead(Located event, String message) {
        summary.deadLetters++;
        problems.println(event.file() + ":" + event.line() + ": " + message);
    }
}
