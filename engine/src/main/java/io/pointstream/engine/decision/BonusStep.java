package io.pointstream.engine.decision;

import io.pointstream.engine.ledger.Component;

/**
 * One bonus on the granted base.
 *
 * @param source what gave it: a multiplier's id
 * @param factor the exact multiplier, such as {@code 2.0}
 * @param points points
 */
public record BonusStep(Component component, String source, String factor, long points) {}
