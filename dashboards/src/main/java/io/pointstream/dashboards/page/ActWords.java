package io.pointstream.dashboards.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pointstream.dashboards.desk.ActKind;
import io.pointstream.dashboards.page.ActRow.Change;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.schemas.json.BadLineException;
import io.pointstream.schemas.json.ListJson;
import io.pointstream.schemas.lists.ListEntry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says what an act changed. An act that has anything else than is known of its kind is shown as it stands: the audit hides
 * nothing.
 *
 * @param t the words of the language
 */
record ActWords(Texts t) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    private static final int TEXT_CHARS_MAX = 300;

    /** Something has not the form that is known. */
    private static final class OtherFormException extends Exception {
        private static final long serialVersionUID = 1;
    }

    Change change(String kind, String before, String after) {
        try {
            ActKind known = ActKind.of(kind).orElseThrow(OtherFormException::new);
            return new Change(
                    before.isEmpty() ? "" : before(known, before), after.isEmpty() ? "" : after(known, after), true);
        } catch (OtherFormException | DateTimeException e) {
            return new Change(shortened(before), shortened(after), false);
        }
    }

    private String before(ActKind kind, String json) throws OtherFormException {
        return switch (kind) {
            case CASE_ASSIGNED -> t.say("change.before", assignee(json));
            case CASE_DECIDED, RULES_REFUSED, RULES_PUBLISHED -> proposedBy(Form.of(json, "proposal", "proposedBy"));
            case PROPOSAL_REFUSED -> {
                Form form = Form.of(json, "proposal", "proposedBy", "decision");
                yield t.say("change.of", proposedBy(form), t.name("verdict", form.text("decision")));
            }
            case LIST_PUT, LIST_REMOVED -> t.say("change.before", entry(json));
            default -> throw new OtherFormException();
        };
    }

    private String after(ActKind kind, String json) throws OtherFormException {
        return switch (kind) {
            case USER_ADDED, TOKEN_ISSUED -> roles(Form.of(json, "roles"));
            case SIGNED_IN -> signedIn(json);
            case CASE_TAKEN -> t.say("change.taken", time(Form.of(json, "until"), "until"));
            case CASE_ASSIGNED -> t.say("change.assigned", assignee(json));
            case DECISION_PROPOSED, CASE_DECIDED -> decision(json);
            case VIEW_SAVED -> view(Form.of(json, "query").text("query"));
            case LIST_PUT, LIST_REMOVED -> entry(json);
            case RULES_PROPOSED -> proposed(json);
            case RULES_PUBLISHED -> published(json);
            case USER_REMOVED,
                    PASSWORD_SET,
                    TOKEN_WITHDRAWN,
                    SIGNED_OUT,
                    CASE_PUT_BACK,
                    CASE_NOTED,
                    PROPOSAL_REFUSED,
                    VIEW_REMOVED,
                    UNMASKED,
                    LETTER_RESENT,
                    RULES_REFUSED -> throw new OtherFormException();
        };
    }

    private String roles(Form form) throws OtherFormException {
        List<String> names = new ArrayList<>();
        for (String code : form.texts("roles")) {
            String role = code.toUpperCase(Locale.ROOT);
            names.add(t.names("role", role) ? t.name("role", role) : code);
        }
        return t.say("change.roles", String.join(t.lookup("rules.and"), names));
    }

    // A session has roles of its own where an identity provider gave them.
    private String signedIn(String json) throws OtherFormException {
        Form form = Form.of(json);
        if (form.has("roles")) {
            form.require("roles", "until");
            return joined(t.say("change.signedIn", time(form, "until")), roles(form));
        }
        form.require("until");
        return t.say("change.signedIn", time(form, "until"));
    }

    private String assignee(String json) throws OtherFormException {
        Form form = Form.of(json, "assignee");
        return form.isNull("assignee") ? t.lookup("case.assignee.nobody") : form.text("assignee");
    }

    private String decision(String json) throws OtherFormException {
        Form form = Form.of(json, "decision", "raisedAt", "heldPoints", "accounts");
        return t.say(
                "change.decision",
                t.name("verdict", form.text("decision")),
                number(form, "heldPoints"),
                number(form, "accounts"),
                time(form, "raisedAt"));
    }

    private String proposedBy(Form form) throws OtherFormException {
        form.text("proposal");
        return t.say("change.proposedBy", form.text("proposedBy"));
    }

    private String view(String query) throws OtherFormException {
        if (query.isEmpty()) {
            return t.lookup("change.view.all");
        }
        List<String> filters = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            filters.add(
                    equals < 0
                            ? parameter
                            : filter(parameter.substring(0, equals), decoded(parameter.substring(equals + 1))));
        }
        return shortened(joined(filters.toArray(String[]::new)));
    }

    private String filter(String name, String value) {
        return switch (name) {
            case "level" -> t.say("change.of", t.lookup("flags.level"), t.name("level", value));
            case "code" -> t.say("change.of", t.lookup("flags.code"), t.name("code", value));
            case "tier" -> t.say("change.of", t.lookup("queue.tier"), t.name("tier", value));
            case "whose" -> t.say("change.of", t.lookup("queue.whose"), t.name("queue.whose", value));
            case "age", "ring" -> atLeast(name, value);
            default -> name + "=" + value;
        };
    }

    private String atLeast(String name, String count) {
        return COUNT.matcher(count).matches()
                ? t.say(
                        "change.of",
                        t.lookup("queue." + name),
                        t.say(name.equals("age") ? "queue.age.days" : "queue.ring.accounts", count))
                : name + "=" + count;
    }

    private static String decoded(String value) throws OtherFormException {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new OtherFormException();
        }
    }

    private String entry(String json) throws OtherFormException {
        ListEntry entry = parsed(json);
        Instant until = entry.getUntil();
        String what = joined(
                t.name("list", entry.getList().name()),
                t.say("change.of", t.name("listed", entry.getKind().name()), entry.getValue()),
                t.say(
                        "lists.since",
                        entry.getOwner(),
                        t.time(entry.getFrom()),
                        until == null ? t.lookup("lists.good") : t.time(until)));
        return entry.getRemoved() ? joined(what, t.lookup("lists.is.removed")) : what;
    }

    private static ListEntry parsed(String json) throws OtherFormException {
        try {
            ListJson form = new ListJson();
            ListEntry entry = form.parse(json);
            if (!form.write(entry).equals(json)) {
                throw new OtherFormException();
            }
            return entry;
        } catch (BadLineException e) {
            throw new OtherFormException();
        }
    }

    // The book itself is thousands of lines; its mark tells it from others.
    private String proposed(String json) throws OtherFormException {
        Form form = Form.of(json, "base", "effectiveFrom", "book", "yaml");
        form.text("yaml");
        return joined(t.say("change.next", number(form, "base")), from(form), book(form));
    }

    private String published(String json) throws OtherFormException {
        Form form = Form.of(json, "version", "follows", "effectiveFrom", "book");
        return joined(
                t.say("change.published", number(form, "version"), number(form, "follows")), from(form), book(form));
    }

    private String from(Form form) throws OtherFormException {
        return t.say("rules.from", time(form, "effectiveFrom"));
    }

    private String book(Form form) throws OtherFormException {
        return t.say("change.of", t.lookup("rules.mark"), form.text("book"));
    }

    private String time(Form form, String name) throws OtherFormException {
        return t.time(Instant.parse(form.text(name)));
    }

    private String number(Form form, String name) throws OtherFormException {
        return t.number(form.number(name));
    }

    private static String joined(String... parts) {
        return String.join(" · ", parts);
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "…";
    }

    /** A JSON object, whose fields have the types that are asked for. */
    private record Form(JsonNode object) {

        static Form of(String json) throws OtherFormException {
            try {
                JsonNode read = JSON.readTree(json);
                if (!read.isObject()) {
                    throw new OtherFormException();
                }
                return new Form(read);
            } catch (JsonProcessingException e) {
                throw new OtherFormException();
            }
        }

        static Form of(String json, String... fields) throws OtherFormException {
            Form form = of(json);
            form.require(fields);
            return form;
        }

        /** That it has these fields and no others. */
        void require(String... fields) throws OtherFormException {
            Set<String> names = new HashSet<>();
            object.fieldNames().forEachRemaining(names::add);
            if (!names.equals(Set.of(fields))) {
                throw new OtherFormException();
            }
        }

        boolean has(String name) {
            return object.has(name);
        }

        boolean isNull(String name) {
            return object.path(name).isNull();
        }

        String text(String name) throws OtherFormException {
            return text(object.path(name));
        }

        List<String> texts(String name) throws OtherFormException {
            if (!object.path(name).isArray()) {
                throw new OtherFormException();
            }
            List<String> texts = new ArrayList<>();
            for (JsonNode each : object.path(name)) {
                texts.add(text(each));
            }
            return texts;
        }

        long number(String name) throws OtherFormException {
            JsonNode value = object.path(name);
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw new OtherFormException();
            }
            return value.longValue();
        }

        private static String text(JsonNode value) throws OtherFormException {
            if (!value.isTextual()) {
                throw new OtherFormException();
            }
            return value.textValue();
        }
    }
}
