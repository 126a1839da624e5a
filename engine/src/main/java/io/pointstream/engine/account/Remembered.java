package io.pointstream.engine.account;

import java.time.Instant;

/**
 * A new entry of an account's memory; it replaces an older one of the same scope and key.
 *
 * @param at the event's time
 */
public record Remembered(Scope scope, String key, Instant at) {}
