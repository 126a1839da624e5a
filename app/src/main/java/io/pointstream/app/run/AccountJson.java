package io.pointstream.app.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pointstream.engine.account.Lot;
import io.pointstream.schemas.json.Times;
import io.pointstream.topologies.points.AccountView;
import io.pointstream.topologies.points.AccountView.CapUse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account as {@code GET /v1/accounts/{id}} answers it; the names are public (INTERFACES 4). */
final class AccountJson {

    private static final JsonFactory JSON = new JsonFactory();

    private AccountJson() {}

    static byte[] of(AccountView account) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8 * 1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(json, account);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, AccountView account) throws IOException {
        json.writeStartObject();
        json.writeStringField("accountId", account.accountId());
        json.writeNumberField("step", account.steps());
        json.writeStringField("newestEvent", time(account.newestEvent()));
        json.writeStringField("at", time(account.at()));
        json.writeStringField("tier", account.tier().name());
        json.writeStringField("level", account.level().name());
        json.writeNumberField("available", account.balance().available());
        json.writeNumberField("held", account.balance().held());
        json.writeNumberField("frozen", account.balance().frozen());
        json.writeNumberField("debt", account.balance().debt());
        lots(json, "lots", account.lots());
        lots(json, "heldLots", account.held());
        json.writeNumberField("ruleBookVersion", account.ruleBookVersion());
        json.writeArrayFieldStart("caps");
        for (CapUse use : account.caps()) {
            json.writeStartObject();
            json.writeStringField("cap", use.cap());
            json.writeStringField("window", use.window().name());
            json.writeStringField("from", use.from().toString());
            json.writeStringField(
                    "until", use.until() == null ? null : use.until().toString());
            json.writeNumberField("limit", use.limit());
            json.writeNumberField("used", use.used());
            json.writeNumberField("left", use.left());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void lots(JsonGenerator json, String name, List<Lot> lots) throws IOException {
        json.writeArrayFieldStart(name);
        for (Lot lot : lots) {
            json.writeStartObject();
            json.writeStringField("expiresOn", lot.expiresOn().toString());
            json.writeNumberField("points", lot.points());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : Times.utc(at);
    }
}
