package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.sinks.Migrations.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    private static final Migration FIRST =
            new Migration(1, "0001_first.sql", "-- why\nCREATE TABLE IF NOT EXISTS a (x Int32) ENGINE = Memory;\n");
    private static final Migration SECOND = new Migration(
            2,
            "0002_second.sql",
            "CREATE TABLE IF NOT EXISTS b (x String DEFAULT 'a;b') ENGINE = Memory;\nALTER TABLE a ADD COLUMN IF NOT EXISTS y Int32;\n");

    @Test
    void shippedMigrationsMakeTheTables() throws Exception {
        ClickHouseConfig config = TestClickHouse.newDatabase();

        Migrations.apply(config);

        assertThat(TestClickHouse.column(config, "SELECT name FROM system.tables WHERE database = currentDatabase()"))
                .containsExactlyInAnyOrder(
                        "schema_history", "decisions", "postings", "balances", "signals", "flags", "notices");
    }

    @Test
    void everyFactTableRemembersInsertTokensAndCarriesItsRecord() throws Exception {
        ClickHouseConfig config = TestClickHouse.migratedDatabase();

        assertThat(TestClickHouse.column(
                        config,
                        "SELECT name FROM system.tables WHERE database = currentDatabase() AND name != 'schema_history'"
                                + " AND NOT create_table_query LIKE '%non_replicated_deduplication_window = 100000%'"))
                .isEmpty();
        assertThat(TestClickHouse.column(
                        config,
                        "SELECT count() FROM system.columns WHERE database = currentDatabase()"
                                + " AND name IN ('topic', 'partition', 'offset')"))
                .containsExactly("18");
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

    @Test
    void everyShippedStatementMayBeRunTwice() {
        assertThat(Migrations.shipped())
                .allSatisfy(migration -> assertThat(migration.statements())
                        .isNotEmpty()
                        .allSatisfy(sql -> assertThat(sql).containsPattern("IF (NOT )?EXISTS")));
    }
}
