package io.pointstream.topologies.farming;

import io.pointstream.topologies.state.CommitHook;
import io.pointstream.topologies.state.StoreEngine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A processor with its store and the hook that writes its live state back.
 *
 * @param store the store's name; the hook is called {@code <store>-commit}
 */
record StatefulProcessor<KI, VI, KO, VO>(
        String store, StoreEngine engine, Supplier<Processor<KI, VI, KO, VO>> processors)
        implements ProcessorSupplier<KI, VI, KO, VO> {

    static String hook(String store) {
        return store + "-commit";
    }

    @Override
    public Processor<KI, VI, KO, VO> get() {
        return processors.get();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return new LinkedHashSet<>(List.of(engine.store(store), CommitHook.builder(hook(store))));
    }
}
