package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Partner;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.farming.FlagEndCause;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.sinks.Migrations.Migration;
import io.pointstream.sinks.report.NamedReport;
import io.pointstream.sinks.report.Reports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every earlier version of the schema, with rows in all of its tables, becomes today's; and a sink of that version may
 * go on writing. Either way it ends like a new database to which that sink has written all.
 */
class UpgradeTest {

    private static final Instant NOON = Instant.parse("2026-05-02T04:00:00Z");

    /** By the clock, about one account, or about Kafka: no two databases agree on them, or they need more than a database. */
    private static final Set<String> NOT_COMPARED =
            Set.of("throughput", "storage", "account", "timeline", "statement", "reconcile");

    /** Today's tables with a row of every kind. */
    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static ClickHouseConfig source;

    /** All of what was written there. */
    private static final List<Block> BLOCKS = new ArrayList<>();

    @BeforeAll
    static void writeEveryKindOfRow() throws Exception {
        source = TestClickHouse.migratedDatabase();
        write(Topics.POINTS_JOURNAL.name(), new TestRecords(5).journal(2_000, 40));
        var open = TestRecords.flag("case-1", List.of("account-1", "account-2"), 84, FlagStatus.OPEN, NOON);
        var closed =
                TestRecords.closed(open, FlagEndCause.CLEARED, "reviewer-1", "a family / 一家人", NOON.plusSeconds(60));
        write(Topics.FARMING_FLAGS.name(), List.of(open, closed));
        write(Topics.FARMING_SHADOW_FLAGS.name(), List.of(open, closed));
        write(Topics.FARMING_SIGNALS.name(), List.of(TestRecords.signal("account-1", ReasonCode.VELOCITY, 0.9, NOON)));
        write(Topics.POINTS_NOTICES.name(), List.of(TestRecords.notice("account-1", NOON)));
        write(
                Topics.ACTIVITY_REDEMPTION.name(),
                List.of(
                        TestRecords.redemptionRequested("account-1", "r-1", 500, NOON),
                        TestRecords.transferRequested("account-2", "r-2", Partner.JD, 100, NOON)));
        write(
                Topics.RISK_REVIEWS.name(),
                List.of(TestRecords.review("account-1", "v-1", "case-1", ReviewDecision.CLEAR, NOON)));
    }

    private static void write(String topic, List<? extends SpecificRecord> records) throws Exception {
        List<Block> blocks = TestClickHouse.blocks(topic, 0, records);
        TestClickHouse.write(source, blocks);
        BLOCKS.addAll(blocks);
    }

    static Stream<Integer> earlierVersions() {
        return Migrations.shipped().stream()
                .limit(Migrations.shipped().size() - 1)
                .map(Migration::version);
    }

    /** Those whose next migration makes a view. */
    static Stream<Integer> versionsBeforeAView() {
        List<Migration> shipped = Migrations.shipped();
        return IntStream.range(1, shipped.size())
                .filter(next -> shipped.get(next).sql().contains("CREATE MATERIALIZED VIEW"))
                .mapToObj(next -> shipped.get(next - 1).version());
    }

    private static List<Migration> upTo(int version) {
        return Migrations.shipped().stream()
                .filter(migration -> migration.version() <= version)
                .toList();
    }

    @ParameterizedTest(name = "from version {0}")
    @MethodSource("earlierVersions")
    void anEarlierVersionWithDataBecomesTodays(int version) throws Exception {
        ClickHouseConfig old = TestClickHouse.newDatabase();
        Migrations.apply(old, upTo(version));
        ClickHouseConfig today = TestClickHouse.migratedDatabase();
        for (FactTable table : FactTable.values()) {
            List<String> columns = columnsOf(old, table);
            if (!columns.isEmpty()) {
                copy(table, columns, old, 0);
                copy(table, columns, today, 0);
            }
        }
        Migrations.apply(old);

        assertThat(everyRow(old)).isEqualTo(everyRow(today));
        assertThat(everyReport(old)).isEqualTo(everyReport(today));

        // A sink of that version that nobody has stopped yet.
        for (FactTable table : FactTable.values()) {
            List<String> columns = columnsThen(version, table);
            if (!columns.isEmpty()) {
                copy(table, columns, old, 1_000_000);
                copy(table, columns, today, 1_000_000);
            }
        }
        assertThat(everyRow(old)).isEqualTo(everyRow(today));
        assertThat(everyReport(old)).isEqualTo(everyReport(today));
    }

    /** A sink that was killed after its inserts and before it said so; the next one is of this version, and repeats them. */
    @ParameterizedTest(name = "from version {0}")
    @MethodSource("versionsBeforeAView")
    void aPlanThatAnEarlierVersionLeftOpenIsInEveryViewOnce(int version) throws Exception {
        ClickHouseConfig old = TestClickHouse.newDatabase();
        Migrations.apply(old, upTo(version));
        ClickHouseConfig today = TestClickHouse.migratedDatabase();
        for (Block block : BLOCKS) {
            List<String> columns = columnsOf(old, block.table());
            if (!columns.isEmpty()) {
                insert(block, columns, old);
            }
            insert(block, columns.isEmpty() ? block.table().columns() : columns, today);
        }
        Migrations.apply(old);

        TestClickHouse.write(
                old,
                BLOCKS.stream()
                        .map(block -> new Block(
                                block.table(), block.source(), block.token(), true, block.spans(), block.rowBinary()))
                        .toList());

        assertThat(everyRow(old)).isEqualTo(everyRow(today));
        assertThat(everyReport(old)).isEqualTo(everyReport(today));
    }

    // As a sink inserts a block, of these of its columns.
    private static void insert(Block block, List<String> columns, ClickHouseConfig to) throws Exception {
        String names = names(columns);
        TestClickHouse.execute(to, """
                INSERT INTO %s (%s) SELECT %s FROM %s.%1$s WHERE topic = '%s'
                SETTINGS insert_deduplication_token = '%s', deduplicate_blocks_in_dependent_materialized_views = 1,
                    deduplicate_insert_select = 'force_enable', max_insert_threads = 1
                """.formatted(
                        block.table().tableName(),
                        names,
                        names,
                        source.database(),
                        block.source().topic(),
                        block.token()));
    }

    private static String names(List<String> columns) {
        return columns.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static List<String> columnsThen(int version, FactTable table) throws Exception {
        ClickHouseConfig then = TestClickHouse.newDatabase();
        Migrations.apply(then, upTo(version));
        return columnsOf(then, table);
    }

    // What a sink of a version wrote: of today's columns those that there were. None was ever dropped.
    private static List<String> columnsOf(ClickHouseConfig database, FactTable table) throws Exception {
        List<String> known = TestClickHouse.column(
                database,
                "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '" + table.tableName()
                        + "'");
        return table.columns().stream().filter(known::contains).toList();
    }

    private static void copy(FactTable table, List<String> columns, ClickHouseConfig to, long offsetsFrom)
            throws Exception {
        String names = names(columns);
        TestClickHouse.execute(
                to,
                "INSERT INTO %s (%s) SELECT %s FROM %s.%1$s"
                        .formatted(
                                table.tableName(),
                                names,
                                names.replace("`offset`", "`offset` + " + offsetsFrom),
                                source.database()));
    }

    private static List<String> everyRow(ClickHouseConfig database) throws Exception {
        StringBuilder rows = new StringBuilder();
        for (FactTable table : FactTable.values()) {
            String columns = names(table.columns());
            rows.append(rows.isEmpty() ? "" : " UNION ALL ")
                    .append("SELECT '%s ' || toString((%s)) AS row FROM %1$s".formatted(table.tableName(), columns));
        }
        return TestClickHouse.column(database, "SELECT row FROM (" + rows + ") ORDER BY row");
    }

    private static List<String> everyReport(ClickHouseConfig database) {
        Reports reports = new Reports(database);
        return NamedReport.ALL.stream()
                .filter(report -> !NOT_COMPARED.contains(report.name()))
                .map(report -> report.answer(reports, name -> null))
                .map(Optional::orElseThrow)
                .map(table -> table.name() + " " + table.rows() + " " + table.totals())
                .toList();
    }
}
