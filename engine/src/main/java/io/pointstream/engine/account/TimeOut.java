package io.pointstream.engine.account;

import java.util.Comparator;

/**
 * The end of a redemption's wait for an answer.
 *
 * @param dueMs epoch milliseconds
 * @param step the step that set it: of two due at once, the earlier fires first
 */
public record TimeOut(long dueMs, long step, String redemptionId) {

    static final Comparator<TimeOut> ORDER = Comparator.comparingLong(TimeOut::dueMs)
            .thenComparingLong(TimeOut::step)
            .thenComparing(TimeOut::redemptionId);
}
