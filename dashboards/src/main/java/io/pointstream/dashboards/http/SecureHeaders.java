package io.pointstream.dashboards.http;

import io.javalin.http.Context;

/** What every answer tells the browser: run and load nothing that we did not serve, and tell nobody where you were. */
public final class SecureHeaders {

    /** No inline script or style, no frame, no other host; forms and requests go to us alone. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private SecureHeaders() {}

    /** Sets them; what a handler sets later wins (assets may be cached, answers with people's data may not). */
    public static void set(Context ctx) {
        ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
                .header("Cache-Control", "no-store");
    }
}
