package io.pointstream.engine.farming;

/**
 * One summand of a score.
 *
 * @param strength 0 to 1, what is left of it today
 * @param contribution points of the score: weight × strength, to a tenth
 * @param reason in words
 */
public record FlagReason(ReasonCode code, double strength, double contribution, String reason, Evidence evidence) {}
