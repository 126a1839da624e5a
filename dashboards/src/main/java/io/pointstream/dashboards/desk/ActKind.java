package io.pointstream.dashboards.desk;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The acts that the console's working state is computed from. A log may hold others, of newer versions. */
public enum ActKind {
    USER_ADDED("user.added", Subject.USER),
    USER_REMOVED("user.removed", Subject.USER),
    PASSWORD_SET("user.password-set", Subject.USER),
    TOKEN_ISSUED("token.issued", Subject.TOKEN),
    TOKEN_WITHDRAWN("token.withdrawn", Subject.TOKEN),
    SIGNED_IN("session.started", Subject.SESSION),
    SIGNED_OUT("session.ended", Subject.SESSION),
    CASE_TAKEN("case.taken", Subject.CASE),
    CASE_PUT_BACK("case.put-back", Subject.CASE),
    CASE_ASSIGNED("case.assigned", Subject.CASE),
    CASE_NOTED("case.noted", Subject.CASE),
    DECISION_PROPOSED("decision.proposed", Subject.CASE),
    PROPOSAL_REFUSED("decision.refused", Subject.CASE),
    CASE_DECIDED("case.decided", Subject.CASE),
    VIEW_SAVED("view.saved", Subject.VIEW),
    VIEW_REMOVED("view.removed", Subject.VIEW),
    UNMASKED("ids.unmasked", Subject.CASE),
    LETTER_RESENT("letter.resent", Subject.LETTER),
    LIST_PUT("list.put", Subject.LIST),
    LIST_REMOVED("list.removed", Subject.LIST),
    RULES_PROPOSED("rules.proposed", Subject.RULES),
    RULES_REFUSED("rules.refused", Subject.RULES),
    RULES_PUBLISHED("rules.published", Subject.RULES);

    /** What an act is done to. */
    enum Subject {
        USER,
        TOKEN,
        SESSION,
        CASE,
        ACCOUNT,
        VIEW,
        LETTER,
        LIST,
        RULES,
        /** Of the API, as it stands in the log where a program was shown something. */
        ROUTE
    }

    private static final Map<String, ActKind> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ActKind::code, Function.identity()));

    private final String code;
    private final Subject subject;

    ActKind(String code, Subject subject) {
        this.code = code;
        this.subject = subject;
    }

    /** As it stands in the log. */
    public String code() {
        return code;
    }

    Subject subject() {
        return subject;
    }

    /** The kind of a code; empty for one of a newer version. */
    public static Optional<ActKind> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
