package io.pointstream.topologies.farming;

import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Link;
import io.pointstream.engine.farming.LinkBehaviour;
import io.pointstream.topologies.farming.FarmingTopology.Linked;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Brings together the accounts that share a target, such as a device, and keeps the case of their ring. */
final class LinkProcessor implements Processor<String, Link, String, Linked> {

    private final Detectors detectors;
    private final long cacheBytes;
    private @Nullable ProcessorContext<String, Linked> context;
    private @Nullable LiveState<LinkBehaviour> targets;
    private @Nullable FarmingMeters meters;

    LinkProcessor(Detectors detectors, long cacheBytes) {
        this.detectors = detectors;
        this.cacheBytes = cacheBytes;
    }

    @Override
    public void init(ProcessorContext<String, Linked> processorContext) {
        context = processorContext;
        meters = new FarmingMeters(processorContext.appConfigs());
        targets = new LiveState<>(
                processorContext,
                FarmingTopology.LINKS,
                (key, stored) ->
                        stored == null ? LinkBehaviour.ofKey(detectors, key) : LinkBehaviour.decode(detectors, stored),
                LinkBehaviour::encode,
                cacheBytes);
    }

    @Override
    public void process(Record<String, Link> record) {
        LinkBehaviour.Outcome outcome =
                Objects.requireNonNull(targets).change(record.key()).observe(record.value());
        if (outcome.flag() != null) {
            Objects.requireNonNull(meters).flag(outcome.flag());
        }
        if (outcome.flag() != null || !outcome.findings().isEmpty()) {
            Objects.requireNonNull(context)
                    .forward(record.withValue(new Linked(
                            outcome.findings(),
                            outcome.flag() == null ? List.of() : List.of(FarmingTranslator.flag(outcome.flag())))));
        }
    }
}
