package io.pointstream.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The value of one known field of the object being read; used again for the next object. */
final class JsonValue {

    /** How much of a wrong number an error message shows. */
    private static final int NUMBER_CHARS_MAX = 60;

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /** The object in which this field was seen last; one that was not seen in the current object is absent. */
    private long seenIn;

    private boolean repeated;
    private boolean absent = true;
    private JsonToken token = JsonToken.VALUE_NULL;
    private String text = "";
    private long integer;
    private boolean fits;

    /** Takes the parser's current value as this object's; leaves the parser at its last token. */
    void take(JsonParser parser, long object) throws IOException {
        repeated = seenIn == object;
        seenIn = object;
        token = parser.currentToken();
        switch (token) {
            case VALUE_STRING, VALUE_NUMBER_FLOAT -> text = parser.getText();
            case VALUE_NUMBER_INT -> {
                JsonParser.NumberType type = parser.getNumberType();
                fits = type != JsonParser.NumberType.BIG_INTEGER || isLong(parser.getBigIntegerValue());
                if (fits) {
                    integer = parser.getLongValue();
                } else {
                    text = parser.getText();
                }
            }
            default -> parser.skipChildren();
        }
    }

    /** The value as far as it is this object's: one of an earlier object is absent. */
    JsonValue in(long object) {
        boolean current = seenIn == object;
        absent = !current || token == JsonToken.VALUE_NULL;
        repeated &= current;
        return this;
    }

    boolean isRepeated() {
        return repeated;
    }

    private static boolean isLong(BigInteger value) {
        return value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0;
    }

    boolean isAbsent() {
        return absent;
    }

    boolean isText() {
        return token == JsonToken.VALUE_STRING;
    }

    String text() {
        return text;
    }

    /** Whether it is a JSON integer of 64 bits; 1.0 is none. */
    boolean isInteger() {
        return token == JsonToken.VALUE_NUMBER_INT && fits;
    }

    long integer() {
        return integer;
    }

    @Nullable
    Boolean asBoolean() {
        return switch (token) {
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Any finite JSON number, else null. */
    @Nullable
    Double asDouble() {
        if (isInteger()) {
            return (double) integer;
        }
        if (token != JsonToken.VALUE_NUMBER_FLOAT) {
            return null;
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? number : null;
    }

    /** As a message shows it: JSON, cut short. */
    String shown() {
        return switch (token) {
            case VALUE_STRING -> Shown.quoted(text);
            case VALUE_NUMBER_FLOAT -> Shown.visible(text, NUMBER_CHARS_MAX);
            case VALUE_NUMBER_INT ->
                fits ? Long.toString(integer) : Shown.visible(text, NUMBER_CHARS_MAX) + ", which is more than 64 bits";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            default -> "null";
        };
    }
}
