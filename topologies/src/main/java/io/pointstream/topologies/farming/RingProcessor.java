package io.pointstream.topologies.farming;

import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.farming.RingNode;
import io.pointstream.engine.farming.Rings;
import io.pointstream.engine.farming.Tie;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Joins what was found together into rings, and keeps their cases. */
final class RingProcessor implements Processor<String, Tie, String, Rings.Outcome> {

    private final LongFunction<Detectors> detection;
    private final Supplier<Lists> lists;
    private final long cacheBytes;
    private @Nullable ProcessorContext<String, Rings.Outcome> context;
    private @Nullable Rings rings;
    private @Nullable FarmingMeters meters;

    RingProcessor(LongFunction<Detectors> detection, Supplier<Lists> lists, long cacheBytes) {
        this.detection = detection;
        this.lists = lists;
        this.cacheBytes = cacheBytes;
    }

    @Override
    public void init(ProcessorContext<String, Rings.Outcome> processorContext) {
        context = processorContext;
        meters = new FarmingMeters(processorContext.appConfigs());
        LiveState<RingNode> nodes = new LiveState<>(
                processorContext,
                FarmingTopology.RINGS,
                (accountId, stored) -> stored == null ? new RingNode(accountId) : RingNode.decode(accountId, stored),
                RingNode::encode,
                cacheBytes);
        rings = new Rings(detection.apply(Long.MAX_VALUE).config(), nodes::change);
    }

    @Override
    public void process(Record<String, Tie> record) {
        Rings.Outcome outcome = Objects.requireNonNull(rings)
                .under(detection.apply(record.timestamp()).config(), lists.get())
                .observe(record.value());
        outcome.flags().forEach(Objects.requireNonNull(meters)::flag);
        if (!outcome.news().isEmpty() || !outcome.flags().isEmpty()) {
            Objects.requireNonNull(context).forward(record.withValue(outcome));
        }
    }
}
