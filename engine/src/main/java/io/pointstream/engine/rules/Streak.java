package io.pointstream.engine.rules;

/**
 * A reward for consecutive days, part of the base. The length is that of the run of known days that ends at the event's
 * own day when it is processed; a missed day starts again (DOMAIN 3.6).
 *
 * @param every pays at this length and its multiples
 * @param add points
 */
public record Streak(int every, long add) {

    /** The reward at a length: {@code add} on days 7, 14, 21 … of a streak of 7, else 0. */
    public long reward(int length) {
        return length % every == 0 ? add : 0;
    }
}
