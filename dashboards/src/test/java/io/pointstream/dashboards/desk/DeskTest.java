package io.pointstream.dashboards.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pointstream.dashboards.desk.RefusedException.Why;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.serde.AvroSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two desks over one real broker, as two consoles have them. */
class DeskTest {

    private static final Actor ROOT = Actor.atCommandLine("root");
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka broker;

    @SuppressWarnings("NullAway.Init")
    private static Map<String, Object> kafka;

    private static volatile Instant now = Instant.parse("2026-05-01T01:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private static Desk one;

    @SuppressWarnings("NullAway.Init")
    private static Desk other;

    @BeforeAll
    static void open() throws Exception {
        broker = EmbeddedKafka.start(directory);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistryConfig.URL, "mock://desk-test");
        one = Desk.open(kafka, DeskConfig.DEFAULT, InstantSource.system(), InstantSource.system());
        assertThat(one.isOpen()).as("before there is a topic").isFalse();
        assertThatThrownBy(one::state).isInstanceOf(DeskAwayException.class);
        TopicAdmin.create(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new TopicAdmin.Overrides(null, (short) 1));
        assertThat(one.awaitOpen(Duration.ofSeconds(30))).isTrue();
        other = desk();
    }

    @AfterAll
    static void close() {
        one.close();
        other.close();
        broker.close();
    }

    private static Desk desk() throws InterruptedException {
        Desk desk = Desk.open(kafka, DeskConfig.DEFAULT, () -> now, () -> now);
        assertThat(desk.awaitOpen(Duration.ofSeconds(30))).isTrue();
        return desk;
    }

    private static Why refusal(Runnable act) {
        try {
            act.run();
        } catch (RefusedException e) {
            return e.why();
        }
        throw new AssertionError("was not refused");
    }

    /** Every act in the log, as anybody who reads the topic finds it. */
    private static List<Act> log() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("isolation.level", "read_committed");
        List<Act> acts = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                properties,
                new StringDeserializer(),
                AvroSerdes.<Act>create(kafka).deserializer())) {
            TopicPartition partition = new TopicPartition(Topics.CONSOLE_ACTS.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> acts.add(record.value()));
            }
        }
        return acts;
    }

    @Test
    void what_is_done_at_one_desk_holds_at_every_other_and_after_a_restart() throws Exception {
        one.addUser(ROOT, "mei", Set.of(Role.REVIEWER, Role.ANALYST), PASSWORD);
        assertThat(one.authenticate("mei", PASSWORD)).isPresent();

        await().until(() -> other.state().user("mei").isPresent());
        assertThat(other.authenticate("mei", PASSWORD)).isPresent();
        assertThat(other.authenticate("mei", PASSWORD + " ")).isEmpty();
        assertThat(other.authenticate("nobody", PASSWORD)).isEmpty();

        try (Desk restarted = desk()) {
            assertThat(restarted.state().user("mei").orElseThrow().roles())
                    .containsExactlyInAnyOrder(Role.REVIEWER, Role.ANALYST);
            assertThat(restarted.state().user("mei")).isEqualTo(one.state().user("mei"));
        }
    }

    @Test
    void of_all_who_do_the_same_at_once_one_is_first_and_only_that_is_in_the_log() {
        List<CompletableFuture<Boolean>> all = IntStream.range(0, 12)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> {
                    try {
                        (n % 2 == 0 ? one : other)
                                .addUser(Actor.atCommandLine("racer-" + n), "trophy", Set.of(Role.VIEWER), PASSWORD);
                        return true;
                    } catch (RefusedException e) {
                        assertThat(e.why()).isEqualTo(Why.CONFLICT);
                        return false;
                    }
                }))
                .toList();
        assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
        assertThat(log().stream().filter(act -> act.getSubject().equals("trophy")))
                .hasSize(1);
        String winner = log().stream()
                .filter(act -> act.getSubject().equals("trophy"))
                .findFirst()
                .orElseThrow()
                .getPerson();
        assertThat(winner).startsWith("racer-");
    }

    @Test
    void both_desks_can_go_on_in_turns() {
        for (int i = 0; i < 6; i++) {
            (i % 2 == 0 ? one : other).issueToken(ROOT, "turn-" + i, Set.of(Role.UPSTREAM));
        }
        assertThat(log().stream().map(Act::getSubject).filter(name -> name.startsWith("turn-")))
                .containsExactly("turn-0", "turn-1", "turn-2", "turn-3", "turn-4", "turn-5");
    }

    @Test
    void a_session_ends_by_itself_and_with_the_password_and_with_the_user() {
        one.addUser(ROOT, "an", Set.of(Role.VIEWER), PASSWORD);
        Actor an = new Actor("an", Set.of(Role.VIEWER), "10.0.0.7");

        String ended = other.signIn(an);
        assertThat(other.inSession(ended)).isPresent();
        other.signOut(an, ended);
        assertThat(other.inSession(ended)).isEmpty();

        String expired = other.signIn(an);
        now = now.plus(DeskConfig.DEFAULT.sessionMax()).minusMillis(1);
        assertThat(other.inSession(expired)).isPresent();
        now = now.plusMillis(1);
        assertThat(other.inSession(expired)).isEmpty();

        String changed = other.signIn(an);
        other.setPassword(ROOT, "an", PASSWORD + "!");
        assertThat(other.inSession(changed)).isEmpty();
        assertThat(other.authenticate("an", PASSWORD)).isEmpty();

        String removed = other.signIn(an);
        other.removeUser(ROOT, "an");
        assertThat(other.inSession(removed)).isEmpty();
        assertThat(refusal(() -> other.removeUser(ROOT, "an"))).isEqualTo(Why.UNKNOWN);
        assertThat(other.inSession("made up")).isEmpty();
        assertThat(other.inSession(null)).isEmpty();
    }

    @Test
    void a_token_works_until_it_is_withdrawn_and_is_nowhere_in_the_log() {
        String token = one.issueToken(ROOT, "shop", Set.of(Role.UPSTREAM));
        assertThat(one.state().tokenOf(token).orElseThrow().roles()).containsExactly(Role.UPSTREAM);
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(refusal(() -> one.issueToken(ROOT, "shop", Set.of(Role.UPSTREAM))))
                .isEqualTo(Why.CONFLICT);
        one.addUser(ROOT, "kai", Set.of(Role.ADMIN), PASSWORD);
        assertThat(log().toString()).doesNotContain(token).doesNotContain(PASSWORD);
        one.withdrawToken(ROOT, "shop");
        assertThat(one.state().tokenOf(token)).isEmpty();
    }

    @Test
    void names_passwords_and_roles_are_checked() {
        assertThat(refusal(() -> one.addUser(ROOT, "<b>", Set.of(Role.VIEWER), PASSWORD)))
                .isEqualTo(Why.INVALID);
        assertThat(refusal(() -> one.addUser(ROOT, "short", Set.of(Role.VIEWER), "x".repeat(11))))
                .isEqualTo(Why.INVALID);
        assertThat(refusal(() -> one.addUser(ROOT, "none", Set.of(), PASSWORD))).isEqualTo(Why.INVALID);
        assertThat(refusal(() -> one.addUser(ROOT, "program", Set.of(Role.UPSTREAM), PASSWORD)))
                .isEqualTo(Why.INVALID);
        one.addUser(ROOT, "小明", Set.of(Role.VIEWER), PASSWORD);
        assertThat(one.state().user("小明")).isPresent();
    }

    @Test
    void a_password_is_known_by_its_hash_whatever_that_cost() {
        // A vector of the reference implementation's tests, with other costs.
        String vector = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(Secrets.matches("password", vector)).isTrue();
        assertThat(Secrets.matches("passwort", vector)).isFalse();
        assertThat(Secrets.hash("a password")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Secrets.matches("a password", Secrets.hash("a password"))).isTrue();
        assertThat(Secrets.matches("another", Secrets.hash("a password"))).isFalse();
        assertThat(Secrets.hash("a password")).isNotEqualTo(Secrets.hash("a password"));
    }
}
