package io.pointstream.topologies.points;

import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.CommitHook;
import io.pointstream.topologies.state.StoreEngine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/**
 * The application {@code points}: activity and suspicion in, one stateful step per account, journal and balances out.
 *
 * <p>All inputs are keyed by account and co-partitioned, so there is no repartitioning and no join.
 */
public final class PointsTopology {

    /** The application id. */
    public static final String APPLICATION = "pointstream-points";

    /** Native and heap memory are bounded; this is the heap that live accounts of one partition may take. */
    public static final long CACHE_BYTES_DEFAULT = 64L << 20;

    static final String ACCOUNTS = "points-accounts";
    static final String EVENT_IDS = "points-event-ids";
    static final String REMEMBERED = "points-remembered";
    static final String TIMERS = "points-timers";
    static final String COMMIT = "points-commit";

    static final String ENGINE = "points-engine";
    static final String JOURNAL = "points-journal";
    static final String BALANCES = "points-balances";
    static final String NOTICES = "points-notices";

    private PointsTopology() {}

    /**
     * Pure: starts nothing, connects to nothing but the registry, and that when the first record is read.
     *
     * @param rules asked anew for each event; whoever builds the topology sees to it that they are complete
     * @param ticks tell idle accounts the time
     * @param serdeConfig of {@link AvroSerdes}
     * @param cacheBytes heap for live accounts of one partition
     */
    public static Topology build(
            ProgramRules rules, Ticks ticks, Map<String, ?> serdeConfig, StoreEngine stores, long cacheBytes) {
        Deserializer<SpecificRecord> records =
                AvroSerdes.<SpecificRecord>create(serdeConfig).deserializer();
        PointsProcessor.Output output = new PointsProcessor.Output(
                AvroSerdes.<JournalEntry>create(serdeConfig).serializer(),
                AvroSerdes.<AccountBalance>create(serdeConfig).serializer(),
                AvroSerdes.<Notice>create(serdeConfig).serializer());

        Topology topology = new Topology();
        String[] sources = inputs().stream().map(Topic::name).toArray(String[]::new);
        for (String source : sources) {
            topology.addSource(source, new StringDeserializer(), records, source);
        }
        topology.addProcessor(ENGINE, () -> new PointsProcessor(rules, ticks, output, cacheBytes), sources);
        topology.addStateStore(stores.store(ACCOUNTS), ENGINE);
        topology.addStateStore(stores.store(EVENT_IDS), ENGINE);
        topology.addStateStore(stores.store(REMEMBERED), ENGINE);
        topology.addStateStore(stores.store(TIMERS), ENGINE);
        topology.addStateStore(CommitHook.builder(COMMIT), ENGINE);
        topology.addSink(
                JOURNAL, Topics.POINTS_JOURNAL.name(), new StringSerializer(), new ByteArraySerializer(), ENGINE);
        topology.addSink(
                BALANCES, Topics.POINTS_BALANCES.name(), new StringSerializer(), new ByteArraySerializer(), ENGINE);
        topology.addSink(
                NOTICES, Topics.POINTS_NOTICES.name(), new StringSerializer(), new ByteArraySerializer(), ENGINE);
        return topology;
    }

    /** The topics it reads: what accounts do, what reviewers decide, and how far suspicion of an account has gone. */
    public static List<Topic> inputs() {
        return Stream.concat(Topics.activity().stream(), Stream.of(Topics.FARMING_RISK))
                .toList();
    }

    /** As the service runs it: on disk, with the default cache. */
    public static Topology build(ProgramRules rules, Ticks ticks, Map<String, ?> serdeConfig) {
        return build(rules, ticks, serdeConfig, StoreEngine.ROCKSDB, CACHE_BYTES_DEFAULT);
    }
}
