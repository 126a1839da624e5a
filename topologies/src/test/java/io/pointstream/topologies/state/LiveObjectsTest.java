package io.pointstream.topologies.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Live objects and the commit hook in a small topology that adds numbers up by key. */
class LiveObjectsTest {

    private static final class Sum {
        long value;
    }

    private static final class SumCodec implements LiveObjects.Codec<Sum> {
        final List<String> reads = new ArrayList<>();

        @Override
        public Sum read(String key, byte @Nullable [] stored) {
            reads.add(key);
            Sum sum = new Sum();
            sum.value = stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
            return sum;
        }

        @Override
        public byte[] write(Sum sum) {
            return ByteBuffer.allocate(8).putLong(sum.value).array();
        }

        @Override
        public long weight(Sum sum) {
            return 100;
        }
    }

    private final SumCodec codec = new SumCodec();
    private final List<Integer> liveAfterCommit = new ArrayList<>();

    private final class Adder implements Processor<String, Long, String, Long> {
        private @Nullable LiveObjects<Sum> sums;
        private @Nullable ProcessorContext<String, Long> context;

        @Override
        public void init(ProcessorContext<String, Long> processorContext) {
            context = processorContext;
            sums = new LiveObjects<>(processorContext.getStateStore("sums"), codec, 450);
            CommitHook hook = processorContext.getStateStore("commit");
            hook.onCommit(processorContext, this::writeBack);
        }

        @Override
        public void process(Record<String, Long> record) {
            LiveObjects<Sum> live = Objects.requireNonNull(sums);
            LiveObjects.Live<Sum> sum = live.get(record.key());
            if (record.value() < 0) {
                throw new IllegalArgumentException("negative");
            }
            sum.value().value += record.value();
            live.touch(sum);
        }

        private void writeBack() {
            LiveObjects<Sum> live = Objects.requireNonNull(sums);
            live.writeBack((key, sum) -> Objects.requireNonNull(context).forward(new Record<>(key, sum.value, 7L)));
            liveAfterCommit.add(live.size());
        }
    }

    private final TopologyTestDriver driver = new TopologyTestDriver(topology(), config());
    private final TestInputTopic<String, Long> in =
            driver.createInputTopic("in", new StringSerializer(), new LongSerializer());

    private Topology topology() {
        return new Topology()
                .addSource("in", new StringDeserializer(), new LongDeserializer(), "in")
                .addProcessor("adder", Adder::new, "in")
                .addStateStore(StoreEngine.ROCKSDB.store("sums"), "adder")
                .addStateStore(CommitHook.builder("commit"), "adder")
                .addSink("out", "out", new StringSerializer(), new LongSerializer(), "adder");
    }

    private static Properties config() {
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, "live-objects");
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return p;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aCommitWritesStoreChangelogAndOutputOfWhatWasTouched() {
        in.pipeInput("a", 2L);
        in.pipeInput("a", 3L);
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore("sums");
        assertThat(ByteBuffer.wrap(store.get(Bytes.wrap(new byte[] {'a'}))).getLong())
                .isEqualTo(5);
        var out = driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());
        assertThat(out.readRecordsToList())
                .extracting(r -> r.key() + "=" + r.value() + "@" + r.timestamp())
                .containsExactly("a=2@7", "a=5@7");
        assertThat(driver.producedTopicNames()).contains("live-objects-sums-changelog");
        assertThat(codec.reads).containsExactly("a");
    }

    @Test
    void aQuarterGoesWhenTheBoundIsPassedAndComesBackFromTheStore() {
        for (String key : List.of("a", "b", "c", "d", "e", "f", "a")) {
            in.pipeInput(key, 1L);
        }
        // The fifth and the seventh pass the bound; the sixth finds room, or each would ask for a commit.
        assertThat(liveAfterCommit).containsExactly(1, 2, 3, 4, 3, 4, 3);
        assertThat(codec.reads).containsExactly("a", "b", "c", "d", "e", "f", "a");
        var out = driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());
        assertThat(out.readValuesToList()).containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 2L);
    }

    @Test
    void whatIsAskedForAgainStays() {
        for (String key : List.of("a", "b", "c", "d", "e", "c", "f", "g", "c", "d")) {
            in.pipeInput(key, 1L);
        }
        assertThat(codec.reads).containsExactly("a", "b", "c", "d", "e", "f", "g", "d");
    }
}
