package io.pointstream.dashboards.access;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.router.Endpoint;
import io.javalin.security.BasicAuthCredentials;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.DeskAwayException;
import io.pointstream.dashboards.desk.DeskState.User;
import io.pointstream.dashboards.desk.Role;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who asks and whether they may ({@link Routes}), before any handler runs. People come with a session's cookie,
 * programs with {@code Authorization: Bearer} or {@code Basic}.
 */
public final class Gate {

    /** The cookie that holds a session's token. */
    public static final String COOKIE = "session";

    /** The field of a form, or the header of a script's request, that holds {@link Visitor#formKey}. */
    public static final String FORM_KEY = "form-key";

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private static final int FAILURES_OF_NAME_MAX = 10;
    private static final int FAILURES_OF_ADDRESS_MAX = 30;
    private static final Duration FAILURES_WINDOW = Duration.ofMinutes(1);

    private final Desk desk;
    private final Set<Role> anonymous;
    private final Attempts byName;
    private final Attempts byAddress;

    /** @param anonymous the roles of somebody who has not signed in */
    public Gate(Desk desk, Set<Role> anonymous, InstantSource clock) {
        this.desk = desk;
        this.anonymous = Set.copyOf(anonymous);
        this.byName = new Attempts(FAILURES_OF_NAME_MAX, FAILURES_WINDOW, clock);
        this.byAddress = new Attempts(FAILURES_OF_ADDRESS_MAX, FAILURES_WINDOW, clock);
    }

    /** Lets a request for an existing route through, or refuses it. */
    public void admit(Context ctx) {
        Endpoint route = ctx.endpoints().matchedHttpEndpoint();
        Set<Role> allowed = Optional.ofNullable(route)
                .flatMap(matched -> Routes.roles(ctx.method().name(), matched.path))
                .orElseThrow(() -> new ForbiddenResponse("Nobody may ask for this"));
        Visitor visitor = visitor(ctx, allowed);
        visitor.enter(ctx);
        if (!allowed.isEmpty() && !visitor.hasAny(allowed)) {
            throw visitor.name() == null
                    ? new UnauthorizedResponse("Sign in as somebody with one of the roles " + listed(allowed)
                            + ": at /sign-in, or with Authorization: Bearer TOKEN or Basic")
                    : new ForbiddenResponse("This takes one of the roles " + listed(allowed) + ", and " + visitor.name()
                            + " has " + listed(visitor.roles()));
        }
        if (isUnsafe(ctx)) {
            requireOwnForm(ctx, visitor);
        }
    }

    private static String listed(Set<Role> roles) {
        return roles.stream().sorted().map(Role::code).collect(Collectors.joining(", "));
    }

    // While the log of acts is away, nobody can be recognised; what everybody may see can be seen all the same.
    private Visitor visitor(Context ctx, Set<Role> allowed) {
        Visitor nobody = new Visitor(null, anonymous, ctx.ip(), null);
        try {
            return recognised(ctx).orElse(nobody);
        } catch (DeskAwayException e) {
            if (allowed.isEmpty() || nobody.hasAny(allowed)) {
                return nobody;
            }
            throw e;
        }
    }

    private Optional<Visitor> recognised(Context ctx) {
        String authorization = ctx.header("Authorization");
        if (authorization != null) {
            return Optional.of(byHeader(ctx, authorization));
        }
        String session = ctx.cookie(COOKIE);
        return session == null
                ? Optional.empty()
                : desk.inSession(session).map(user -> new Visitor(user.name(), user.roles(), ctx.ip(), session));
    }

    private Visitor byHeader(Context ctx, String authorization) {
        if (authorization.startsWith("Bearer ")) {
            return desk.state()
                    .tokenOf(authorization.substring("Bearer ".length()).strip())
                    .map(token -> new Visitor(token.name(), token.roles(), ctx.ip(), null))
                    .orElseThrow(() -> new UnauthorizedResponse("There is no such token"));
        }
        BasicAuthCredentials given = ctx.basicAuthCredentials();
        if (given == null) {
            throw new UnauthorizedResponse("Authorization must be Bearer TOKEN or Basic");
        }
        User user = authenticate(ctx, given.getUsername(), given.getPassword())
                .orElseThrow(() -> new UnauthorizedResponse("There is no user of this name and password"));
        return new Visitor(user.name(), user.roles(), ctx.ip(), null);
    }

    /**
     * The user of this name and password.
     *
     * @throws TooManyRequestsResponse for who has failed too often
     */
    public Optional<User> authenticate(Context ctx, String name, String password) {
        if (!byAddress.mayTry(ctx.ip()) || !byName.mayTry(name)) {
            LOG.warn("event=sign-in-held-off from={}", ctx.ip());
            ctx.header("Retry-After", Long.toString(FAILURES_WINDOW.toSeconds()));
            throw new TooManyRequestsResponse("Too many failures; try again in a minute");
        }
        Optional<User> user = desk.authenticate(name, password);
        if (user.isEmpty()) {
            byName.failed(name);
            byAddress.failed(ctx.ip());
            LOG.warn("event=sign-in-failed from={}", ctx.ip());
        }
        return user;
    }

    private static boolean isUnsafe(Context ctx) {
        return !ctx.method().equals(HandlerType.GET) && !ctx.method().equals(HandlerType.HEAD);
    }

    // A browser says where a request comes from, and sends our cookie along with other sites' forms; what came with our
    // page's key did not come from them.
    private static void requireOwnForm(Context ctx, Visitor visitor) {
        String site = ctx.header("Sec-Fetch-Site");
        boolean ownSite =
                site == null ? isOwn(ctx, ctx.header("Origin")) : site.equals("same-origin") || site.equals("none");
        if (!ownSite) {
            throw new ForbiddenResponse("This was sent by another site");
        }
        if (visitor.session() != null
                && !isKey(visitor, ctx.header(FORM_KEY))
                && !isKey(visitor, ctx.formParam(FORM_KEY))) {
            throw new ForbiddenResponse("The page is of an earlier session; load it again");
        }
    }

    private static boolean isOwn(Context ctx, @Nullable String origin) {
        try {
            return origin == null
                    || String.valueOf(URI.create(origin).getAuthority()).equals(ctx.header("Host"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isKey(Visitor visitor, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        visitor.formKey().getBytes(StandardCharsets.UTF_8));
    }
}
