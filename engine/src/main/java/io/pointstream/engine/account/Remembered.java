package io.pointstream.engine.account;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entry of an account's memory; it replaces an older one of the same scope and key. A value, by all its parts. */
public final class Remembered {

    private final Scope scope;
    private final String key;
    private final Instant at;
    private final byte @Nullable [] payload;

    /** A key without a payload, of a given time that it ages from. */
    public Remembered(Scope scope, String key, Instant at) {
        this(scope, key, at, null);
    }

    /**
     * A key with what is known under it.
     *
     * @param payload written by the engine, with a format version of its own; never changed
     */
    public Remembered(Scope scope, String key, Instant at, byte @Nullable [] payload) {
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

    /** What is known under the key, not to be changed; null when the key alone says it. */
    public byte @Nullable [] payload() {
        return payload;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Remembered that
                && scope.equals(that.scope)
                && key.equals(that.key)
                && at.equals(that.at)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scope, key, at, Arrays.hashCode(payload));
    }

    @Override
    public String toString() {
        return scope.name() + "/" + key + "@" + at + (payload == null ? "" : " with " + payload.length + " bytes");
    }
}
