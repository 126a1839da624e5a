package io.pointstream.dashboards.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.SameSite;
import io.pointstream.dashboards.access.Gate;
import io.pointstream.dashboards.access.OpenId;
import io.pointstream.dashboards.access.OpenId.OpenIdException;
import io.pointstream.dashboards.access.OpenId.Ticket;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.DeskState.User;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out. */
public final class SignIn {

    private static final int UNTIL_THE_BROWSER_CLOSES = -1;
    private static final int AT_ONCE = 0;

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    private static final String TICKET_COOKIE = "sign-in";
    private static final String TO_COOKIE = "sign-in-to";
    private static final int TICKET_SECONDS = 600;

    private final Gate gate;
    private final Desk desk;
    private final Renderer pages;
    private final @Nullable OpenId openId;

    /** @param openId an identity provider; null for none */
    public SignIn(Gate gate, Desk desk, Renderer pages, @Nullable OpenId openId) {
        this.gate = gate;
        this.desk = desk;
        this.pages = pages;
        this.openId = openId;
    }

    /** Adds the routes. */
    public void add(RoutesConfig routes) {
        routes.get("/sign-in", ctx -> show(ctx, ctx.queryParam("to"), false));
        routes.post("/sign-in", this::signIn);
        routes.post("/sign-out", this::signOut);
        routes.get("/sign-in/openid", this::goToProvider);
        routes.get("/sign-in/openid/back", this::comeBack);
    }

    private void show(Context ctx, @Nullable String to, boolean failed) {
        pages.render(ctx, "signin.jte", Map.of("to", own(to), "failed", failed, "openId", openId != null));
    }

    private void goToProvider(Context ctx) {
        Ticket ticket = Ticket.random();
        try {
            URI provider = provider().begin(ticket);
            // It comes back from another site, so only a lax cookie comes along.
            setCookie(ctx, TICKET_COOKIE, ticket.text(), TICKET_SECONDS);
            setCookie(ctx, TO_COOKIE, URLEncoder.encode(own(ctx.queryParam("to")), UTF_8), TICKET_SECONDS);
            ctx.redirect(provider.toString(), HttpStatus.SEE_OTHER);
        } catch (OpenIdException e) {
            refuse(ctx, e);
        }
    }

    private void comeBack(Context ctx) {
        String kept = ctx.cookie(TO_COOKIE);
        String to = own(kept == null ? null : URLDecoder.decode(kept, UTF_8));
        Optional<Ticket> ticket = Ticket.parse(ctx.cookie(TICKET_COOKIE));
        setCookie(ctx, TICKET_COOKIE, "", AT_ONCE);
        setCookie(ctx, TO_COOKIE, "", AT_ONCE);
        try {
            OpenId.Person person = provider()
                    .end(
                            ticket.orElseThrow(() -> new OpenIdException("this browser did not ask", null)),
                            String.valueOf(ctx.queryString()));
            String token = desk.signInFromElsewhere(new Actor(person.name(), person.roles(), ctx.ip()));
            setCookie(ctx, Gate.COOKIE, token, UNTIL_THE_BROWSER_CLOSES);
            ctx.redirect(to, HttpStatus.SEE_OTHER);
        } catch (OpenIdException e) {
            refuse(ctx, e);
        }
    }

    private OpenId provider() {
        if (openId == null) {
            throw new NotFoundResponse("There is no identity provider");
        }
        return openId;
    }

    private void refuse(Context ctx, OpenIdException e) {
        LOG.warn("event=openid-refused from={} reason=\"{}\"", ctx.ip(), e.getMessage());
        ctx.status(HttpStatus.UNAUTHORIZED);
        show(ctx, null, true);
    }

    private void signIn(Context ctx) {
        String to = ctx.formParam("to");
        Optional<User> user = gate.authenticate(ctx, given(ctx, "name"), given(ctx, "password"));
        if (user.isEmpty()) {
            ctx.status(HttpStatus.UNAUTHORIZED);
            show(ctx, to, true);
            return;
        }
        Visitor visitor = new Visitor(user.get().name(), user.get().roles(), ctx.ip(), null);
        setCookie(ctx, Gate.COOKIE, desk.signIn(visitor.actor()), UNTIL_THE_BROWSER_CLOSES);
        ctx.redirect(own(to), HttpStatus.SEE_OTHER);
    }

    private void signOut(Context ctx) {
        Visitor visitor = Visitor.of(ctx);
        if (visitor.session() != null) {
            desk.signOut(visitor.actor(), visitor.session());
        }
        setCookie(ctx, Gate.COOKIE, "", AT_ONCE);
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }

    private static String given(Context ctx, String field) {
        String text = ctx.formParam(field);
        return text == null ? "" : text;
    }

    // Only to our own pages: "//host" and "/\host" are other sites.
    private static String own(@Nullable String to) {
        return to != null && to.matches("/([^/\\\\].*)?") ? to : "/";
    }

    private static void setCookie(Context ctx, String name, String value, int maxAgeSeconds) {
        boolean secure = ctx.req().isSecure() || "https".equals(ctx.header("X-Forwarded-Proto"));
        ctx.cookie(new Cookie(name, value, "/", maxAgeSeconds, secure, true, null, SameSite.LAX));
    }
}
