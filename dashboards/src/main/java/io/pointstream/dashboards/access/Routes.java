package io.pointstream.dashboards.access;

import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.RuleDesk;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The one table of who may ask for what. A route that does not stand here is refused. */
public final class Routes {

    private static final Set<Role> PEOPLE = Role.people();

    private static final Set<Role> DECIDERS = CaseDesk.DECIDERS;
    private static final Set<Role> CASES = EnumSet.of(Role.ANALYST, Role.REVIEWER, Role.SUPERVISOR);
    private static final Set<Role> AUDITORS = EnumSet.of(Role.SUPERVISOR, Role.ADMIN);

    private static final Set<Role> RULES = EnumSet.of(Role.ANALYST, Role.SUPERVISOR, Role.ADMIN);

    /** By method and path; no role at all where everybody may. */
    private static final Map<String, Set<Role>> ROLES = new TreeMap<>();

    static {
        everybody("GET /health/live", "GET /health/ready", "GET /metrics", "GET /openapi.json");
        everybody("GET /assets/{hash}/{name}", "GET /sign-in", "POST /sign-in", "POST /sign-out");
        everybody("GET /sign-in/openid", "GET /sign-in/openid/back");
        may(PEOPLE, "GET /", "GET /mix", "GET /flags", "GET /account");
        may(PEOPLE, "GET /reports", "GET /reports/{name}");
        may(PEOPLE, "GET /fragments/pulse", "GET /fragments/arrivals", "GET /fragments/standing");
        may(PEOPLE, "GET /v1/flags", "GET /v1/accounts/{id}/timeline", "GET /v1/reports/{name}");
        may(DECIDERS, "POST /v1/flags/{caseId}/decisions", "POST /v1/flags/{caseId}/approvals");
        may(EnumSet.of(Role.UPSTREAM), "POST /v1/events");
        may(EnumSet.allOf(Role.class), "GET /v1/accounts/{id}");
        may(AUDITORS, "GET /sources", "GET /dead-letters", "GET /dead-letters/{partition}/{offset}");
        may(AUDITORS, "GET /v1/sources", "GET /v1/dead-letters", "GET /v1/dead-letters/{partition}/{offset}");
        may(EnumSet.of(Role.ADMIN), "POST /dead-letters/resend", "POST /v1/dead-letters/{partition}/{offset}/resend");
        may(PEOPLE, "GET /rules", "GET /rules/try", "POST /rules/try");
        may(PEOPLE, "GET /v1/rules", "GET /v1/rules/{version}", "POST /v1/rules/dry-run");
        may(RULES, "GET /rules/candidate", "POST /rules/candidate", "POST /v1/rules/check");
        may(RuleDesk.PROPOSERS, "POST /rules/propose", "POST /v1/rules/proposals");
        may(RuleDesk.PUBLISHERS, "POST /rules/approve");
        // Whoever proposed may take it back; whether somebody may publish is asked at the desk.
        may(RULES, "POST /rules/refuse", "POST /v1/rules/proposals/{id}/approvals");
        // Processes of one service show each other a secret of their own.
        everybody("GET /internal/accounts/{id}", "POST /internal/trials");
        may(AUDITORS, "GET /audit", "GET /v1/acts");
        may(CASES, "GET /queue", "GET /queue/together", "GET /fragments/queue", "GET /case", "GET /case/links");
        may(CASES, "GET /v1/flags/{caseId}", "GET /v1/flags/{caseId}/similar");
        may(CASES, "GET /v1/flags/{caseId}/events", "GET /v1/flags/{caseId}/links");
        may(DECIDERS, "PUT /v1/flags/{caseId}/lock", "DELETE /v1/flags/{caseId}/lock");
        may(DECIDERS, "PUT /v1/flags/{caseId}/assignee", "POST /v1/flags/{caseId}/notes");
        may(CASES, "GET /v1/queue", "GET /v1/queue/views");
        may(CASES, "PUT /v1/queue/views/{name}", "DELETE /v1/queue/views/{name}");
        may(DECIDERS, "POST /v1/queue/next");
        may(CASES, "POST /queue/views", "POST /queue/views/remove");
        may(
                DECIDERS,
                "POST /queue/next",
                "POST /queue/together",
                "POST /queue/decide",
                "POST /case/take",
                "POST /case/put-back");
        may(
                DECIDERS,
                "POST /case/assign",
                "POST /case/note",
                "POST /case/decide",
                "POST /case/approve",
                "POST /case/refuse");
        may(Masking.NEEDED_BY, "POST /case/unmask");
        may(CASES, "GET /lists", "GET /v1/lists");
        // The desk asks for a supervisor where it is no SNOOZE.
        may(DECIDERS, "POST /lists/put", "POST /lists/end", "POST /lists/remove");
        may(DECIDERS, "POST /v1/lists", "POST /v1/lists/{id}/changes");
    }

    private Routes() {}

    private static void everybody(String... routes) {
        may(EnumSet.noneOf(Role.class), routes);
    }

    private static void may(Set<Role> roles, String... routes) {
        for (String route : routes) {
            if (ROLES.put(route, Collections.unmodifiableSet(roles)) != null) {
                throw new IllegalStateException(route + " stands twice");
            }
        }
    }

    /**
     * Who may ask for a route; nobody in particular is everybody.
     *
     * @param method of HTTP; who may GET may HEAD
     * @param path as it was declared
     * @return empty if the route does not stand in the table
     */
    public static Optional<Set<Role>> roles(String method, String path) {
        return Optional.ofNullable(ROLES.get((method.equals("HEAD") ? "GET" : method) + " " + path));
    }

    /** Every route that stands in the table. */
    public static Set<String> all() {
        return Collections.unmodifiableSet(ROLES.keySet());
    }
}
