package io.pointstream.topologies.farming;

import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Link;
import io.pointstream.engine.farming.LinkBehaviour;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.farming.Tie;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Brings together the accounts that share a target, such as a device, and says which of them are suspicious together. */
final class LinkProcessor implements Processor<String, Link, String, Tie> {

    private final LongFunction<Detectors> detection;
    private final Supplier<Lists> lists;
    private final long cacheBytes;
    private @Nullable ProcessorContext<String, Tie> context;
    private @Nullable LiveState<LinkBehaviour> targets;

    LinkProcessor(LongFunction<Detectors> detection, Supplier<Lists> lists, long cacheBytes) {
        this.detection = detection;
        this.lists = lists;
        this.cacheBytes = cacheBytes;
    }

    @Override
    public void init(ProcessorContext<String, Tie> processorContext) {
        context = processorContext;
        targets = new LiveState<>(
                processorContext,
                FarmingTopology.LINKS,
                (key, stored) -> {
                    Detectors newest = detection.apply(Long.MAX_VALUE);
                    return stored == null ? LinkBehaviour.ofKey(newest, key) : LinkBehaviour.decode(newest, stored);
                },
                LinkBehaviour::encode,
                cacheBytes);
    }

    @Override
    public void process(Record<String, Link> record) {
        Tie tie = Objects.requireNonNull(targets)
                .change(record.key())
                .under(detection.apply(record.timestamp()), lists.get())
                .observe(record.value());
        if (tie != null) {
            Objects.requireNonNull(context).forward(record.withValue(tie));
        }
    }
}
