package io.pointstream.engine.decision;

/**
 * Points that were raised or lowered to the range of their rule.
 *
 * @param computed points before
 * @param to points after
 */
public record Clamp(long computed, long to) {}
