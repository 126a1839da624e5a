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

    private boolean absent = true;
    private JsonToken token = JsonToken.VALUE_NULL;
    private String text = "";
    private long integer;
    private boolean fits;

    /** Whether the field has been seen in this object; from now on it has. */
    boolean seen(long object) {
        boolean again = seenIn == object;
        seenIn = object;
        return again;
    }

    /** Forgets the value when it is not from this object. */
    JsonValue in(long object) {
        absent = seenIn != object || token == JsonToken.VALUE_NULL;
        return this;
    }

    /** Takes the parser's current value; leaves the parser at its last token. */
    void take(JsonParser parser) throws IOException {
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
