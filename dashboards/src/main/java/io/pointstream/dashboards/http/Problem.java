package io.pointstream.dashboards.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;

/**
 * An error as programs read it (RFC 9457).
 *
 * @param type always {@code about:blank}: the status says the kind
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what was wrong with this request, and what was expected
 * @param instance the path that was asked for
 */
public record Problem(String type, String title, int status, String detail, String instance) {

    /** What a handler throws to be answered with a problem. */
    public static HttpResponseException thrown(HttpStatus status, String detail) {
        return new HttpResponseException(status.getCode(), detail);
    }

    /** Answers with a problem. */
    public static void write(Context ctx, HttpStatus status, String detail) {
        ctx.status(status)
                .json(new Problem("about:blank", status.getMessage(), status.getCode(), detail, ctx.path()))
                .contentType("application/problem+json");
    }
}
