package io.pointstream.sinks.report;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an award came about, in the order of the calculation (DOMAIN 2). Numbers that a rule calculates with are exact.
 *
 * @param quantity what the event says; null for a fixed award, and where only the result was recorded
 * @param unit what the quantity is counted in; empty if nobody said
 * @param counted the part of the quantity that counts; null for all of it
 * @param rate points per unit; null for a fixed award
 * @param brackets the amounts above which other rates apply, as the rule book says it; empty where there is one rate
 * @param weight null where the rule has none
 * @param runningKey what is totalled apart; empty for nothing
 * @param runningBefore the total of the window before the event; null where the rule takes each event by itself
 * @param runningWindow the span of the total; empty without one
 * @param runningFrom the first local day of that span; null without one
 * @param runningEarlier points that the total was worth before
 * @param clampComputed points before they were raised or lowered to the rule's range; null where they were not
 * @param clampTo points after that
 * @param streakLength days in a row; 0 where the rule has no streak
 * @param streakReward points added for them
 * @param base points before caps
 * @param caps each cap that was asked, in order
 * @param cappedBy the caps that cut, by name
 * @param granted base points that the caps left
 * @param forfeited base points that they took
 * @param bonuses on what was granted
 * @param bonus all of them together
 */
public record Waterfall(
        @Nullable BigDecimal quantity,
        String unit,
        @Nullable BigDecimal counted,
        @Nullable BigDecimal rate,
        String brackets,
        @Nullable BigDecimal weight,
        String runningKey,
        @Nullable BigDecimal runningBefore,
        String runningWindow,
        @Nullable String runningFrom,
        long runningEarlier,
        @Nullable Long clampComputed,
        @Nullable Long clampTo,
        int streakLength,
        long streakReward,
        long base,
        List<CapCut> caps,
        List<String> cappedBy,
        long granted,
        long forfeited,
        List<Bonus> bonuses,
        long bonus) {

    /**
     * A cap that was asked.
     *
     * @param cap {@code <rule id, category or PROGRAM>/<window>}
     * @param window TRANSACTION, DAY, WEEK, MONTH or LIFETIME
     * @param limit points
     * @param usedBefore points granted in the window before the event
     * @param cut points that it took of what the earlier ones had left
     */
    public record CapCut(String cap, String window, long limit, long usedBefore, long cut) {}

    /**
     * A bonus on the granted points.
     *
     * @param component TIER_BONUS, BIRTHDAY_BONUS or CAMPAIGN_BONUS
     * @param source what gave it: a tier, {@code birthday} or a campaign's id
     * @param factor of which the part above 1 is added
     * @param points rounded down
     */
    public record Bonus(String component, String source, BigDecimal factor, long points) {}

    public Waterfall {
        caps = List.copyOf(caps);
        cappedBy = List.copyOf(cappedBy);
        bonuses = List.copyOf(bonuses);
    }

    /** One line: {@code 268 base, 200 granted, 68 forfeited (pay.jd/MONTH 68), 40 bonus}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder()
                .append(base)
                .append(" base, ")
                .append(granted)
                .append(" granted");
        if (forfeited > 0) {
            out.append(", ").append(forfeited).append(" forfeited (");
            String separator = "";
            for (CapCut cap : caps) {
                if (cap.cut() > 0) {
                    out.append(separator).append(cap.cap()).append(' ').append(cap.cut());
                    separator = ", ";
                }
            }
            out.append(')');
        }
        return out.append(", ").append(bonus).append(" bonus").toString();
    }
}
