package io.pointstream.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.pointstream.schemas.TrustedClasses;
import io.pointstream.schemas.activity.Activity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Activity events between their JSON form (INTERFACES 1) and Avro. Both directions follow the Avro schema: a new event type is
 * a new record in {@code activity.avdl} and nothing here.
 *
 * <p>Reading is strict where a mistake could be meant (types, bounds, a key given twice, text after the object) and indifferent
 * to what it does not know (other fields). An instance is used by one thread at a time.
 */
public final class ActivityJson {

    /** With Jackson's own limits on nesting (1,000) and on the length of numbers (1,000) and names (50,000). */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** The form of one event type. */
    private record TypeForm(String type, Supplier<SpecificRecord> body, List<FieldForm> fields) {}

    private static final String TYPE = "type";
    private static final String BODY = "body";

    static final String REPEATED = "expected once, was given twice";

    private static final List<FieldForm> COMMON;
    private static final Map<String, TypeForm> BY_TYPE = new LinkedHashMap<>();
    private static final Map<String, TypeForm> BY_RECORD = new HashMap<>();

    static {
        TrustedClasses.register();
        Schema activity = Activity.getClassSchema();
        COMMON = activity.getFields().stream()
                .filter(field -> !field.name().equals(BODY))
                .map(FieldForm::new)
                .toList();
        for (Schema body : activity.getField(BODY).schema().getTypes()) {
            TypeForm form = new TypeForm(
                    typeName(body.getName()),
                    () -> (SpecificRecord)
                            SpecificData.newInstance(SpecificData.get().getClass(body), body),
                    body.getFields().stream().map(FieldForm::new).toList());
            BY_TYPE.put(form.type, form);
            BY_RECORD.put(body.getFullName(), form);
        }
    }

    /** Values by field name: the names of all types, once. */
    private final Map<String, JsonValue> values = new HashMap<>();

    private final JsonValue type = new JsonValue();

    /** Counts the objects read, so that the values of an earlier one are not taken for this one's. */
    private long object;

    public ActivityJson() {
        values.put(TYPE, type);
        COMMON.forEach(field -> values.computeIfAbsent(field.name(), name -> new JsonValue()));
        BY_TYPE.values()
                .forEach(form ->
                        form.fields.forEach(field -> values.computeIfAbsent(field.name(), name -> new JsonValue())));
    }

    /** The public names of all event types, in the order of INTERFACES 1. */
    public static List<String> types() {
        return List.copyOf(BY_TYPE.keySet());
    }

    /** The public name of this event's type, such as {@code payment.settled}. */
    public static String typeOf(Activity activity) {
        return form(activity).type;
    }

    /**
     * What an event that came as Avro has that its JSON form could not have (an amount of 0, a birthday on 02-30, an empty id), in
     * the same words; null when nothing.
     */
    public static @Nullable String violation(Activity activity) {
        if (!(activity.getBody() instanceof SpecificRecord body)) {
            return BODY + ": expected an event, is missing";
        }
        String violation = violation(activity, COMMON);
        return violation != null ? violation : violation(body, form(activity).fields);
    }

    private static @Nullable String violation(SpecificRecord record, List<FieldForm> fields) {
        for (FieldForm field : fields) {
            String violation = field.violation(record.get(field.position()));
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    /**
     * Reads one event.
     *
     * @param utf8 holds one JSON object at {@code off}, {@code len} bytes
     * @throws BadLineException for anything that is not exactly one event; nothing else is thrown, whatever the bytes are
     */
    public Activity parse(byte[] utf8, int off, int len) throws BadLineException {
        Utf8.require(utf8, off, len);
        object++;
        try (JsonParser parser = JSON.createParser(utf8, off, len)) {
            take(parser);
        } catch (JsonProcessingException e) {
            throw new BadLineException(0, null, "expected one JSON object: " + problem(e));
        } catch (IOException e) {
            throw new BadLineException(
                    0, null, "expected one JSON object: " + Shown.visible(String.valueOf(e.getMessage()), 200));
        }
        return activity();
    }

    /** Reads one event from text. */
    public Activity parse(String json) throws BadLineException {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        return parse(utf8, 0, utf8.length);
    }

    /** One line, without its end; absent fields are left out. */
    public String write(Activity activity) {
        TypeForm form = form(activity);
        StringWriter out = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField(TYPE, form.type);
            for (FieldForm field : COMMON) {
                field.write(activity.get(field.position()), json);
            }
            SpecificRecord body = (SpecificRecord) activity.getBody();
            for (FieldForm field : form.fields) {
                field.write(body.get(field.position()), json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private void take(JsonParser parser) throws IOException, BadLineException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw new BadLineException(0, null, "expected one JSON object, was " + words(first));
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
            throw new BadLineException(
                    0, null, "expected nothing after the JSON object, was " + words(parser.currentToken()));
        }
    }

    private Activity activity() throws BadLineException {
        if (type.in(object).isRepeated()) {
            throw new BadLineException(0, TYPE, REPEATED);
        }
        if (type.isAbsent() || !type.isText()) {
            throw new BadLineException(
                    0, TYPE, "expected an event type, " + (type.isAbsent() ? "is missing" : "was " + type.shown()));
        }
        TypeForm form = BY_TYPE.get(type.text());
        if (form == null) {
            throw new BadLineException(0, TYPE, "expected a known event type, was " + type.shown());
        }
        Activity activity = new Activity();
        fill(activity, COMMON);
        SpecificRecord body = form.body.get();
        fill(body, form.fields);
        activity.setBody(body);
        return activity;
    }

    private void fill(SpecificRecord record, List<FieldForm> fields) throws BadLineException {
        for (FieldForm field : fields) {
            JsonValue value = values.get(field.name());
            if (value == null) {
                throw new IllegalStateException("no value for " + field.name());
            }
            record.put(field.position(), field.read(value.in(object)));
        }
    }

    private static TypeForm form(Activity activity) {
        TypeForm form = activity.getBody() instanceof SpecificRecord body
                ? BY_RECORD.get(body.getSchema().getFullName())
                : null;
        if (form == null) {
            throw new IllegalArgumentException("an activity without a body");
        }
        return form;
    }

    /** {@code SocialStepsDonated} → {@code social.steps-donated}. */
    static String typeName(String recordName) {
        List<String> words = new ArrayList<>();
        for (String word : recordName.split("(?=\\p{Upper})", -1)) {
            words.add(word.toLowerCase(Locale.ROOT));
        }
        return words.getFirst() + "." + String.join("-", words.subList(1, words.size()));
    }

    private static String words(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT -> "another object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> token.asString();
        };
    }

    /** What Jackson says, with the place and without its own words around it. */
    private static String problem(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        long column = e.getLocation() == null ? -1 : e.getLocation().getColumnNr();
        int end = message.indexOf('\n');
        return Shown.visible(end < 0 ? message : message.substring(0, end), 200)
                + (column > 0 ? " at column " + column : "");
    }
}
