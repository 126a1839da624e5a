package io.pointstream.sinks.report;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which redemptions are counted, and how they are split; null leaves a condition out.
 *
 * @param days the days of the requests
 * @param by what the rows are split by, beside the kind
 * @param kind VIRTUAL, PHYSICAL, FINANCIAL or PARTNER
 * @param partner JD, PINDUODUO or MEITUAN
 * @param itemId what was asked for
 */
public record RedemptionQuery(
        Days days,
        Set<Split> by,
        @Nullable String kind,
        @Nullable String partner,
        @Nullable String itemId) {

    /** What a kind's redemptions can be split by. */
    public enum Split {
        PARTNER,
        ITEM
    }

    public RedemptionQuery {
        by = Set.copyOf(by);
    }
}
