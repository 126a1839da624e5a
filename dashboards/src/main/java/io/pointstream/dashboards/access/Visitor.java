package io.pointstream.dashboards.access;

import io.javalin.http.Context;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.Secrets;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whoever asks.
 *
 * @param name of the user or the token; null for somebody who has not said
 * @param roles what they may do
 * @param cameFrom the network address
 * @param session the token of their session; null where they come without one
 */
public record Visitor(
        @Nullable String name,
        Set<Role> roles,
        String cameFrom,
        @Nullable String session) {

    private static final String ATTRIBUTE = "visitor";

    public Visitor {
        roles = Set.copyOf(roles);
    }

    /** Whoever sent this request; nobody in particular, with no role, where nobody has looked. */
    public static Visitor of(Context ctx) {
        Visitor visitor = ctx.attribute(ATTRIBUTE);
        return visitor == null ? new Visitor(null, Set.of(), ctx.ip(), null) : visitor;
    }

    /**
     * The key of the act that a program asks for: what it gave as {@code Idempotency-Key}, or a new one. The same key again is the
     * same act, for whoever lost the connection and asks again.
     */
    public static String actKey(Context ctx) {
        String given = ctx.header("Idempotency-Key");
        return given == null ? CaseDesk.newKey() : given;
    }

    void enter(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }

    /** Whether they have one of these roles. */
    public boolean hasAny(Set<Role> wanted) {
        return !Collections.disjoint(roles, wanted);
    }

    /** Whether they have this role. */
    public boolean has(Role role) {
        return roles.contains(role);
    }

    /**
     * What a form of a page sends back, so that no other site can make a browser send it; empty without a session. It is
     * computed from the session's token and says nothing about it.
     */
    public String formKey() {
        return session == null ? "" : Secrets.fingerprint("form " + session);
    }

    /**
     * Them as somebody who does something.
     *
     * @throws IllegalStateException if they have not said who they are
     */
    public Actor actor() {
        if (name == null) {
            throw new IllegalStateException("Nobody did something");
        }
        return new Actor(name, roles, cameFrom);
    }
}
