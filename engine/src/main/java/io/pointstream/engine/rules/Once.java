package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import io.pointstream.engine.calendar.Window;
import org.jspecify.annotations.Nullable;

/**
 * A condition that pays a key once. Within a window, the account's live state remembers it; for a time or for ever, its
 * memory does.
 *
 * @param name of the keys; rules that share it share them
 * @param key what pays once
 * @param window DAY, WEEK or MONTH; null when the scope says how long
 * @param scope where the key is remembered; null when a window says how long
 * @param withinMs two events at most this many milliseconds apart are once; {@link Long#MAX_VALUE} for ever
 * @param kept how the memory keeps a key that is used up
 */
public record Once(
        String name,
        Key key,
        @Nullable Window window,
        @Nullable Scope scope,
        long withinMs,
        Kept kept) {

    /** How the memory keeps keys; versions of a book may differ in it, and each finds what the others kept. */
    public enum Kept {
        /** Each as an entry of its own. */
        ALONE,
        /** The same, though another version may have kept it with a payment, whose id the key is. */
        ALONE_NOW,
        /** With the payment, which is remembered for its refunds anyway. */
        WITH_PAYMENT
    }
}
