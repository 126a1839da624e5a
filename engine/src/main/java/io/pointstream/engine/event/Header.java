package io.pointstream.engine.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every event carries.
 *
 * @param eventId identifies the event within its account
 * @param occurredAt event time; the engine knows no other
 */
public record Header(
        String eventId,
        String accountId,
        Instant occurredAt,
        @Nullable String deviceId,
        @Nullable String ipAddress) {}
