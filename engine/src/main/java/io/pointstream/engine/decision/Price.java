package io.pointstream.engine.decision;

import org.jspecify.annotations.Nullable;

/**
 * The points of one event before streak and caps, and how they came about (DOMAIN 2, step 2).
 *
 * @param points may be 0 or negative, which earns nothing
 * @param quantity what the event says; null for a fixed award
 * @param counted the part of the quantity that counts; null for all of it
 * @param rate an exact decimal, null for a fixed award
 * @param brackets the amounts above which other rates apply, in words; null where there is one rate
 * @param weight an exact decimal, null where the rule has none
 * @param running the total that the points are a difference of; null where the rule takes each event by itself
 * @param earlier points that the total was worth before the event; 0 without a total
 * @param clamp null where the points were neither raised nor lowered
 */
public record Price(
        long points,
        @Nullable Quantity quantity,
        @Nullable Quantity counted,
        @Nullable String rate,
        @Nullable String brackets,
        @Nullable String weight,
        @Nullable Running running,
        long earlier,
        @Nullable Clamp clamp) {

    /** The same points for whatever event. */
    public static Price fixed(long points) {
        return new Price(points, null, null, null, null, null, null, 0, null);
    }

    /** What the event adds to a running total, in the smallest part of the quantity; not negative. */
    public long adds() {
        Quantity added = counted == null ? quantity : counted;
        return added == null ? 0 : Math.max(0, added.unscaled());
    }
}
