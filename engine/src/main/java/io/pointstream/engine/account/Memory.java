package io.pointstream.engine.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Port: what one account remembers beyond its live state, read by key. An implementation may keep an entry longer than
 * its scope asks; the engine compares times itself.
 */
public interface Memory {

    /** The event time under which the account last remembered this key, or null. */
    @Nullable
    Instant firstSeen(Scope scope, String key);

    /** The entry of this key with its payload, or null. Asked of scopes whose entries have payloads; few events need it. */
    @Nullable
    Remembered recall(Scope scope, String key);
}
