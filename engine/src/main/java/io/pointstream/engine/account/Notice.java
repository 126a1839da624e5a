package io.pointstream.engine.account;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that an owner is told (DOMAIN 4).
 *
 * @param points free points that expire, or points that were released
 * @param occurredAt the event's time; of a timer its due time
 * @param expiresOn the day that the points expire on; null for a coupon
 */
public record Notice(
        Kind kind,
        long points,
        Instant occurredAt,
        @Nullable LocalDate expiresOn) {

    /** What it is about. */
    public enum Kind {
        EXPIRY,
        COMPENSATION_COUPON
    }
}
