package io.pointstream.sinks.report;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the earning mix is cut.
 *
 * @param days which days are counted
 * @param by what the rows are split by, beside the category
 * @param period a row per day, week or month; or one row for all
 * @param only what of it is counted
 */
public record MixQuery(Days days, Set<Split> by, Period period, Only only) {

    /**
     * Which points are counted; null leaves a condition out.
     *
     * @param category such as SOCIAL
     * @param ruleId such as {@code social.invite}
     * @param tier the account's tier at the time
     */
    public record Only(
            @Nullable String category,
            @Nullable String ruleId,
            @Nullable String tier) {

        /** All of them. */
        public static final Only ALL = new Only(null, null, null);
    }

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

    /** Of all points. */
    public MixQuery(Days days, Set<Split> by, Period period) {
        this(days, by, period, Only.ALL);
    }

    public MixQuery {
        by = Set.copyOf(by.isEmpty() ? by : EnumSet.copyOf(by));
    }
}
