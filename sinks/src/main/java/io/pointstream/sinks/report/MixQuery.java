package io.pointstream.sinks.report;

import java.util.EnumSet;
import java.util.Set;

/**
 * How the earning mix is cut.
 *
 * @param days which days are counted
 * @param by what the rows are split by, beside the category
 * @param period a row per day, week or month; or one row for all
 */
public record MixQuery(Days days, Set<Split> by, Period period) {

    /** What a category's points can be split by. */
    public enum Split {
        RULE,
        /** The account's tier at the time. */
        TIER
    }

    /** Local calendar spans (DOMAIN 1): a week starts on Monday. */
    public enum Period {
        ALL,
        DAY,
        WEEK,
        MONTH
    }

    /** One row per category, over all days. */
    public static final MixQuery BY_CATEGORY = new MixQuery(Days.ALL, Set.of(), Period.ALL);

    public MixQuery {
        by = Set.copyOf(by.isEmpty() ? by : EnumSet.copyOf(by));
    }
}
