package io.pointstream.engine.account;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A kind of key that accounts remember, such as event ids.
 *
 * @param name identifies the scope; never reused for another kind of key
 * @param retention how far an entry may fall behind the account's newest event before it can be forgotten; null: never
 */
public record Scope(String name, @Nullable Duration retention) {}
