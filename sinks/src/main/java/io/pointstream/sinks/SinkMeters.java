package io.pointstream.sinks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.OptionalLong;

/** What an operator watches. */
final class SinkMeters {

    private static final String PREFIX = "pointstream.sink.";

    private final MeterRegistry registry;
    private final Counter retries;

    SinkMeters(MeterRegistry registry) {
        this.registry = registry;
        this.retries = Counter.builder(PREFIX + "retries")
                .description("Attempts to read, insert or keep a dead letter that had to be repeated")
                .register(registry);
    }

    /** Whether the thread is at work, how far behind its loop is, and how much it holds. */
    void watch(SinkLoop loop, Thread thread) {
        Gauge.builder(PREFIX + "running", thread, each -> each.isAlive() ? 1 : 0)
                .description("1 while the sink is at work, 0 when it has ended")
                .register(registry);
        Gauge.builder(PREFIX + "lag", loop, source -> {
                    OptionalLong records = source.lag();
                    return records.isPresent() ? records.getAsLong() : Double.NaN;
                })
                .description("Records that are in Kafka and not yet in ClickHouse")
                .baseUnit("records")
                .register(registry);
        Gauge.builder(PREFIX + "held", loop, source -> source.held().bytes())
                .description("Records in memory, collected or on their way")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder(PREFIX + "paused", loop, source -> source.held().paused())
                .description("Partitions from which nothing is fetched until what they have is inserted")
                .baseUnit("partitions")
                .register(registry);
    }

    void inserted(Block block, Duration taken) {
        String table = block.table().tableName();
        registry.counter(PREFIX + "rows", "table", table).increment(block.rows());
        registry.counter(PREFIX + "bytes", "table", table)
                .increment(block.rowBinary().position());
        Timer.builder(PREFIX + "insert")
                .description("From the first attempt to the acknowledgement of a block")
                .tag("table", table)
                .register(registry)
                .record(taken);
    }

    void done(Batch batch) {
        registry.counter(PREFIX + "batches", "topic", batch.partition().topic()).increment();
        registry.counter(PREFIX + "records", "topic", batch.partition().topic())
                .increment(batch.records().size());
    }

    void deadLetters(String topic, int count) {
        registry.counter(PREFIX + "dead.letters", "topic", topic).increment(count);
    }

    void retried() {
        retries.increment();
    }
}
