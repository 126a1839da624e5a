package io.pointstream.topologies.farming;

import io.pointstream.topologies.state.CommitHook;
import io.pointstream.topologies.state.LiveObjects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * The live state of one processor: objects of one kind by key, written back before each commit.
 *
 * @param <S> mutable state of one key
 */
final class LiveState<S> {

    private final ProcessorContext<?, ?> context;
    private final LiveObjects<Held<S>> objects;

    /**
     * To be made in the processor's {@code init}.
     *
     * @param store the store's name
     * @param read a key and its stored bytes, or null, as an object
     */
    LiveState(
            ProcessorContext<?, ?> context,
            String store,
            BiFunction<String, byte @Nullable [], S> read,
            Function<S, byte[]> write,
            long cacheBytes) {
        this.context = context;
        this.objects = new LiveObjects<>(context.getStateStore(store), new Codec<>(read, write), cacheBytes);
        CommitHook hook = context.getStateStore(StatefulProcessor.hook(store));
        hook.onCommit(context, () -> objects.writeBack((key, held) -> {}));
    }

    /** The state of this key, not to be changed. */
    S look(String key) {
        return objects.get(key).value().state;
    }

    /** The state of this key, to be changed: the next commit writes it. */
    S change(String key) {
        LiveObjects.Live<Held<S>> live = objects.get(key);
        objects.touch(live);
        if (objects.overfull()) {
            context.commit();
        }
        return live.value().state;
    }

    /** A state, with the size of its bytes when they were last read or written, for its weight. */
    private static final class Held<S> {
        private final S state;
        private int bytes;

        Held(S state, int bytes) {
            this.state = state;
            this.bytes = bytes;
        }
    }

    private record Codec<S>(BiFunction<String, byte @Nullable [], S> reader, Function<S, byte[]> writer)
            implements LiveObjects.Codec<Held<S>> {

        /** What an object with nothing in it takes, and how much more memory it takes than bytes. */
        private static final int OBJECT_BYTES = 1024;

        private static final int MEMORY_PER_BYTE = 4;

        @Override
        public Held<S> read(String key, byte @Nullable [] stored) {
            return new Held<>(reader.apply(key, stored), stored == null ? 0 : stored.length);
        }

        @Override
        public byte[] write(Held<S> held) {
            byte[] bytes = writer.apply(held.state);
            held.bytes = bytes.length;
            return bytes;
        }

        @Override
        public long weight(Held<S> held) {
            return OBJECT_BYTES + (long) MEMORY_PER_BYTE * held.bytes;
        }
    }
}
