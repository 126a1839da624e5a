package io.pointstream.dashboards.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.json.BadLineException;
import io.pointstream.schemas.json.ListJson;
import io.pointstream.schemas.lists.ListEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The console's working state: what all acts add up to, in the order of the log. Only the reader of the log changes it;
 * anybody may look. Each act in the log holds, because it was checked against this state before it was written.
 */
public final class DeskState {

    static final ObjectMapper JSON = new ObjectMapper();

    /** Acts that are remembered by their ids, the newest: a repeat comes within minutes. */
    private static final int ACTS_KNOWN_MAX = 100_000;

    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, CaseWork> cases = new ConcurrentHashMap<>();
    private final Map<String, Instant> unmasked = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> views = new ConcurrentHashMap<>();
    private final Map<String, ListEntry> entries = new ConcurrentHashMap<>();
    private final Map<String, RuleDesk.Published> publications = new ConcurrentHashMap<>();
    private volatile @Nullable RuleProposal ruleProposal;
    private final Map<String, String> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > ACTS_KNOWN_MAX;
        }
    });

    /** Somebody with a password. */
    public record User(String name, Set<Role> roles, String passwordHash) {}

    /** A program. */
    public record Token(String name, Set<Role> roles, String fingerprint) {}

    /**
     * Somebody who has signed in.
     *
     * @param roles that their identity provider gave them; null for a user of ours, whose roles may change meanwhile
     */
    public record Session(
            String fingerprint, String person, @Nullable Set<Role> roles, Instant until) {}

    /** Takes in the next act; one that comes again, because it was read again, changes nothing. */
    void apply(Act act) {
        if (known.putIfAbsent(act.getActId(), act.getKind() + " " + act.getSubject()) == null) {
            ActKind.of(act.getKind()).ifPresent(kind -> apply(kind, act));
        }
    }

    private void apply(ActKind kind, Act act) {
        String subject = act.getSubject();
        switch (kind) {
            case USER_ADDED -> users.put(subject, new User(subject, roles(act), secretHash(act)));
            case USER_REMOVED -> {
                users.remove(subject);
                endSessions(subject);
            }
            case PASSWORD_SET -> {
                users.computeIfPresent(subject, (name, user) -> new User(name, user.roles(), secretHash(act)));
                endSessions(subject);
            }
            case TOKEN_ISSUED -> tokens.put(subject, new Token(subject, roles(act), secretHash(act)));
            case TOKEN_WITHDRAWN -> tokens.remove(subject);
            case SIGNED_IN -> {
                sessions.values().removeIf(session -> !session.until().isAfter(act.getAt()));
                String fingerprint = secretHash(act);
                sessions.put(
                        fingerprint,
                        new Session(
                                fingerprint, subject, after(act).has("roles") ? roles(act) : null, time(act, "until")));
            }
            case SIGNED_OUT -> sessions.remove(secretHash(act));
            case CASE_TAKEN -> work(act, work -> work.lockedBy(new CaseWork.Lock(act.getPerson(), time(act, "until"))));
            case CASE_PUT_BACK -> work(act, work -> work.lockedBy(null));
            case CASE_ASSIGNED ->
                work(act, work -> work.assignedTo(after(act).path("assignee").textValue()));
            case CASE_NOTED ->
                work(act, work -> work.noted(new CaseWork.Note(act.getPerson(), act.getAt(), text(act.getNote()))));
            case DECISION_PROPOSED ->
                work(
                        act,
                        work -> work.proposed(new CaseWork.Proposal(
                                act.getActId(),
                                act.getPerson(),
                                act.getAt(),
                                verdict(act),
                                text(act.getReason()),
                                text(act.getNote()))));
            case PROPOSAL_REFUSED -> work(act, work -> work.proposed(null));
            case CASE_DECIDED ->
                work(
                        act,
                        work -> work.decided(new CaseWork.Decided(
                                act.getActId(), act.getPerson(), act.getAt(), verdict(act), time(act, "raisedAt"))));
            case VIEW_SAVED ->
                views.computeIfAbsent(act.getPerson(), person -> new ConcurrentSkipListMap<>())
                        .put(subject, after(act).path("query").asText());
            case VIEW_REMOVED ->
                views.computeIfAbsent(act.getPerson(), person -> new ConcurrentSkipListMap<>())
                        .remove(subject);
            // Whether it was is written with it.
            case LETTER_RESENT -> {}
            case LIST_PUT, LIST_REMOVED -> entries.put(subject, entry(act));
            case RULES_PROPOSED -> ruleProposal = RuleProposal.of(act);
            case RULES_REFUSED -> ruleProposal = null;
            case RULES_PUBLISHED -> {
                publications.put(act.getActId(), RuleDesk.Published.of(act));
                // The command line publishes without a proposal, and leaves the one that waits.
                if (act.getBefore() != null) {
                    ruleProposal = null;
                }
            }
            case UNMASKED -> unmasked.put(act.getPerson() + " " + subject, act.getAt());
        }
    }

    private void work(Act act, UnaryOperator<CaseWork> change) {
        cases.compute(act.getSubject(), (caseId, work) -> change.apply(work == null ? CaseWork.NONE : work));
    }

    private static Verdict verdict(Act act) {
        return Verdict.valueOf(after(act).path("decision").asText());
    }

    private static Instant time(Act act, String field) {
        return Instant.parse(after(act).path(field).asText());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void endSessions(String person) {
        sessions.values().removeIf(session -> session.person().equals(person));
    }

    private static String secretHash(Act act) {
        return Objects.requireNonNull(act.getSecretHash(), "secretHash");
    }

    private static Set<Role> roles(Act act) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (JsonNode name : after(act).path("roles")) {
            // A role that is not known here gives nobody anything.
            Arrays.stream(Role.values())
                    .filter(role -> role.code().equals(name.asText()))
                    .forEach(roles::add);
        }
        return Collections.unmodifiableSet(roles);
    }

    static JsonNode after(Act act) {
        try {
            return JSON.readTree(Objects.requireNonNullElse(act.getAfter(), "{}"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("after is no JSON", e);
        }
    }

    private static ListEntry entry(Act act) {
        try {
            return new ListJson().parse(text(act.getAfter()));
        } catch (BadLineException e) {
            throw new IllegalArgumentException("after is no entry of a list", e);
        }
    }

    /** Whether an act of this id is in the log. */
    boolean knows(String actId) {
        return known.containsKey(actId);
    }

    /** What the act of this id did to a subject; null if there is none that is known. */
    @Nullable
    ActKind done(String actId, String subject) {
        String done = known.get(actId);
        return Arrays.stream(ActKind.values())
                .filter(kind -> (kind.code() + " " + subject).equals(done))
                .findFirst()
                .orElse(null);
    }

    /** Whether the act of this id is the same one: a key that was used for another act must not answer for this one. */
    boolean isRepeat(Act act) {
        return (act.getKind() + " " + act.getSubject()).equals(known.get(act.getActId()));
    }

    /** What people have done about a case. */
    public CaseWork work(String caseId) {
        return cases.getOrDefault(caseId, CaseWork.NONE);
    }

    /** The cases of which this is true. */
    public List<String> casesWhere(Predicate<CaseWork> wanted) {
        return cases.entrySet().stream()
                .filter(work -> wanted.test(work.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** When a person last asked to see the devices and addresses of a case. */
    public Optional<Instant> unmaskedAt(String person, String caseId) {
        return Optional.ofNullable(unmasked.get(person + " " + caseId));
    }

    /** The rule book that waits for a second person; null for none. */
    public @Nullable RuleProposal ruleProposal() {
        return ruleProposal;
    }

    /** What an act published; null if it is none that did. */
    RuleDesk.@Nullable Published publication(String actId) {
        return publications.get(actId);
    }

    /** The saved views of a person: names with the queries that reproduce them. */
    public Map<String, String> views(String person) {
        return Collections.unmodifiableMap(views.getOrDefault(person, Map.of()));
    }

    /** All entries of the lists, those that have ended too. */
    public Collection<ListEntry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** The entry of this id. */
    public Optional<ListEntry> entry(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** The user of this name. */
    public Optional<User> user(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /** All users, by name. */
    public Collection<User> users() {
        return new TreeMap<>(users).values();
    }

    /** All tokens, by name. */
    public Collection<Token> tokens() {
        return new TreeMap<>(tokens).values();
    }

    /** The token of this name. */
    public Optional<Token> token(String name) {
        return Optional.ofNullable(tokens.get(name));
    }

    /** The program that sent this token. */
    public Optional<Token> tokenOf(String secret) {
        String fingerprint = Secrets.fingerprint(secret);
        return tokens.values().stream()
                .filter(token -> token.fingerprint().equals(fingerprint))
                .findFirst();
    }

    /** The session of this token, unless it is over. */
    public Optional<Session> session(@Nullable String secret, Instant now) {
        return secret == null
                ? Optional.empty()
                : Optional.ofNullable(sessions.get(Secrets.fingerprint(secret)))
                        .filter(session -> session.until().isAfter(now));
    }
}
