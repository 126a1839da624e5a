package io.pointstream.dashboards.account;

/**
 * A line of an award's waterfall.
 *
 * @param what is reckoned
 * @param words how
 * @param original as the rule book says it, where that is not in the page's language; empty otherwise
 * @param figure what comes of it; empty for nothing
 * @param style {@code sum}, {@code cut} or empty
 */
public record WaterfallLine(String what, String words, String original, String figure, String style) {}
