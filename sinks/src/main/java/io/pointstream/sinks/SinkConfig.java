package io.pointstream.sinks;

import java.time.Duration;
import java.util.Map;

/**
 * What the sink needs to know.
 *
 * @param kafka client properties: {@code bootstrap.servers}, security, and the registry's for the Avro serde
 * @param clickHouse where the rows go
 * @param groupId the consumer group, whose committed offsets are the sink's only state
 * @param batchRecordsMax records of one insert; a record gives about one row in each of its tables
 * @param batchBytesMax bytes of one insert, as they are in Kafka
 * @param batchAgeMax when a smaller batch is inserted too
 * @param heldBytesMax bytes of all records in memory, as they are in Kafka; above it, partitions that have something to
 *     insert are paused
 * @param insertTimeout after how long an insert without an answer is repeated; far shorter than the time in which
 *     ClickHouse forgets an insert's token
 * @param insertSettings ClickHouse settings of every insert, such as {@code insert_quorum} on a cluster; those that the
 *     protocol stands on cannot be changed
 * @param insertersMax partitions of which batches are inserted at one time, each into all its tables at once
 */
public record SinkConfig(
        Map<String, Object> kafka,
        ClickHouseConfig clickHouse,
        String groupId,
        int batchRecordsMax,
        long batchBytesMax,
        Duration batchAgeMax,
        long heldBytesMax,
        Duration insertTimeout,
        Map<String, String> insertSettings,
        int insertersMax) {

    public SinkConfig {
        kafka = Map.copyOf(kafka);
        insertSettings = Map.copyOf(insertSettings);
        if (insertTimeout.compareTo(Duration.ofSeconds(1)) < 0 || insertTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("An insert may take between 1 s and 1 min, got " + insertTimeout);
        }
        if (heldBytesMax < batchBytesMax) {
            throw new IllegalArgumentException(
                    "A batch of " + batchBytesMax + " bytes does not fit into the " + heldBytesMax + " of memory");
        }
        if (insertersMax < 1) {
            throw new IllegalArgumentException("At least one insert at a time, got " + insertersMax);
        }
        new Lane.Limits(batchRecordsMax, batchBytesMax, batchAgeMax);
    }

    /** Batches of 100,000 records, 32 MiB or 1 s, 256 MiB in memory, inserts of up to 30 s, four at a time. */
    public static SinkConfig of(Map<String, Object> kafka, ClickHouseConfig clickHouse) {
        return new SinkConfig(
                kafka,
                clickHouse,
                "pointstream-sink",
                100_000,
                32L << 20,
                Duration.ofSeconds(1),
                256L << 20,
                Duration.ofSeconds(30),
                Map.of(),
                4);
    }

    Lane.Limits limits() {
        return new Lane.Limits(batchRecordsMax, batchBytesMax, batchAgeMax);
    }
}
