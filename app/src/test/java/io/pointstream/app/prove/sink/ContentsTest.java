package io.pointstream.app.prove.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.NoticeKind;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proof that cannot fail proves nothing: what is planted must be found and named. */
class ContentsTest {

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static EmbeddedClickHouse server;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private ClickHouseConfig database;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private Contents contents;

    private final Expected expected = new Expected();

    @BeforeAll
    static void start(@TempDir Path directory) {
        server = EmbeddedClickHouse.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() throws InterruptedException, SQLException {
        database = ClickHouseConfig.local(URI.create(server.url()), "contents");
        execute("default", "DROP DATABASE IF EXISTS contents SYNC");
        Migrations.apply(database);
        contents = new Contents(database);
        contents.addWitnesses();
        for (int offset = 0; offset < 4; offset++) {
            expected.add(notice(), new RecordMetadata(new TopicPartition("points.notices", 1), offset, 0, 0, 0, 0));
            insert(offset);
        }
    }

    private static Notice notice() {
        return Notice.newBuilder()
                .setAccountId("account")
                .setKind(NoticeKind.COMPENSATION_COUPON)
                .setPoints(5L)
                .setOccurredAt(Instant.EPOCH)
                .build();
    }

    private void insert(int offset) throws SQLException {
        execute(
                "contents",
                "INSERT INTO notices (account_id, kind, points, topic, partition, offset) SELECT 'account',"
                        + " 'COMPENSATION_COUPON', 5, 'points.notices', 1, " + offset);
    }

    private void execute(String where, String sql) throws SQLException {
        try (Connection connection = ClickHouseConfig.local(URI.create(server.url()), where)
                        .dataSource()
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void allIsThere() throws SQLException {
        assertThat(contents.compare(expected).isNone()).isTrue();
        assertThat(contents.wrongViews()).isEmpty();
        assertThat(contents.views()).contains("witness_of_notices");
        assertThat(contents.factTables())
                .containsExactly(
                        "acts",
                        "balances",
                        "decisions",
                        "flags",
                        "notices",
                        "postings",
                        "redemptions",
                        "reviews",
                        "shadow_flags",
                        "signals");
    }

    @Test
    void aViewThatHasSeenNothingIsNamed() throws SQLException {
        assertThat(contents.idleViews())
                .contains("the view caps_daily_view is empty", "the view witness_of_flags is empty")
                .doesNotContain("the view witness_of_notices is empty");
    }

    @Test
    void aMissingRowIsWaitedForAndOneTooManyIsNot() throws SQLException {
        assertThat(contents.isComing(expected)).isFalse();

        execute("contents", "DELETE FROM notices WHERE offset = 3");
        assertThat(contents.isComing(expected)).isTrue();

        insert(1);
        insert(2);
        assertThat(contents.isComing(expected)).isFalse();
    }

    @Test
    void aRowThatIsThereTwiceIsNamed() throws SQLException {
        insert(2);

        assertThat(contents.compare(expected).lasting())
                .containsExactly(
                        "notices has points.notices-1@2 2 times", "the view of notices counts 5 rows instead of 4");
    }

    @Test
    void aRowThatNobodyCommittedIsNamed() throws SQLException {
        insert(9);

        assertThat(contents.compare(expected).lasting())
                .contains("notices has points.notices-1@9, which nobody committed");
    }

    @Test
    void aRowThatIsMissingIsNamed() throws SQLException {
        execute("contents", "DELETE FROM notices WHERE offset = 3");

        assertThat(contents.compare(expected).missing()).containsExactly("notices lacks points.notices-1@3");
    }

    @Test
    void aViewThatCountsARepeatIsNamed() throws SQLException {
        execute("contents", "INSERT INTO witness_notices VALUES ('points.notices', 1, 1)");

        assertThat(contents.compare(expected).lasting())
                .containsExactly("the view of notices counts 5 rows instead of 4");
        assertThat(contents.wrongViews()).singleElement().asString().startsWith("the view witness_of_notices has ");
    }
}
