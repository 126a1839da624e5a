package io.pointstream.topologies.state;

import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Calls a processor back before each commit of its task, while records can still be sent and stores written, so that what it
 * writes there is part of the same transaction as the events that caused it.
 *
 * <p>Kafka Streams has no public call of this kind: a punctuation runs beside commits, not before them, and a rebalance
 * commits without one. It asks every store that is a {@link CachedStateStore} to flush its cache before a commit, in every
 * path that leads to one. This store holds nothing and is such a store. All that is not public API of Kafka Streams is in
 * this class.
 */
public final class CommitHook implements StateStore, CachedStateStore<Object, Object> {

    private final String name;
    private @Nullable InternalProcessorContext<?, ?> context;
    private @Nullable ProcessorNode<?, ?, ?, ?> node;
    private @Nullable Runnable beforeCommit;
    private boolean open;

    private CommitHook(String name) {
        this.name = name;
    }

    /** Builds one hook per task. Connect it to the one processor that uses it. */
    public static StoreBuilder<CommitHook> builder(String name) {
        return new Builder(name);
    }

    /**
     * To be called in the processor's {@code init}; it replaces what an earlier life of the processor asked for, so that
     * nothing of a task that was closed and revived is written by the new one.
     *
     * @param processorContext Kafka Streams' own, or another without a current node, for which the callback is all
     * @param beforeCommit may write to the processor's stores and forward records that have a timestamp
     */
    public void onCommit(ProcessorContext<?, ?> processorContext, Runnable beforeCommit) {
        this.context = processorContext instanceof InternalProcessorContext<?, ?> internal ? internal : null;
        this.node = context == null ? null : context.currentNode();
        this.beforeCommit = beforeCommit;
    }

    @Override
    public void flushCache() {
        if (beforeCommit == null) {
            return;
        }
        InternalProcessorContext<?, ?> internal = context;
        if (internal == null) {
            beforeCommit.run();
            return;
        }
        ProcessorNode<?, ?, ?, ?> previousNode = internal.currentNode();
        ProcessorRecordContext previousRecord = internal.recordContext();
        internal.setCurrentNode(node);
        // Changelog records take their timestamp from here; nothing reads it.
        internal.setRecordContext(new ProcessorRecordContext(
                previousRecord == null ? 0 : previousRecord.timestamp(), -1, -1, null, new RecordHeaders()));
        try {
            beforeCommit.run();
        } finally {
            internal.setRecordContext(previousRecord);
            internal.setCurrentNode(previousNode);
        }
    }

    @Override
    public void clearCache() {
        beforeCommit = null;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext storeContext, StateStore root) {
        storeContext.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
        beforeCommit = null;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static final class Builder implements StoreBuilder<CommitHook> {

        private final String name;

        Builder(String name) {
            this.name = name;
        }

        @Override
        public CommitHook build() {
            return new CommitHook(name);
        }

        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            throw new UnsupportedOperationException("a commit hook holds nothing");
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("a commit hook holds nothing");
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return name;
        }
    }
}
