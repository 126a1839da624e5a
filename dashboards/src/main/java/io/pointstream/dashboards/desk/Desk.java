package io.pointstream.dashboards.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointstream.dashboards.desk.DeskState.User;
import io.pointstream.dashboards.desk.RefusedException.Why;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.console.Act;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where people work: users, sessions and cases in hand. Everything that anybody does is an act in the log, and there is no
 * other way to change anything here; see {@link ActLog}.
 *
 * <p>Every method that does something throws {@link RefusedException} when it may not be, and {@link DeskAwayException} when
 * the log cannot be reached.
 */
public final class Desk implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,63}");
    private static final int PASSWORD_LENGTH_MIN = 12;
    private static final int PASSWORD_LENGTH_MAX = 256;

    // Argon2id takes 19 MiB and some ten milliseconds of a core for each check.
    private static final int CHECKS_AT_ONCE_MAX = 4;

    private final DeskState state = new DeskState();
    private final ActLog log;
    private final DeskConfig config;
    private final InstantSource clock;
    private final CaseDesk cases;
    private final ListDesk lists;
    private final RuleDesk rules;
    private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE_MAX);

    private Desk(Map<String, Object> kafka, DeskConfig config, InstantSource clock, InstantSource programClock) {
        this.log = new ActLog(kafka, state);
        this.config = config;
        this.clock = clock;
        this.cases = new CaseDesk(this, config, programClock);
        this.lists = new ListDesk(this, programClock);
        this.rules = new RuleDesk(this, new PublishedRules(kafka));
    }

    /**
     * Opens the desk. It is there at once, and usable when the log has been read: see {@link #isOpen}.
     *
     * @param kafka properties of a Kafka client, and those of the registry
     * @param clock of this machine
     * @param programClock the time of a decision as an event; not this machine's where traffic is replayed
     */
    public static Desk open(
            Map<String, Object> kafka, DeskConfig config, InstantSource clock, InstantSource programClock) {
        Desk desk = new Desk(kafka, config, clock, programClock);
        desk.log.start();
        return desk;
    }

    /** Cases in hand and decisions. */
    public CaseDesk cases() {
        return cases;
    }

    /** Who and what is allowed, denied and snoozed. */
    public ListDesk lists() {
        return lists;
    }

    /** Versions of the rule book, proposed and published. */
    public RuleDesk rules() {
        return rules;
    }

    /** How people work here. */
    public DeskConfig config() {
        return config;
    }

    /** Whether all that was done before is known: until then nobody can be recognised. */
    public boolean isOpen() {
        return log.isCaughtUp();
    }

    /**
     * What all acts add up to.
     *
     * @throws DeskAwayException while the log has not been read
     */
    public DeskState state() {
        if (!isOpen()) {
            throw new DeskAwayException("What was done before is being read", null);
        }
        return state;
    }

    /** Waits until {@link #isOpen}; whether it is. */
    public boolean awaitOpen(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isOpen() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return isOpen();
    }

    /** Notes that somebody has a dead letter sent again; that comes after it. */
    public void noteResend(Actor actor, String letter) {
        append(act(actor, ActKind.LETTER_RESENT, letter).build(), () -> {});
    }

    /** Adds somebody with a password. */
    public void addUser(Actor actor, String name, Set<Role> roles, String password) {
        requireName(name);
        if (roles.isEmpty() || roles.contains(Role.UPSTREAM)) {
            throw new RefusedException(Why.INVALID, "rolesOfPerson");
        }
        requirePassword(password);
        Act act = act(actor, ActKind.USER_ADDED, name)
                .setAfter(rolesJson(roles))
                .setSecretHash(Secrets.hash(password))
                .build();
        append(act, () -> {
            if (state.user(name).isPresent()) {
                throw new RefusedException(Why.CONFLICT, "userExists", name);
            }
        });
    }

    /** Removes somebody, and ends their sessions. What they did stays. */
    public void removeUser(Actor actor, String name) {
        append(act(actor, ActKind.USER_REMOVED, name).build(), () -> requireUser(name));
    }

    /** Gives somebody another password, and ends their sessions. */
    public void setPassword(Actor actor, String name, String password) {
        requirePassword(password);
        Act act = act(actor, ActKind.PASSWORD_SET, name)
                .setSecretHash(Secrets.hash(password))
                .build();
        append(act, () -> requireUser(name));
    }

    /** Makes a token for a program; it is known to nobody but whoever gets the answer. */
    public String issueToken(Actor actor, String name, Set<Role> roles) {
        requireName(name);
        if (roles.isEmpty()) {
            throw new RefusedException(Why.INVALID, "rolesOfToken");
        }
        String token = Secrets.token();
        Act act = act(actor, ActKind.TOKEN_ISSUED, name)
                .setAfter(rolesJson(roles))
                .setSecretHash(Secrets.fingerprint(token))
                .build();
        append(act, () -> {
            if (state.token(name).isPresent()) {
                throw new RefusedException(Why.CONFLICT, "tokenExists", name);
            }
        });
        return token;
    }

    /** Ends a token. */
    public void withdrawToken(Actor actor, String name) {
        append(act(actor, ActKind.TOKEN_WITHDRAWN, name).build(), () -> {
            if (state.token(name).isEmpty()) {
                throw new RefusedException(Why.UNKNOWN, "noToken", name);
            }
        });
    }

    /** The user of this name and password; it takes as long when there is no such user. */
    public Optional<User> authenticate(String name, String password) {
        Optional<User> user = state().user(name);
        checks.acquireUninterruptibly();
        try {
            boolean right =
                    Secrets.matches(password, user.map(User::passwordHash).orElse(Secrets.NOBODY));
            return user.filter(known -> right);
        } finally {
            checks.release();
        }
    }

    /** Begins a session of a user who has shown who they are; gives its token. */
    public String signIn(Actor actor) {
        return signIn(actor, json(), () -> requireUser(actor.name()));
    }

    /** The same of somebody for whom an identity provider speaks: the session has the roles that it gives them. */
    public String signInFromElsewhere(Actor actor) {
        requireName(actor.name());
        return signIn(actor, withRoles(actor.roles()), () -> {
            if (state.user(actor.name()).isPresent()) {
                throw new RefusedException(Why.CONFLICT, "userExists", actor.name());
            }
        });
    }

    private String signIn(Actor actor, ObjectNode after, Runnable guard) {
        String token = Secrets.token();
        Instant until = now().plus(config.sessionMax());
        Act act = act(actor, ActKind.SIGNED_IN, actor.name())
                .setAfter(after.put("until", until.toString()).toString())
                .setSecretHash(Secrets.fingerprint(token))
                .build();
        append(act, guard);
        return token;
    }

    /** Ends a session. */
    public void signOut(Actor actor, String token) {
        Act act = act(actor, ActKind.SIGNED_OUT, actor.name())
                .setSecretHash(Secrets.fingerprint(token))
                .build();
        append(act, () -> {});
    }

    /** Somebody who is signed in, with the roles that they have now. */
    public record Person(String name, Set<Role> roles) {}

    /** Whose session this is, unless it is over. */
    public Optional<Person> inSession(@Nullable String token) {
        return state().session(token, now()).flatMap(session -> {
            Set<Role> given = session.roles();
            return given == null
                    ? state.user(session.person()).map(user -> new Person(user.name(), user.roles()))
                    : Optional.of(new Person(session.person(), given));
        });
    }

    /** Appends an act, with nothing else; see {@link ActLog#append}. */
    void append(Act act, Runnable guard) {
        append(act, guard, List.of());
    }

    void append(Act act, Runnable guard, List<Activity> with) {
        log.append(act, guard, with);
    }

    void append(Act act, Supplier<ActLog.Entry> entry) {
        log.append(act, entry);
    }

    Act.Builder act(Actor actor, ActKind kind, String subject) {
        return Act.newBuilder()
                .setActId(UUID.randomUUID().toString())
                .setAt(now())
                .setPerson(actor.name())
                .setRoles(codes(actor.roles()))
                .setCameFrom(actor.cameFrom())
                .setKind(kind.code())
                .setSubjectType(kind.subject().name())
                .setSubject(subject);
    }

    /** The time by the clock of the desk. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static List<String> codes(Set<Role> roles) {
        return roles.stream().sorted().map(Role::code).toList();
    }

    private static String rolesJson(Set<Role> roles) {
        return withRoles(roles).toString();
    }

    private static ObjectNode withRoles(Set<Role> roles) {
        return json().set("roles", DeskState.JSON.valueToTree(codes(roles)));
    }

    static ObjectNode json() {
        return DeskState.JSON.createObjectNode();
    }

    private void requireUser(String name) {
        if (state.user(name).isEmpty()) {
            throw new RefusedException(Why.UNKNOWN, "noUser", name);
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException(Why.INVALID, "name");
        }
    }

    private static void requirePassword(String password) {
        if (password.length() < PASSWORD_LENGTH_MIN || password.length() > PASSWORD_LENGTH_MAX) {
            throw new RefusedException(Why.INVALID, "password", PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX);
        }
    }

    @Override
    public void close() {
        log.close();
        rules.published().close();
    }
}
