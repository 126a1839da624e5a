package io.pointstream.sinks.report;

import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.ClickHouseSink;
import io.pointstream.sinks.report.KafkaTally.Count;
import io.pointstream.sinks.report.KafkaTally.Slice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is in ClickHouse is what Kafka says, and hangs together, down to the record that is missing or there
 * twice.
 *
 * <p>Compared are the records that the sink has committed: what it is still inserting is neither there nor missing.
 * Kafka is counted apart from the sink ({@link KafkaTally}), each row of each day. Then the aggregates are added up
 * again from the facts, and the balances from the postings ({@link Invariant}).
 *
 * <p>The first run reads the topics from their beginnings, a later one goes on from there. Not thread-safe.
 */
public final class Reconciliation implements AutoCloseable {

    /** The tables of each topic; the second part of a row's place in its record, where a record has several. */
    private static final Map<Topic, List<String>> TABLES = Map.of(
            Topics.POINTS_JOURNAL, List.of("decisions", "postings", "balances"),
            Topics.POINTS_NOTICES, List.of("notices"),
            Topics.FARMING_SIGNALS, List.of("signals"),
            Topics.FARMING_FLAGS, List.of("flags"),
            Topics.FARMING_SHADOW_FLAGS, List.of("shadow_flags"),
            Topics.ACTIVITY_REDEMPTION, List.of("redemptions"),
            Topics.RISK_REVIEWS, List.of("reviews"),
            Topics.CONSOLE_ACTS, List.of("acts"));

    private static final Map<String, String> DAYS = Map.of(
            "balances", "toDate32(occurred_at, 'Asia/Shanghai')",
            "flags", "toDate32(updated_at, 'Asia/Shanghai')",
            "shadow_flags", "toDate32(updated_at, 'Asia/Shanghai')");

    /** Offsets, accounts and the like that a finding names before it only counts. */
    private static final int NAMED_MAX = 5;

    private final Queries queries;
    private final KafkaTally kafka;
    private final Admin admin;
    private final String sinkGroup;

    /**
     * Reaches for nothing yet.
     *
     * @param kafka properties of a Kafka client, and those of the registry
     * @param sinkGroup the sink's consumer group
     */
    public Reconciliation(Map<String, Object> kafka, ClickHouseConfig clickHouse, String sinkGroup) {
        this.queries = new Queries(clickHouse.dataSource());
        this.kafka = new KafkaTally(kafka);
        this.admin = Admin.create(kafka);
        this.sinkGroup = sinkGroup;
    }

    /**
     * What was found.
     *
     * @param table a line for each check that holds, and for each day or key of one that does not
     * @param differences lines that do not hold, by check
     */
    public record Result(Table table, Map<String, Long> differences) {

        /** Whether everything is as it should be. */
        public boolean holds() {
            return differences.values().stream().allMatch(count -> count == 0);
        }
    }

    private static final List<Column> COLUMNS = List.of(
            Column.text("check"),
            Column.text("table"),
            Column.text("topic"),
            Column.integer("partition"),
            Column.date("day"),
            Column.integer("expected"),
            Column.integer("actual"),
            Column.text("holds"),
            Column.text("finding"));

    private record Line(
            String check,
            String table,
            @Nullable TopicPartition partition,
            @Nullable LocalDate day,
            long expected,
            long actual,
            String finding) {

        boolean holds() {
            return finding.isEmpty();
        }

        List<@Nullable Object> cells() {
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(check);
            cells.add(table);
            cells.add(partition == null ? null : partition.topic());
            cells.add(partition == null ? null : (long) partition.partition());
            cells.add(day);
            cells.add(expected);
            cells.add(actual);
            cells.add(holds() ? "yes" : "NO");
            cells.add(finding);
            return cells;
        }
    }

    /**
     * Compares.
     *
     * @param days only these days of the facts and the aggregates; balances are always compared whole
     * @throws ReportException if ClickHouse is away or refuses
     * @throws KafkaException if Kafka does
     * @throws InterruptedException if interrupted while Kafka is asked
     */
    public Result run(Days days) throws InterruptedException {
        Map<TopicPartition, Long> ends = committed();
        kafka.readTo(ends);
        List<Line> lines = new ArrayList<>();
        TABLES.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().name()))
                .forEach(entry ->
                        entry.getValue().forEach(table -> lines.addAll(records(entry.getKey(), table, ends, days))));
        kafka.lost()
                .forEach(place -> lines.add(new Line(
                        "records",
                        "dead-letters",
                        place.partition(),
                        null,
                        1,
                        0,
                        "offset " + place.offset() + " cannot be read and is in no dead letter")));
        for (Invariant invariant : Invariant.ALL) {
            lines.addAll(invariant(invariant, days));
        }
        Map<String, Long> differences = lines.stream()
                .collect(Collectors.groupingBy(
                        Line::check, Collectors.filtering(line -> !line.holds(), Collectors.counting())));
        List<List<@Nullable Object>> rows = lines.stream().map(Line::cells).toList();
        return new Result(new Table("reconcile", COLUMNS, rows, null, rows.size(), null), differences);
    }

    // Of a partition that the sink has not begun with, nothing is expected.
    private Map<TopicPartition, Long> committed() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = admin.listConsumerGroupOffsets(sinkGroup)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("The sink's progress is not known", e.getCause());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Topic topic : ClickHouseSink.TOPICS) {
            for (TopicPartition partition : kafka.partitions(topic.name())) {
                OffsetAndMetadata progress = committed.get(partition);
                ends.put(partition, progress == null ? 0 : progress.offset());
            }
        }
        return ends;
    }

    /** The rows of one table that come from one partition and day. */
    private record Stored(long rows, long distinct, long points) {
        static final Stored NOTHING = new Stored(0, 0, 0);
    }

    private List<Line> records(Topic topic, String table, Map<TopicPartition, Long> ends, Days days) {
        List<TopicPartition> partitions = kafka.partitions(topic.name());
        Map<Slice, Stored> stored = stored(topic, table, partitions, ends, days);
        List<Line> lines = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            Set<LocalDate> dates = new TreeSet<>();
            stored.keySet().stream()
                    .filter(key -> key.partition().equals(partition))
                    .forEach(key -> dates.add(key.day()));
            kafka.counts().keySet().stream()
                    .filter(key -> key.table().equals(table) && key.partition().equals(partition))
                    .map(Slice::day)
                    .filter(day -> !day.isBefore(days.from()) && !day.isAfter(days.to()))
                    .forEach(dates::add);
            long expected = 0;
            long actual = 0;
            List<Line> wrong = new ArrayList<>();
            for (LocalDate day : dates) {
                Slice key = new Slice(table, partition, day);
                Count asked = kafka.counts().getOrDefault(key, new Count());
                Stored found = stored.getOrDefault(key, Stored.NOTHING);
                String finding = same(topic, asked, found) ? "" : finding(topic, key, ends, asked, found);
                if (finding.isEmpty()) {
                    expected += found.rows();
                    actual += found.rows();
                } else {
                    wrong.add(new Line("records", table, partition, day, asked.rows, found.rows(), finding));
                }
            }
            lines.add(new Line("records", table, partition, null, expected, actual, ""));
            lines.addAll(wrong);
        }
        return lines;
    }

    // A compacted topic may have lost what the table has kept.
    private static boolean same(Topic topic, Count asked, Stored found) {
        boolean complete = topic.compacted() ? found.rows() >= asked.rows : found.rows() == asked.rows;
        return complete && found.distinct() == found.rows() && found.points() == asked.points;
    }

    private Map<Slice, Stored> stored(
            Topic topic, String table, List<TopicPartition> partitions, Map<TopicPartition, Long> ends, Days days) {
        boolean posting = table.equals("postings");
        String sql = "SELECT partition, " + DAYS.getOrDefault(table, "day") + " AS local_day, count(),"
                + " uniqExact(offset" + (posting ? ", item), sum(points)" : "), 0")
                + " FROM " + table + " WHERE topic = ? AND local_day BETWEEN toDate32(?) AND toDate32(?) AND ("
                + partitions.stream()
                        .map(partition -> "(partition = ? AND offset >= ? AND offset < ?)")
                        .collect(Collectors.joining(" OR "))
                + ") GROUP BY partition, local_day";
        List<Object> parameters = new ArrayList<>(
                List.of(topic.name(), days.from().toString(), days.to().toString()));
        for (TopicPartition partition : partitions) {
            parameters.add(partition.partition());
            parameters.add(kafka.begin(partition));
            parameters.add(ends.getOrDefault(partition, 0L));
        }
        List<Column> columns = List.of(
                Column.integer("partition"),
                Column.date("day"),
                Column.integer("rows"),
                Column.integer("distinct"),
                Column.integer("points"));
        Map<Slice, Stored> stored = new HashMap<>();
        for (List<@Nullable Object> row : queries.rows(columns, sql, parameters.toArray())) {
            TopicPartition partition = new TopicPartition(topic.name(), Math.toIntExact(number(row, 0)));
            stored.put(
                    new Slice(table, partition, day(row, 1)),
                    new Stored(number(row, 2), number(row, 3), number(row, 4)));
        }
        return stored;
    }

    /** What is wrong with a day of a partition, by offset; empty if dead letters explain all of it. */
    private String finding(Topic topic, Slice key, Map<TopicPartition, Long> ends, Count asked, Stored found) {
        boolean posting = key.table().equals("postings");
        Map<Long, Long> expected = kafka.rowsByOffset(key);
        List<String> missing = new ArrayList<>();
        List<String> repeated = new ArrayList<>();
        List<String> strangers = new ArrayList<>();
        boolean explained = false;
        for (List<@Nullable Object> row : queries.rows(
                List.of(Column.integer("offset"), Column.integer("rows"), Column.integer("distinct")),
                "SELECT offset, count(), " + (posting ? "uniqExact(item)" : "1") + " FROM " + key.table()
                        + " WHERE topic = ? AND partition = ? AND offset >= ? AND offset < ? AND "
                        + DAYS.getOrDefault(key.table(), "day") + " = toDate32(?) GROUP BY offset ORDER BY offset",
                key.partition().topic(),
                key.partition().partition(),
                kafka.begin(key.partition()),
                ends.getOrDefault(key.partition(), 0L),
                key.day().toString())) {
            long offset = number(row, 0);
            Long rows = expected.remove(offset);
            if (rows == null && !topic.compacted()) {
                strangers.add(Long.toString(offset));
            } else if (number(row, 1) > number(row, 2)) {
                repeated.add(Long.toString(offset));
            } else if (rows != null && number(row, 2) < rows) {
                missing.add(offset + " (" + (rows - number(row, 2)) + " of " + rows + ")");
            }
        }
        for (long offset : expected.keySet()) {
            if (kafka.isDeadLetter(key.partition(), offset)) {
                explained = true;
            } else {
                missing.add(Long.toString(offset));
            }
        }
        List<String> findings = new ArrayList<>();
        name(findings, "missing: offset ", missing);
        name(findings, "more than once: offset ", repeated);
        name(findings, "not in Kafka: offset ", strangers);
        if (findings.isEmpty() && !explained) {
            findings.add("points " + found.points() + ", in Kafka " + asked.points);
        }
        return String.join("; ", findings);
    }

    private static void name(List<String> findings, String what, List<String> found) {
        if (!found.isEmpty()) {
            String more = found.size() > NAMED_MAX ? " and " + (found.size() - NAMED_MAX) + " more" : "";
            findings.add(what + String.join(", ", found.subList(0, Math.min(NAMED_MAX, found.size()))) + more);
        }
    }

    private List<Line> invariant(Invariant invariant, Days days) {
        Object[] parameters = invariant.parameters(days);
        List<@Nullable Object> sums = queries.one(
                List.of(Column.integer("expected"), Column.integer("actual"), Column.integer("wrong")),
                "SELECT sum(expected), sum(actual), countIf(expected != actual) FROM (" + invariant.sql() + ")",
                parameters);
        if (number(sums, 2) == 0) {
            return List.of(
                    new Line(invariant.check(), invariant.table(), null, null, number(sums, 0), number(sums, 1), ""));
        }
        long more = number(sums, 2) - NAMED_MAX;
        List<Line> lines = new ArrayList<>();
        for (List<@Nullable Object> row : queries.rows(
                List.of(Column.date("day"), Column.text("key"), Column.integer("expected"), Column.integer("actual")),
                "SELECT local_day, key, expected, actual FROM (" + invariant.sql()
                        + ") WHERE expected != actual ORDER BY local_day, key LIMIT " + NAMED_MAX,
                parameters)) {
            String also = lines.size() == NAMED_MAX - 1 && more > 0 ? " and " + more + " more" : "";
            lines.add(new Line(
                    invariant.check(),
                    invariant.table(),
                    null,
                    (LocalDate) row.get(0),
                    number(row, 2),
                    number(row, 3),
                    row.get(1) + ": " + invariant.meaning() + also));
        }
        return lines;
    }

    private static long number(List<@Nullable Object> row, int index) {
        if (row.get(index) instanceof Long number) {
            return number;
        }
        throw new IllegalStateException("An aggregate without a value");
    }

    private static LocalDate day(List<@Nullable Object> row, int index) {
        if (row.get(index) instanceof LocalDate day) {
            return day;
        }
        throw new IllegalStateException("A fact without a day");
    }

    @Override
    public void close() {
        kafka.close();
        admin.close();
    }
}
