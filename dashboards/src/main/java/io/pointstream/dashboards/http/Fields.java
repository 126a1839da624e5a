package io.pointstream.dashboards.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a program asks for with one JSON object, field by field, with what is wrong with each. */
public final class Fields {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode body;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private Fields(byte[] bytes) {
        JsonNode read;
        try {
            read = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            read = JSON.missingNode();
            errors.put("body", "expected one JSON object: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        body = read;
        if (!body.isObject()) {
            errors.putIfAbsent("body", "expected one JSON object");
        }
    }

    /** Reads a small object, which is held to the limit of all requests. */
    public static Fields of(Context ctx) {
        return new Fields(ctx.bodyAsBytes());
    }

    /** Reads an object of at most so many bytes; a larger one is a 413. */
    public static Fields of(Context ctx, int bytesMax) {
        try {
            byte[] bytes = ctx.bodyInputStream().readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw Problem.thrown(HttpStatus.CONTENT_TOO_LARGE, "A request has at most " + bytesMax + " bytes");
            }
            return new Fields(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text; empty where there is none. */
    public String text(String name) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            errors.put(name, "expected text");
        }
        return value.asText("");
    }

    /** A value of any form; missing where there is none. */
    public JsonNode value(String name) {
        return body.path(name);
    }

    /** One of an enum's names; null, and an error, for anything else. */
    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = text(name);
        for (E choice : type.getEnumConstants()) {
            if (choice.name().equals(text)) {
                return choice;
            }
        }
        errors.put(
                name,
                "expected one of "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")));
        return null;
    }

    /** Says what was expected of a field. */
    public void refuse(String name, String expected) {
        errors.put(name, expected);
    }

    /** Whether anything was wrong; the request is answered then. */
    public boolean refused(Context ctx) {
        if (!errors.isEmpty()) {
            Problem.write(
                    ctx,
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    errors.entrySet().stream()
                            .map(error -> error.getKey() + ": " + error.getValue())
                            .collect(Collectors.joining("; ")),
                    errors);
        }
        return !errors.isEmpty();
    }
}
