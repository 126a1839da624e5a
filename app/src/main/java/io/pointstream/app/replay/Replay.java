package io.pointstream.app.replay;

import io.pointstream.app.replay.MergedEvents.Located;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.json.EventLines.Line;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.state.StoreEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

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
    private final PrintWriter problems;

    private final Serializer<Activity> activities =
            AvroSerdes.<Activity>create(SERDES).serializer();
    private final Deserializer<JournalEntry> journal =
            AvroSerdes.<JournalEntry>create(SERDES).deserializer();
    private final Deserializer<AccountBalance> balances =
            AvroSerdes.<AccountBalance>create(SERDES).deserializer();

    private final ReplaySummary summary = new ReplaySummary();
    private final Map<String, AccountBalance> newestBalances = new TreeMap<>();
    private final Set<String> countedAccounts = new HashSet<>();

    /** @param problems is told of bad lines and of events that could not be decided, one line each */
    public Replay(RuleBooks rules, PrintWriter problems) {
        this.rules = rules;
        this.problems = problems;
    }

    /**
     * Replays the files into a directory.
     *
     * @return whether every line was an event and every event was decided
     */
    public boolean run(List<Path> events, Path out) throws IOException {
        try (MergedEvents input = new MergedEvents(events, this::bad);
                DrivenTopology points = new DrivenTopology(
                        PointsTopology.build(rules, SERDES, StoreEngine.HEAP, CACHE_BYTES),
                        PointsTopology.APPLICATION);
                ReplayFiles files = new ReplayFiles(out)) {
            for (Located event = input.next(); event != null; event = input.next()) {
                process(event, points, files);
            }
            newestBalances.keySet().retainAll(countedAccounts);
            files.finish(newestBalances.values(), List.of(), summary.finish(newestBalances.values(), 0));
        }
        problems.flush();
        return summary.badLines == 0 && summary.deadLetters == 0;
    }

    private void process(Located event, DrivenTopology points, ReplayFiles files) {
        summary.events++;
        Activity activity = event.activity();
        String topic = Topics.forEventType(ActivityJson.typeOf(activity)).name();
        byte[] key = activity.getAccountId().getBytes(StandardCharsets.UTF_8);
        Instant at = activity.getOccurredAt();
        points.process(topic, key, activities.serialize(topic, activity), at);

        points.drain(Topics.POINTS_JOURNAL.name(), record -> journalled(record.value(), files));
        points.drain(Topics.POINTS_BALANCES.name(), record -> {
            AccountBalance balance = balances.deserialize(Topics.POINTS_BALANCES.name(), record.value());
            newestBalances.put(balance.getAccountId(), balance);
        });
        points.drain(Topics.DEAD_LETTERS.name(), record -> {
            Header message = record.headers().lastHeader("__streams.errors.message");
            dead(event, new String(message.value(), StandardCharsets.UTF_8));
        });
    }

    private void journalled(byte[] bytes, ReplayFiles files) {
        JournalEntry entry = journal.deserialize(Topics.POINTS_JOURNAL.name(), bytes);
        Decision decision = entry.getDecision();
        if (decision != null && ReplaySummary.counted(decision.getOutcome())) {
            countedAccounts.add(entry.getAccountId());
        }
        summary.add(entry);
        try {
            files.journal(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
