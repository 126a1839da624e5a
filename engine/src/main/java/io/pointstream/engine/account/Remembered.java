package io.pointstream.engine.account;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An entry of an account's memory; it replaces an older one of the same scope and key. A value, by all its parts. */
public final class Remembered {

    private final Scope scope;
    private final String key;
    private final Instant at;
    private final @Nullable Payload payload;

    /** A key without a payload, of a given time that it ages from. */
    public Remembered(Scope scope, String key, Instant at) {
        this(scope, key, at, null);
    }

    /** A key with what is known under it. */
    public Remembered(Scope scope, String key, Instant at, @Nullable Payload payload) {
        this.scope = scope;
        this.key = key;
        this.at = at;
        this.payload = payload;
    }

    public Scope scope() {
        return scope;
    }

    public String key() {
        return key;
    }

    /** The time that the entry ages from. */
    public Instant at() {
        return at;
    }

    /** What is known under the key; null when the key alone says it. */
    public @Nullable Payload payload() {
        return payload;
    }

    /**
     * What is known under the key as a value of the engine; null when the key alone says it.
     *
     * @param type of the payloads of its scope
     * @param decode reads one from its bytes
     */
    public <P extends Payload> @Nullable P payload(Class<P> type, Function<byte[], P> decode) {
        return payload == null || type.isInstance(payload) ? type.cast(payload) : decode.apply(payload.encode());
    }

    private byte @Nullable [] bytes() {
        return payload == null ? null : payload.encode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Remembered that
                && scope.equals(that.scope)
                && key.equals(that.key)
                && at.equals(that.at)
                && Arrays.equals(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return Objects.hash(scope, key, at, Arrays.hashCode(bytes()));
    }

    @Override
    public String toString() {
        return scope.name() + "/" + key + "@" + at + (payload == null ? "" : " with " + payload);
    }
}
