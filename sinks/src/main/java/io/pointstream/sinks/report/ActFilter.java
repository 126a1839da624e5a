package io.pointstream.sinks.report;

import org.jspecify.annotations.Nullable;

/**
 * Which acts to show; null leaves a condition out.
 *
 * @param days local days
 * @param person who did it
 * @param kind what was done: the whole kind, or how it begins, such as {@code case.}
 * @param about the case, the account or whatever else it was done to
 * @param words that stand in the note, in either case
 */
public record ActFilter(
        Days days,
        @Nullable String person,
        @Nullable String kind,
        @Nullable String about,
        @Nullable String words) {}
