package io.pointstream.dashboards.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.json.BadLineException;
import io.pointstream.schemas.json.Times;
import java.time.Instant;
import java.util.UUID;

/** An event that somebody wants to try: what they leave out is filled in, so that it is one that comes now. */
final class TriedEvent {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private TriedEvent() {}

    /** What is wrong with an event, in words. */
    static final class WrongEventException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongEventException(String message) {
            super(message);
        }
    }

    /**
     * Reads an event line.
     *
     * @param accountId whose event it is; empty where the line says so
     * @param now its time, where the line does not say
     */
    static Activity read(String accountId, String line, Instant now) throws WrongEventException {
        try {
            return read(accountId, JSON.readTree(line), now);
        } catch (JsonProcessingException e) {
            throw new WrongEventException("expected one JSON object: " + e.getOriginalMessage());
        }
    }

    /** The same of JSON that was read. */
    static Activity read(String accountId, JsonNode line, Instant now) throws WrongEventException {
        if (!(line instanceof ObjectNode given)) {
            throw new WrongEventException("expected one JSON object");
        }
        ObjectNode event = given.deepCopy();
        if (!accountId.isEmpty()) {
            JsonNode own = event.path("accountId");
            if (!own.isMissingNode() && !own.asText().equals(accountId)) {
                throw new WrongEventException("accountId: expected " + accountId + ", was " + own.asText());
            }
            event.put("accountId", accountId);
        }
        if (!event.has("eventId")) {
            event.put("eventId", "tried-" + UUID.randomUUID());
        }
        if (!event.has("occurredAt")) {
            event.put("occurredAt", Times.utc(now));
        }
        try {
            return new ActivityJson().parse(event.toString());
        } catch (BadLineException e) {
            throw new WrongEventException(String.valueOf(e.getMessage()));
        }
    }
}
