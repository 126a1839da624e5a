package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.points.Notice;
import io.pointstream.sinks.BlockWriter.RowRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A block is one of the server's too, however large it is and whatever the server is set to. */
class ClickHouseWriterTest {

    private static final int ROWS = 150_000;
    private static final int REFUSED = 100_000;
    private static final Instant NOON = Instant.parse("2026-05-02T04:00:00Z");
    // Each of them would cut such a block in many.
    private static final Map<String, String> SMALL_BLOCKS = Map.of(
            "max_block_size", "1000",
            "max_insert_block_size", "1000",
            "min_insert_block_size_rows", "1000",
            "min_insert_block_size_bytes", "1000");

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private ClickHouseConfig database;

    @BeforeEach
    void migrate() throws Exception {
        database = TestClickHouse.migratedDatabase();
    }

    private ClickHouseWriter writer() {
        return new ClickHouseWriter(database, Duration.ofSeconds(30), SMALL_BLOCKS, 1);
    }

    private static Block large() {
        Rows rows = new Rows(new TopicPartition(Topics.POINTS_NOTICES.name(), 3));
        Notice notice = TestRecords.notice("account-1", NOON);
        for (int offset = 0; offset < ROWS; offset++) {
            notice.setPoints(offset);
            rows.add(offset, notice);
        }
        return rows.blocks(new Plan(0, ROWS)).getFirst();
    }

    private String one(String sql) throws Exception {
        return TestClickHouse.column(database, sql).getFirst();
    }

    @Test
    void aRowFarIntoALargeBlockIsNamedAndNothingOfTheBlockIsStored() throws Exception {
        TestClickHouse.execute(database, "ALTER TABLE notices ADD CONSTRAINT one CHECK points != " + REFUSED);
        Block block = large();
        try (ClickHouseWriter writer = writer()) {
            RowRefusedException refused = catchThrowableOfType(RowRefusedException.class, () -> writer.write(block));
            assertThat(refused.row()).isEqualTo(REFUSED);
            assertThat(one("SELECT count() FROM notices")).isEqualTo("0");

            writer.write(block.without(block.offsetOf(refused.row())));
        }
        assertThat(one("SELECT concat(toString(count()), ' ', toString(countIf(points = 100000))) FROM notices"))
                .isEqualTo(ROWS - 1 + " 0");
    }

    @Test
    void aLargeBlockIsOnePartAndStoredOnce() throws Exception {
        try (ClickHouseWriter writer = writer()) {
            writer.write(large());
            writer.write(large());
        }
        assertThat(one("SELECT concat(toString(count()), ' of ', toString(uniqExact(_part))) FROM notices"))
                .isEqualTo(ROWS + " of 1");
        assertThat(one("SELECT sum(records) FROM watermarks WHERE topic = 'points.notices' AND partition = 3"))
                .isEqualTo(Integer.toString(ROWS));
    }
}
