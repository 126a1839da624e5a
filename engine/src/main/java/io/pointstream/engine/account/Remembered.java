package io.pointstream.engine.account;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an account's memory; it replaces an older one of the same scope and key.
 *
 * @param at the time that the entry ages from
 * @param payload what is known under the key, written by the engine with a format version of its own; null when the key
 *     alone says it. Not to be changed
 */
public record Remembered(Scope scope, String key, Instant at, byte @Nullable [] payload) {

    /** A key without a payload. */
    public Remembered(Scope scope, String key, Instant at) {
        this(scope, key, at, null);
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
}
