package io.pointstream.dashboards.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Map;

/**
 * An error as programs read it (RFC 9457).
 *
 * @param type always {@code about:blank}: the status says the kind
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what was wrong with this request, and what was expected
 * @param instance the path that was asked for
 * @param errors what was expected of each field that does not fit; absent where it is not about fields
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type, String title, int status, String detail, String instance, Map<String, String> errors) {

    /** What a handler throws to be answered with a problem. */
    public static HttpResponseException thrown(HttpStatus status, String detail) {
        return new HttpResponseException(status.getCode(), detail);
    }

    /** Answers with a problem. */
    public static void write(Context ctx, HttpStatus status, String detail) {
        write(ctx, status, detail, Map.of());
    }

    /** Answers with a problem of some fields. */
    public static void write(Context ctx, HttpStatus status, String detail, Map<String, String> errors) {
        ctx.status(status)
                .json(new Problem("about:blank", status.getMessage(), status.getCode(), detail, ctx.path(), errors))
                .contentType("application/problem+json");
    }
}
