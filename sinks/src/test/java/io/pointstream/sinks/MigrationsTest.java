package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.sinks.Migrations.Migration;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    private static final Migration FIRST =
            new Migration(1, "0001_first.sql", "-- why\nCREATE TABLE IF NOT EXISTS a (x Int32) ENGINE = Memory;\n");
    private static final Migration SECOND = new Migration(
            2,
            "0002_second.sql",
            "CREATE TABLE IF NOT EXISTS b (x String DEFAULT 'a;b') ENGINE = Memory;\nALTER TABLE a ADD COLUMN IF NOT EXISTS y Int32;\n");

    /** Rows with the columns that a sink of the first migration named. */
    private static final String FIRST_DECISION = """
            INSERT INTO decisions (account_id, step, occurred_at, tier, event_id, event_type, outcome, rule_id, category,
                rule_book_version, base_points, granted_points, bonus_points, capped_by, reason, quantity, rate, weight,
                caps.cap, caps.window, caps.limit, caps.used_before, caps.cut,
                bonuses.component, bonuses.source, bonuses.factor, bonuses.points, topic, partition, offset) VALUES
            ('a-1', 3, '2026-05-01 00:00:00.000', 'GOLD', 'e-1', 'payment.settled', 'PARTIALLY_CAPPED', 'r', 'CONSUMPTION',
                1, 90, 50, 0, ['r/TRANSACTION', 'r/DAY'], '50 granted', 90.5, 1, NULL,
                ['r/TRANSACTION', 'r/DAY'], ['TRANSACTION', 'DAY'], [60, 70], [0, 20], [30, 10],
                [], [], [], [], 'points.journal', 2, 7)
            """;

    private static final String FIRST_CAPTURE = """
            INSERT INTO postings (account_id, step, item, occurred_at, tier, posting_id, event_id, kind, component,
                category, rule_id, rule_book_version, points, debit, credit, expires_on, value_coefficient, reverses,
                redemption_id, topic, partition, offset) VALUES
            ('a-1', 4, 0, '2026-05-01 00:00:01.000', 'GOLD', 'p-1', 'e-2', 'CAPTURE', '', '', '', 1, -100, 'FROZEN',
                'REDEEMED', NULL, 1, '', 'red-1', 'points.journal', 2, 8)
            """;

    @Test
    void shippedMigrationsMakeTheTables() throws Exception {
        ClickHouseConfig config = TestClickHouse.newDatabase();

        Migrations.apply(config);

        assertThat(TestClickHouse.column(config, """
                        SELECT name FROM system.tables
                        WHERE database = currentDatabase() AND engine != 'MaterializedView'"""))
                .containsExactlyInAnyOrder(
                        "schema_history",
                        "decisions",
                        "postings",
                        "balances",
                        "signals",
                        "flags",
                        "shadow_flags",
                        "notices",
                        "redemptions",
                        "reviews",
                        "acts",
                        "movements_daily",
                        "caps_daily",
                        "earned_weekly",
                        "earned_total",
                        "redemption_moves",
                        "clawbacks",
                        "arrivals",
                        "account_balances",
                        "cases",
                        "account_cases",
                        "redemption_cases",
                        "frozen_redemptions",
                        "watermarks");
    }

    @Test
    void everyTableRemembersInsertTokensAndEveryFactCarriesItsRecord() throws Exception {
        ClickHouseConfig config = TestClickHouse.migratedDatabase();

        assertThat(
                        TestClickHouse.column(
                                config,
                                "SELECT name FROM system.tables WHERE database = currentDatabase() AND name != 'schema_history'"
                                        + " AND engine != 'MaterializedView' AND NOT create_table_query LIKE '%non_replicated_deduplication_window = 100000%'"))
                .isEmpty();
        assertThat(
                        TestClickHouse.column(
                                config,
                                "SELECT uniqExact(table) FROM system.columns WHERE database = currentDatabase()"
                                        + " AND table NOT LIKE '%_view' AND name IN ('topic', 'partition', 'offset') GROUP BY name ORDER BY name"))
                .as("offset, and partition and topic, which a watermark has too")
                .containsExactly("10", "11", "11");
    }

    @Test
    void applyingAgainChangesNothing() throws Exception {
        ClickHouseConfig config = TestClickHouse.newDatabase();
        Migrations.apply(config, List.of(FIRST));
        TestClickHouse.execute(config, "INSERT INTO a VALUES (7)");

        Migrations.apply(config, List.of(FIRST));

        assertThat(TestClickHouse.column(config, "SELECT x FROM a")).containsExactly("7");
        assertThat(TestClickHouse.column(config, "SELECT count() FROM schema_history"))
                .containsExactly("1");
    }

    @Test
    void laterMigrationsAreAppliedToADatabaseWithData() throws Exception {
        ClickHouseConfig config = TestClickHouse.newDatabase();
        Migrations.apply(config, List.of(FIRST));
        TestClickHouse.execute(config, "INSERT INTO a VALUES (7)");

        Migrations.apply(config, List.of(FIRST, SECOND));

        assertThat(TestClickHouse.column(config, "SELECT x + y FROM a")).containsExactly("7");
        assertThat(TestClickHouse.column(config, "SELECT name FROM schema_history ORDER BY version"))
                .containsExactly("0001_first.sql", "0002_second.sql");
    }

    @Test
    void factsOfTheFirstMigrationAreReadAfterTheSecond() throws Exception {
        ClickHouseConfig config = firstDatabase();
        TestClickHouse.execute(config, FIRST_DECISION);
        TestClickHouse.execute(config, FIRST_CAPTURE);

        Migrations.apply(config);

        assertThat(TestClickHouse.column(config, """
                        SELECT toString((event_id, base_points, granted_points, forfeited_points, reason, quantity,
                            caps.cap, caps.cut, topic, partition, offset)) FROM decisions"""))
                .containsExactly(
                        "('e-1',90,50,40,'50 granted',90.5,['r/TRANSACTION','r/DAY'],[30,10],'points.journal',2,7)");
        assertThat(TestClickHouse.column(config, """
                        SELECT toString((unit, counted, brackets, running_key, running_before, running_window,
                            running_from, running_earlier, clamp_computed, clamp_to, streak_length, streak_reward))
                        FROM decisions""")).containsExactly("('',NULL,'','',NULL,'',NULL,0,NULL,NULL,0,0)");
        assertThat(TestClickHouse.column(config, """
                        SELECT toString((posting_id, points, credited_amount, credited_unit, credited_when, credited_on))
                        FROM postings""")).containsExactly("('p-1',-100,NULL,'','',NULL)");
        // A merge writes the defaults down.
        TestClickHouse.execute(config, "OPTIMIZE TABLE decisions FINAL");
        assertThat(TestClickHouse.column(config, "SELECT sum(forfeited_points) FROM decisions"))
                .containsExactly("40");
    }

    @Test
    void aSinkOfTheFirstMigrationWritesOnAfterTheSecond() throws Exception {
        ClickHouseConfig config = TestClickHouse.migratedDatabase();

        TestClickHouse.execute(config, FIRST_DECISION);
        TestClickHouse.execute(config, FIRST_CAPTURE);

        assertThat(TestClickHouse.column(config, "SELECT forfeited_points FROM decisions"))
                .containsExactly("40");
    }

    @Test
    void aPlanThatAnOlderSinkLeftOpenIsFinishedWithoutARepeat() throws Exception {
        ClickHouseConfig config = firstDatabase();
        JournalEntry entry = new TestRecords(1).journal(1, 1).getFirst();
        Rows rows = new Rows(new TopicPartition("points.journal", 2));
        rows.add(7, entry);
        List<Block> blocks = rows.blocks(new Plan(7, 8));
        Block decisions = blocks.getFirst();
        assertThat(decisions.table()).isEqualTo(FactTable.DECISIONS);
        // The older sink wrote its decisions, in the form of then, and died before it wrote anything else.
        TestClickHouse.execute(
                config,
                FIRST_DECISION.replace(
                        ") VALUES", ") SETTINGS insert_deduplication_token = '" + decisions.token() + "' VALUES"));

        Migrations.apply(config);
        try (ClickHouseWriter writer = new ClickHouseWriter(config, Duration.ofSeconds(10), Map.of(), 1)) {
            for (Block block : blocks) {
                writer.write(block);
            }
        }

        assertThat(TestClickHouse.column(config, "SELECT event_id FROM decisions"))
                .as("the block is known by its token, whatever is in it")
                .containsExactly("e-1");
        assertThat(TestClickHouse.column(config, "SELECT account_id FROM balances"))
                .containsExactly(entry.getAccountId());
    }

    private static ClickHouseConfig firstDatabase() throws InterruptedException {
        ClickHouseConfig config = TestClickHouse.newDatabase();
        Migrations.apply(config, Migrations.shipped().subList(0, 1));
        return config;
    }

    @Test
    void aChangedFileIsRefusedByName() throws Exception {
        ClickHouseConfig config = TestClickHouse.newDatabase();
        Migrations.apply(config, List.of(FIRST));
        Migration changed = new Migration(1, FIRST.name(), FIRST.sql() + "-- harmless?\n");

        assertThatThrownBy(() -> Migrations.apply(config, List.of(changed, SECOND)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("0001_first.sql")
                .hasMessageContaining("was changed after it was applied");

        assertThat(TestClickHouse.column(config, "SHOW TABLES")).containsExactly("a", "schema_history");
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() throws Exception {
        ClickHouseConfig config = TestClickHouse.newDatabase();
        Migrations.apply(config, List.of(FIRST, SECOND));

        assertThatThrownBy(() -> Migrations.apply(config, List.of(FIRST)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("0002_second.sql")
                .hasMessageContaining("newer version");
    }

    @Test
    void aMigrationThatFailedInTheMiddleIsDoneAgain() throws Exception {
        ClickHouseConfig config = TestClickHouse.newDatabase();
        Migration broken = new Migration(1, FIRST.name(), FIRST.sql() + "CREATE TABLE nonsense;\n");
        assertThatThrownBy(() -> Migrations.apply(config, List.of(broken)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("refuses");

        Migrations.apply(config, List.of(FIRST));

        assertThat(TestClickHouse.column(config, "SELECT name FROM schema_history"))
                .containsExactly("0001_first.sql");
    }

    @Test
    void severalInstancesMayApplyAtOnce() throws Exception {
        ClickHouseConfig config = TestClickHouse.newDatabase();
        List<CompletableFuture<Void>> instances = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            instances.add(CompletableFuture.runAsync(() -> {
                try {
                    Migrations.apply(config);
                } catch (InterruptedException e) {
                    throw new CompletionException(e);
                }
            }));
        }

        instances.forEach(CompletableFuture::join);

        assertThat(TestClickHouse.column(config, "SELECT count() FROM schema_history FINAL"))
                .containsExactly(String.valueOf(Migrations.shipped().size()));
        Migrations.apply(config);
    }

    /** As docs/clickhouse-cluster.md has it done where the tables are made by hand. */
    @Test
    void whatIsNotedByHandIsNotRun() throws Exception {
        ClickHouseConfig config = TestClickHouse.newDatabase();
        Migrations.apply(config, List.of());
        for (Migration migration : Migrations.shipped()) {
            byte[] file;
            try (InputStream in = MigrationsTest.class.getResourceAsStream("migrations/" + migration.name())) {
                file = Objects.requireNonNull(in).readAllBytes();
            }
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(file));
            TestClickHouse.execute(
                    config,
                    "INSERT INTO schema_history (version, name, checksum) SELECT " + migration.version() + ", '"
                            + migration.name() + "', '" + sha256 + "'");
        }

        Migrations.apply(config);

        assertThat(TestClickHouse.column(config, "SHOW TABLES")).containsExactly("schema_history");
    }

    @Test
    void everyShippedStatementMayBeRunTwice() {
        assertThat(Migrations.shipped())
                .allSatisfy(migration -> assertThat(migration.statements())
                        .isNotEmpty()
                        .allSatisfy(sql -> assertThat(sql)
                                .containsPattern(
                                        "IF (NOT )?EXISTS|insert_deduplication_token|MODIFY (SETTING|QUERY)")));
    }
}
