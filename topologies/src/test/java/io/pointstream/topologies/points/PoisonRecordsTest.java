package io.pointstream.topologies.points;

import static io.pointstream.topologies.points.PointsDriver.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.topologies.DeadLetters;
import io.pointstream.topologies.state.StoreEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be processed goes to the dead letters byte for byte, changes nothing, and the stream goes on. */
class PoisonRecordsTest {

    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");
    private static final byte[] KEY = "a1".getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path stateDir;

    @SuppressWarnings("NullAway.Init")
    private PointsDriver points;

    @BeforeEach
    void start() {
        points = new PointsDriver(stateDir, StoreEngine.HEAP);
        points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "before", NOON, "p0", 1_000));
    }

    @AfterEach
    void stop() {
        points.close();
    }

    private static String header(Headers headers, String name) {
        return new String(Objects.requireNonNull(headers.lastHeader(name), name).value(), StandardCharsets.UTF_8);
    }

    private void assertDeadLetter(byte @Nullable [] key, byte @Nullable [] value, String reason) {
        points.pipe(Topics.ACTIVITY_PAYMENT, key, value);
        points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "after", NOON.plusSeconds(1), "p1", 1_000));

        assertThat(points.raw(Topics.DEAD_LETTERS.name())).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(value);
            Headers headers = letter.headers();
            assertThat(header(headers, "__streams.errors.topic")).isEqualTo("activity.payment");
            assertThat(header(headers, "__streams.errors.partition")).isEqualTo("0");
            assertThat(header(headers, "__streams.errors.offset")).isEqualTo("1");
            assertThat(header(headers, "__streams.errors.exception")).contains("Exception");
            assertThat(header(headers, "__streams.errors.message")).isNotBlank();
            assertThat(header(headers, "__streams.errors.stacktrace")).contains("\tat ");
            assertThat(header(headers, DeadLetters.REASON)).isEqualTo(reason);
            assertThat(header(headers, DeadLetters.APPLICATION)).isEqualTo(PointsTopology.APPLICATION);
        });
        assertThat(points.journal()).extracting(entry -> entry.getStep()).containsExactly(1L, 2L);
        assertThat(points.balances().getLast().getAvailable()).isEqualTo(20);
    }

    @Test
    void garbage() {
        assertDeadLetter(KEY, "{\"type\":\"payment.settled\"}".getBytes(StandardCharsets.UTF_8), "UNREADABLE");
    }

    @Test
    void emptyPayload() {
        assertDeadLetter(KEY, new byte[0], "UNREADABLE");
    }

    @Test
    void truncatedPayload() {
        byte[] whole = points.bytes(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 100));
        assertDeadLetter(KEY, Arrays.copyOf(whole, whole.length - 3), "UNREADABLE");
    }

    @Test
    void unknownSchemaId() {
        byte[] bytes = points.bytes(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 100));
        bytes[1] = 0x7f;
        assertDeadLetter(KEY, bytes, "UNREADABLE");
    }

    @Test
    void nullKey() {
        byte[] bytes = points.bytes(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 100));
        assertDeadLetter(null, bytes, "NULL_KEY");
    }

    @Test
    void nullValue() {
        assertDeadLetter(KEY, null, "NULL_VALUE");
    }

    @Test
    void aKeyThatIsNotTheAccount() {
        byte[] bytes = points.bytes(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 100));
        assertDeadLetter("a2".getBytes(StandardCharsets.UTF_8), bytes, "KEY_MISMATCH");
    }

    @Test
    void aKeyThatIsNoText() {
        byte[] bytes = points.bytes(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 100));
        assertDeadLetter(new byte[] {(byte) 0xff, 0, (byte) 0xfe}, bytes, "KEY_MISMATCH");
    }

    @Test
    void aTimeThatTheJsonFormCouldNotHave() {
        Activity ancient = payment("a1", "e1", Instant.ofEpochMilli(Long.MAX_VALUE), "p1", 100);
        assertDeadLetter(KEY, points.bytes(Topics.ACTIVITY_PAYMENT, ancient), "INVALID_FIELD");
    }

    @Test
    void anAmountThatTheJsonFormCouldNotHave() {
        Activity free = payment("a1", "e1", NOON, "p1", 0);
        assertDeadLetter(KEY, points.bytes(Topics.ACTIVITY_PAYMENT, free), "INVALID_FIELD");
    }

    @Test
    void headersOfTheOriginalStay() {
        TestRecord<byte[], byte[]> record = new TestRecord<>(KEY, new byte[] {1}, NOON);
        record.headers().add("trace", new byte[] {9});
        points.driver
                .createInputTopic(Topics.ACTIVITY_PAYMENT.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
        assertThat(points.raw(Topics.DEAD_LETTERS.name())).singleElement().satisfies(letter -> {
            assertThat(letter.headers().lastHeader("trace").value()).containsExactly(9);
            assertThat(letter.timestamp()).isEqualTo(NOON.toEpochMilli());
        });
    }
}
