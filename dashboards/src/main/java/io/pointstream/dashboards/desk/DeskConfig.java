package io.pointstream.dashboards.desk;

import java.time.Duration;
import java.util.Set;

/**
 * How people work.
 *
 * @param sessionMax how long somebody stays signed in
 * @param lockMax how long a case stays with whoever has taken it
 * @param dueAfterHold by when a case on hold is to be decided, after it was raised
 * @param dueAfterReview the same of a case to review
 * @param clawBackMax points; to claw back more takes two people
 * @param accountsMax of a ring; to decide about more takes two people
 * @param approvers roles of the second person
 */
public record DeskConfig(
        Duration sessionMax,
        Duration lockMax,
        Duration dueAfterHold,
        Duration dueAfterReview,
        long clawBackMax,
        int accountsMax,
        Set<Role> approvers) {

    /** A working day; a quarter of an hour for a case; a day for a hold, three for a review; four eyes from 10,000 points. */
    public static final DeskConfig DEFAULT = new DeskConfig(
            Duration.ofHours(12),
            Duration.ofMinutes(15),
            Duration.ofDays(1),
            Duration.ofDays(3),
            10_000,
            10,
            Set.of(Role.SUPERVISOR));

    public DeskConfig {
        approvers = Set.copyOf(approvers);
        if (!sessionMax.isPositive() || !lockMax.isPositive()) {
            throw new IllegalArgumentException("A session and a lock last for some time");
        }
    }

    /** How long after it was raised a case of this level is to be decided. */
    public Duration dueAfter(String level) {
        return level.equals("HOLD") ? dueAfterHold : dueAfterReview;
    }
}
