package io.pointstream.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.pointstream.schemas.TrustedClasses;
import io.pointstream.schemas.lists.ListEntry;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the lists between their JSON form and Avro, as strict as {@link ActivityJson}. A field with a default may be absent.
 * An instance is used by one thread at a time.
 */
public final class ListJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Schema SCHEMA = ListEntry.getClassSchema();
    private static final List<FieldForm> FIELDS;

    static {
        TrustedClasses.register();
        FIELDS = SCHEMA.getFields().stream().map(FieldForm::new).toList();
    }

    private final Map<String, JsonValue> values = new HashMap<>();

    /** Counts the objects read, so that the values of an earlier one are not taken for this one's. */
    private long object;

    public ListJson() {
        FIELDS.forEach(field -> values.put(field.name(), new JsonValue()));
    }

    /**
     * Reads one entry.
     *
     * @throws BadLineException for anything that is not exactly one entry
     */
    public ListEntry parse(String json) throws BadLineException {
        object++;
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(utf8)) {
            take(parser);
        } catch (JsonProcessingException e) {
            throw new BadLineException(
                    0, null, "expected one JSON object: " + Shown.visible(e.getOriginalMessage(), 200));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ListEntry entry = new ListEntry();
        for (FieldForm field : FIELDS) {
            JsonValue value = value(field).in(object);
            if (!value.isAbsent() || !SCHEMA.getField(field.name()).hasDefaultValue()) {
                entry.put(field.position(), field.read(value));
            }
        }
        return entry;
    }

    private void take(JsonParser parser) throws IOException, BadLineException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new BadLineException(0, null, "expected one JSON object");
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            JsonValue value = values.get(name);
            if (value == null) {
                parser.skipChildren();
            } else {
                value.take(parser, object);
            }
        }
        if (parser.nextToken() != null) {
            throw new BadLineException(0, null, "expected nothing after the JSON object");
        }
    }

    private JsonValue value(FieldForm field) {
        JsonValue value = values.get(field.name());
        if (value == null) {
            throw new IllegalStateException("no value for " + field.name());
        }
        return value;
    }

    /** What an entry has that its JSON form could not have, in the same words; null when nothing. */
    public static @Nullable String violation(ListEntry entry) {
        for (FieldForm field : FIELDS) {
            String violation = field.violation(entry.get(field.position()));
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    /** One line, without its end; absent fields are left out. */
    public String write(ListEntry entry) {
        StringWriter out = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (FieldForm field : FIELDS) {
                field.write(entry.get(field.position()), json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
