package io.pointstream.dashboards.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An account as {@code GET /v1/accounts/{id}} answers it.
 *
 * @param step the number of the newest
 * @param at the account's clock: the time of which tier and windows are
 * @param tier at that time
 * @param level what detection says of it: NONE, REVIEW, HOLD or BLOCKED
 * @param lots free points, earliest expiry first
 * @param heldLots withheld points by the day on which they would expire
 * @param caps every windowed cap of the rule book in force
 */
public record AccountNow(
        long step,
        Instant at,
        String tier,
        String level,
        long available,
        long held,
        long frozen,
        long debt,
        List<Lot> lots,
        List<Lot> heldLots,
        int ruleBookVersion,
        List<CapUse> caps) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Points that can be used up to a day, that day included. */
    public record Lot(LocalDate expiresOn, long points) {}

    /**
     * How far a cap is used up.
     *
     * @param cap {@code <rule id, category or PROGRAM>/<window>}
     * @param window DAY, WEEK, MONTH or LIFETIME
     * @param from the window's first local day
     * @param until the first local day after it; null for a lifetime
     */
    public record CapUse(
            String cap,
            String window,
            LocalDate from,
            @Nullable LocalDate until,
            long limit,
            long used,
            long left) {}

    /**
     * Reads an answer.
     *
     * @throws IOException if it is none; a process of another version may have written it
     */
    static AccountNow read(byte[] answer) throws IOException {
        JsonNode json = JSON.readTree(answer);
        try {
            return new AccountNow(
                    json.required("step").asLong(),
                    Instant.parse(json.required("at").asText()),
                    json.required("tier").asText(),
                    json.required("level").asText(),
                    json.required("available").asLong(),
                    json.required("held").asLong(),
                    json.required("frozen").asLong(),
                    json.required("debt").asLong(),
                    all(json.required("lots"), AccountNow::lot),
                    all(json.required("heldLots"), AccountNow::lot),
                    json.required("ruleBookVersion").asInt(),
                    all(json.required("caps"), AccountNow::use));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("This is no account: " + e.getMessage(), e);
        }
    }

    private static <T> List<T> all(JsonNode array, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>(array.size());
        array.forEach(each -> all.add(read.apply(each)));
        return List.copyOf(all);
    }

    private static Lot lot(JsonNode json) {
        return new Lot(day(json.required("expiresOn")), json.required("points").asLong());
    }

    private static CapUse use(JsonNode json) {
        JsonNode until = json.required("until");
        return new CapUse(
                json.required("cap").asText(),
                json.required("window").asText(),
                day(json.required("from")),
                until.isNull() ? null : day(until),
                json.required("limit").asLong(),
                json.required("used").asLong(),
                json.required("left").asLong());
    }

    private static LocalDate day(JsonNode json) {
        return LocalDate.parse(json.asText());
    }
}
