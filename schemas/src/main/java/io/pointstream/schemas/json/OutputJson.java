package io.pointstream.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pointstream.schemas.farming.Evidence;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagEnd;
import io.pointstream.schemas.farming.FlagReason;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.Clamp;
import io.pointstream.schemas.points.Credited;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.RunningTotal;
import io.pointstream.schemas.points.Streak;
import io.pointstream.schemas.points.Waterfall;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Results as the lines that other programs read (INTERFACES 3): one JSON object each, without a line end. The public fields come
 * first, in the order of that document; what else is known follows. Absent values are written as null, times in UTC with
 * milliseconds, dates as {@code YYYY-MM-DD}, numbers without exponent. The same record gives the same bytes.
 */
public final class OutputJson {

    private static final JsonFactory JSON = new JsonFactory();

    /** A line of {@code decisions.ndjson}; null when the step was a timer's. */
    public static @Nullable String decision(JournalEntry entry) {
        Decision decision = entry.getDecision();
        return decision == null ? null : line(json -> decision(json, entry, decision));
    }

    /** The lines of {@code postings.ndjson}, in their order. */
    public static List<String> postings(JournalEntry entry) {
        return entry.getPostings().stream()
                .map(posting -> line(json -> posting(json, entry, posting)))
                .toList();
    }

    /** A line of {@code balances.ndjson}. */
    public static String balance(AccountBalance balance) {
        return line(json -> {
            json.writeStringField("accountId", balance.getAccountId());
            json.writeNumberField("available", balance.getAvailable());
            json.writeNumberField("held", balance.getHeld());
            json.writeNumberField("frozen", balance.getFrozen());
            json.writeNumberField("debt", balance.getDebt());
            json.writeNumberField("step", balance.getStep());
            time(json, "asOf", balance.getAsOf());
        });
    }

    /** A line of {@code notices.ndjson}. */
    public static String notice(Notice notice) {
        return line(json -> {
            json.writeStringField("accountId", notice.getAccountId());
            json.writeStringField("kind", notice.getKind().name());
            json.writeNumberField("points", notice.getPoints());
            date(json, "expiresOn", notice.getExpiresOn());
            time(json, "occurredAt", notice.getOccurredAt());
        });
    }

    /** A line of {@code signals.ndjson}. */
    public static String signal(Signal signal) {
        return line(json -> {
            json.writeStringField("signalId", signal.getSignalId());
            json.writeStringField("accountId", signal.getAccountId());
            json.writeStringField("code", signal.getCode().name());
            number(json, "strength", signal.getStrength());
            time(json, "detectedAt", signal.getDetectedAt());
            time(json, "fromTime", signal.getFromTime());
            time(json, "toTime", signal.getToTime());
            json.writeStringField("reason", signal.getReason());
            evidence(json, signal.getEvidence());
            if (signal.getShadow()) {
                json.writeBooleanField("shadow", true);
            }
            if (signal.getSuppressedBy() != null) {
                json.writeStringField("suppressedBy", signal.getSuppressedBy());
            }
        });
    }

    /** A line of {@code flags.ndjson} and {@code shadow-flags.ndjson}. */
    public static String flag(Flag flag) {
        return line(json -> {
            json.writeStringField("caseId", flag.getCaseId());
            json.writeStringField("accountId", flag.getAccountId());
            time(json, "raisedAt", flag.getRaisedAt());
            number(json, "score", flag.getScore());
            json.writeStringField("level", flag.getLevel().name());
            json.writeArrayFieldStart("reasons");
            for (FlagReason reason : flag.getReasons()) {
                json.writeStartObject();
                json.writeStringField("code", reason.getCode().name());
                number(json, "strength", reason.getStrength());
                evidence(json, reason.getEvidence());
                number(json, "contribution", reason.getContribution());
                json.writeStringField("reason", reason.getReason());
                json.writeEndObject();
            }
            json.writeEndArray();
            texts(json, "members", flag.getMembers());
            json.writeStringField("status", flag.getStatus().name());
            time(json, "updatedAt", flag.getUpdatedAt());
            json.writeStringField("mergedInto", flag.getMergedInto());
            json.writeStringField("counterfactual", flag.getCounterfactual());
            end(json, flag.getEnd());
        });
    }

    private static void end(JsonGenerator json, @Nullable FlagEnd end) throws IOException {
        if (end == null) {
            json.writeNullField("end");
            return;
        }
        json.writeObjectFieldStart("end");
        json.writeStringField("cause", end.getCause().name());
        time(json, "endedAt", end.getEndedAt());
        json.writeStringField("reviewer", end.getReviewer());
        json.writeStringField("why", end.getWhy());
        json.writeEndObject();
    }

    private static void decision(JsonGenerator json, JournalEntry entry, Decision decision) throws IOException {
        json.writeStringField("eventId", decision.getEventId());
        json.writeStringField("accountId", entry.getAccountId());
        time(json, "occurredAt", decision.getOccurredAt());
        json.writeStringField("outcome", decision.getOutcome().name());
        json.writeStringField("ruleId", decision.getRuleId());
        integer(json, "ruleBookVersion", decision.getRuleBookVersion());
        json.writeNumberField("basePoints", decision.getBasePoints());
        json.writeNumberField("grantedPoints", decision.getGrantedPoints());
        json.writeNumberField("bonusPoints", decision.getBonusPoints());
        texts(json, "cappedBy", decision.getCappedBy());
        json.writeStringField("reason", decision.getReason());
        json.writeStringField("eventType", decision.getEventType());
        json.writeStringField("category", decision.getCategory());
        json.writeStringField("tier", entry.getTier().name());
        json.writeNumberField("step", entry.getStep());
        waterfall(json, decision.getWaterfall());
        balanceAfter(json, entry.getBalance());
    }

    private static void waterfall(JsonGenerator json, @Nullable Waterfall waterfall) throws IOException {
        if (waterfall == null) {
            json.writeNullField("waterfall");
            return;
        }
        json.writeObjectFieldStart("waterfall");
        json.writeStringField("quantity", waterfall.getQuantity());
        json.writeStringField("unit", waterfall.getUnit());
        json.writeStringField("counted", waterfall.getCounted());
        json.writeStringField("rate", waterfall.getRate());
        json.writeStringField("brackets", waterfall.getBrackets());
        json.writeStringField("weight", waterfall.getWeight());
        running(json, waterfall.getRunning());
        clamp(json, waterfall.getClamp());
        streak(json, waterfall.getStreak());
        caps(json, waterfall.getCaps());
        integer(json, "granted", waterfall.getGranted());
        integer(json, "forfeited", waterfall.getForfeited());
        bonuses(json, waterfall.getBonuses());
        json.writeEndObject();
    }

    private static void running(JsonGenerator json, @Nullable RunningTotal running) throws IOException {
        if (running == null) {
            json.writeNullField("running");
            return;
        }
        json.writeObjectFieldStart("running");
        json.writeStringField("key", running.getKey());
        json.writeStringField("before", running.getBefore());
        json.writeStringField("window", running.getWindow().name());
        date(json, "from", running.getFrom());
        json.writeNumberField("earlier", running.getEarlier());
        json.writeEndObject();
    }

    private static void clamp(JsonGenerator json, @Nullable Clamp clamp) throws IOException {
        if (clamp == null) {
            json.writeNullField("clamp");
            return;
        }
        json.writeObjectFieldStart("clamp");
        json.writeNumberField("computed", clamp.getComputed());
        json.writeNumberField("to", clamp.getTo());
        json.writeEndObject();
    }

    private static void streak(JsonGenerator json, @Nullable Streak streak) throws IOException {
        if (streak == null) {
            json.writeNullField("streak");
            return;
        }
        json.writeObjectFieldStart("streak");
        json.writeNumberField("length", streak.getLength());
        json.writeNumberField("reward", streak.getReward());
        json.writeEndObject();
    }

    private static void caps(JsonGenerator json, List<CapStep> caps) throws IOException {
        json.writeArrayFieldStart("caps");
        for (CapStep cap : caps) {
            json.writeStartObject();
            json.writeStringField("cap", cap.getCap());
            json.writeStringField("window", cap.getWindow().name());
            json.writeNumberField("limit", cap.getLimit());
            json.writeNumberField("usedBefore", cap.getUsedBefore());
            json.writeNumberField("cut", cap.getCut());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void bonuses(JsonGenerator json, List<BonusStep> bonuses) throws IOException {
        json.writeArrayFieldStart("bonuses");
        for (BonusStep bonus : bonuses) {
            json.writeStartObject();
            json.writeStringField("component", bonus.getComponent().name());
            json.writeStringField("source", bonus.getSource());
            json.writeStringField("factor", bonus.getFactor());
            json.writeNumberField("points", bonus.getPoints());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void balanceAfter(JsonGenerator json, Balance balance) throws IOException {
        json.writeObjectFieldStart("balance");
        json.writeNumberField("available", balance.getAvailable());
        json.writeNumberField("held", balance.getHeld());
        json.writeNumberField("frozen", balance.getFrozen());
        json.writeNumberField("debt", balance.getDebt());
        json.writeEndObject();
    }

    private static void posting(JsonGenerator json, JournalEntry entry, Posting posting) throws IOException {
        json.writeStringField("postingId", posting.getPostingId());
        json.writeStringField("eventId", posting.getEventId());
        json.writeStringField("accountId", entry.getAccountId());
        time(json, "occurredAt", posting.getOccurredAt());
        json.writeStringField("kind", posting.getKind().name());
        symbol(json, "component", posting.getComponent());
        json.writeStringField("category", posting.getCategory());
        json.writeStringField("ruleId", posting.getRuleId());
        json.writeNumberField("points", posting.getPoints());
        date(json, "expiresOn", posting.getExpiresOn());
        json.writeFieldName("valueCoefficient");
        json.writeNumber(plain(posting.getValueCoefficient()));
        integer(json, "ruleBookVersion", posting.getRuleBookVersion());
        json.writeStringField("debit", posting.getDebit().name());
        json.writeStringField("credit", posting.getCredit().name());
        json.writeStringField("reverses", posting.getReverses());
        json.writeStringField("redemptionId", posting.getRedemptionId());
        credited(json, posting.getCredited());
        json.writeNumberField("step", entry.getStep());
    }

    private static void credited(JsonGenerator json, @Nullable Credited credited) throws IOException {
        if (credited == null) {
            json.writeNullField("credited");
            return;
        }
        json.writeObjectFieldStart("credited");
        json.writeFieldName("amount");
        json.writeNumber(credited.getAmount());
        json.writeStringField("unit", credited.getUnit());
        json.writeStringField("when", credited.getWhen().name());
        date(json, "on", credited.getOn());
        json.writeEndObject();
    }

    private static void evidence(JsonGenerator json, Evidence evidence) throws IOException {
        json.writeObjectFieldStart("evidence");
        json.writeObjectFieldStart("numbers");
        for (Map.Entry<String, Double> figure : new TreeMap<>(evidence.getNumbers()).entrySet()) {
            number(json, figure.getKey(), figure.getValue());
        }
        json.writeEndObject();
        texts(json, "counterparts", evidence.getCounterparts());
        texts(json, "eventIds", evidence.getEventIds());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void time(JsonGenerator json, String name, Instant time) throws IOException {
        json.writeStringField(name, Times.utc(time));
    }

    private static void date(JsonGenerator json, String name, @Nullable LocalDate date) throws IOException {
        json.writeStringField(name, date == null ? null : date.toString());
    }

    private static void symbol(JsonGenerator json, String name, @Nullable Enum<?> symbol) throws IOException {
        json.writeStringField(name, symbol == null ? null : symbol.name());
    }

    private static void integer(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value.longValue());
        }
    }

    /** JSON has no word for what is not finite. */
    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        if (Double.isFinite(value)) {
            json.writeNumber(plain(BigDecimal.valueOf(value)));
        } else {
            json.writeNull();
        }
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static String line(Fields fields) {
        StringWriter out = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private OutputJson() {}
}
