package io.pointstream.dashboards.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pointstream.dashboards.desk.ListDesk.Wish;
import io.pointstream.dashboards.desk.RefusedException.Why;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.ListRecords;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.serde.AvroSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists, at two desks over one real broker. */
class ListDeskTest {

    private static final Instant NOW = Instant.parse("2026-05-30T12:00:00Z");
    private static final Actor MEI = new Actor("mei", Set.of(Role.REVIEWER), "10.0.0.1");
    private static final Actor LIN = new Actor("lin", Set.of(Role.SUPERVISOR), "10.0.0.3");
    private static final Actor EVE = new Actor("eve", Set.of(Role.ANALYST, Role.ADMIN), "10.0.0.4");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka broker;

    @SuppressWarnings("NullAway.Init")
    private static Map<String, Object> kafka;

    private static volatile Instant now = NOW;

    @SuppressWarnings("NullAway.Init")
    private static Desk one;

    @SuppressWarnings("NullAway.Init")
    private static Desk other;

    @BeforeAll
    static void open() throws Exception {
        broker = EmbeddedKafka.start(directory);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistryConfig.URL, "mock://list-desk");
        TopicAdmin.create(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new TopicAdmin.Overrides(null, (short) 1));
        one = desk();
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

    private static Wish wish(ListName list, String value, @Nullable Instant until) {
        return new Wish(list, ListedKind.DEVICE, value, null, until, " 手机丢了 ");
    }

    private static ListEntry put(Desk desk, Actor actor, Wish wish) {
        return desk.lists().put(actor, CaseDesk.newKey(), wish);
    }

    private static Why refusal(Runnable act) {
        try {
            act.run();
        } catch (RefusedException e) {
            return e.why();
        }
        throw new AssertionError("was not refused");
    }

    private static List<SpecificRecord> records(String topic) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("isolation.level", "read_committed");
        List<SpecificRecord> records = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (var consumer = new KafkaConsumer<>(
                properties,
                new StringDeserializer(),
                AvroSerdes.<SpecificRecord>create(kafka).deserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.value() instanceof ListEntry entry) {
                        assertThat(record.key()).isEqualTo(ListRecords.key(entry));
                    }
                    records.add(record.value());
                });
            }
        }
        return records;
    }

    /** All that the program was told of an entry. */
    private static List<ListEntry> told(String id) {
        return records(Topics.RISK_LISTS.name()).stream()
                .map(ListEntry.class::cast)
                .filter(entry -> entry.getId().equals(id))
                .toList();
    }

    private static Stream<Act> acts(String id) {
        return records(Topics.CONSOLE_ACTS.name()).stream()
                .map(Act.class::cast)
                .filter(act -> act.getSubject().equals(id));
    }

    @Test
    void what_is_put_on_a_list_is_an_act_and_reaches_the_program_with_it() throws Exception {
        ListEntry entry = put(one, LIN, wish(ListName.DENY, " d-1 ", null));
        assertThat(entry.getValue()).isEqualTo("d-1");
        assertThat(entry.getReason()).isEqualTo("手机丢了");
        assertThat(entry.getOwner()).isEqualTo("lin");
        assertThat(entry.getFrom()).isEqualTo(NOW);
        assertThat(told(entry.getId())).containsExactly(entry);
        await().until(() -> other.state().entry(entry.getId()).isPresent());
        assertThat(other.state().entry(entry.getId())).contains(entry);
        assertThat(acts(entry.getId())).singleElement().satisfies(act -> {
            assertThat(act.getKind()).isEqualTo("list.put");
            assertThat(act.getPerson()).isEqualTo("lin");
            assertThat(act.getBefore()).isNull();
            assertThat(act.getAfter()).contains("\"value\":\"d-1\"");
            assertThat(act.getNote()).isEqualTo("手机丢了");
        });

        other.lists().end(LIN, CaseDesk.newKey(), entry.getId(), NOW.plusSeconds(60), "found again");
        // Who has not read that yet is refused.
        await().until(() -> one.state().entry(entry.getId()).orElseThrow().getUntil() != null);
        String key = CaseDesk.newKey();
        one.lists().remove(LIN, key, entry.getId(), "sold");
        one.lists().remove(LIN, key, entry.getId(), "sold");
        assertThat(told(entry.getId())).extracting(ListEntry::getUntil).containsExactly(null, NOW.plusSeconds(60), NOW);
        assertThat(told(entry.getId())).extracting(ListEntry::getRemoved).containsExactly(false, false, true);
        assertThat(acts(entry.getId()).toList().getLast()).satisfies(act -> {
            assertThat(act.getKind()).isEqualTo("list.removed");
            assertThat(act.getBefore()).contains("\"removed\":false");
            assertThat(act.getAfter()).contains("\"removed\":true");
            assertThat(act.getNote()).isEqualTo("sold");
        });

        Desk restarted = desk();
        try {
            assertThat(restarted.state().entry(entry.getId()))
                    .isEqualTo(one.state().entry(entry.getId()));
        } finally {
            restarted.close();
        }
    }

    @Test
    void the_same_form_again_is_the_same_entry() {
        String key = CaseDesk.newKey();
        ListEntry entry = one.lists().put(LIN, key, wish(ListName.ALLOW, "d-2", null));
        assertThat(other.lists().put(LIN, key, wish(ListName.ALLOW, "d-2", null)))
                .isEqualTo(entry);
        assertThat(told(key)).hasSize(1);
    }

    @Test
    void of_two_who_put_one_thing_on_a_list_one_is_refused_and_nothing_is_told_of_it() {
        List<CompletableFuture<String>> both = Stream.of(one, other)
                .map(desk -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return put(desk, LIN, wish(ListName.DENY, "d-3", null)).getId();
                    } catch (RefusedException e) {
                        return e.why().name();
                    }
                }))
                .toList();
        List<String> outcomes =
                both.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(outcomes).contains("CONFLICT").doesNotHaveDuplicates();
        assertThat(records(Topics.RISK_LISTS.name()).stream()
                        .map(ListEntry.class::cast)
                        .filter(entry -> entry.getValue().equals("d-3")))
                .hasSize(1);
    }

    @Test
    void reviewers_snooze_and_supervisors_allow_and_deny() {
        Instant until = NOW.plusSeconds(60);
        assertThat(refusal(() -> put(one, MEI, wish(ListName.DENY, "d-4", until))))
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refusal(() -> put(one, MEI, wish(ListName.ALLOW, "d-4", until))))
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refusal(() -> put(one, EVE, wish(ListName.SNOOZE, "d-4", until))))
                .isEqualTo(Why.FORBIDDEN);
        ListEntry snooze = put(one, MEI, wish(ListName.SNOOZE, "d-4", until));
        one.lists().end(MEI, CaseDesk.newKey(), snooze.getId(), until.plusSeconds(1), "more");
        ListEntry allow = put(one, LIN, wish(ListName.ALLOW, "d-5", null));
        assertThat(refusal(() -> one.lists().remove(MEI, CaseDesk.newKey(), allow.getId(), "no")))
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refusal(() -> one.lists().end(MEI, CaseDesk.newKey(), allow.getId(), until, "no")))
                .isEqualTo(Why.FORBIDDEN);
    }

    @Test
    void a_snooze_has_an_end_that_is_not_far() {
        assertThat(refusal(() -> put(one, MEI, wish(ListName.SNOOZE, "d-6", null))))
                .isEqualTo(Why.INVALID);
        assertThat(refusal(() -> put(one, MEI, wish(ListName.SNOOZE, "d-6", NOW.plus(Duration.ofDays(91))))))
                .isEqualTo(Why.INVALID);
        assertThat(put(one, MEI, wish(ListName.SNOOZE, "d-6", NOW.plus(Duration.ofDays(90))))
                        .getUntil())
                .isEqualTo(NOW.plus(Duration.ofDays(90)));
    }

    @Test
    void what_was_looked_at_stays() {
        Wish past = new Wish(ListName.DENY, ListedKind.DEVICE, "d-7", NOW.minusMillis(1), null, "so");
        assertThat(refusal(() -> put(one, LIN, past))).isEqualTo(Why.INVALID);
        assertThat(refusal(() -> put(one, LIN, wish(ListName.DENY, "d-7", NOW))))
                .isEqualTo(Why.INVALID);
        Wish later = new Wish(ListName.DENY, ListedKind.DEVICE, "d-7", NOW.plusSeconds(60), null, "so");
        ListEntry entry = put(one, LIN, later);
        assertThat(refusal(() -> one.lists().end(LIN, CaseDesk.newKey(), entry.getId(), NOW.minusSeconds(1), "so")))
                .isEqualTo(Why.INVALID);
        one.lists().remove(LIN, CaseDesk.newKey(), entry.getId(), "never mind");
        assertThat(one.state().entry(entry.getId()).orElseThrow().getUntil())
                .as("it never counts")
                .isEqualTo(entry.getFrom());
    }

    @Test
    void one_thing_has_one_word_at_a_time() {
        ListEntry first = put(one, LIN, wish(ListName.DENY, "d-8", NOW.plusSeconds(60)));
        assertThat(refusal(() -> put(one, LIN, wish(ListName.ALLOW, "d-8", null))))
                .isEqualTo(Why.CONFLICT);
        Wish after = new Wish(ListName.ALLOW, ListedKind.DEVICE, "d-8", NOW.plusSeconds(60), null, "so");
        put(one, LIN, after);
        assertThat(refusal(() -> one.lists().end(LIN, CaseDesk.newKey(), first.getId(), NOW.plusSeconds(61), "so")))
                .isEqualTo(Why.CONFLICT);
        assertThat(put(one, LIN, new Wish(ListName.ALLOW, ListedKind.ACCOUNT, "d-8", null, null, "so")))
                .as("of another kind")
                .isNotNull();
    }

    @Test
    void what_does_not_fit_is_refused() {
        for (Wish wrong : List.of(
                wish(ListName.DENY, " ", null),
                wish(ListName.DENY, "x".repeat(513), null),
                wish(ListName.DENY, "two\nlines", null),
                wish(ListName.DENY, "\ud800", null),
                wish(ListName.DENY, "d-9", Instant.parse("+20000-01-01T00:00:00Z")),
                new Wish(ListName.DENY, ListedKind.DEVICE, "d-9", null, null, " "),
                new Wish(ListName.DENY, ListedKind.DEVICE, "d-9", null, null, "x".repeat(501)))) {
            assertThat(refusal(() -> put(one, LIN, wrong))).isEqualTo(Why.INVALID);
        }
        assertThat(refusal(() -> one.lists().put(LIN, "<script>", wish(ListName.DENY, "d-9", null))))
                .isEqualTo(Why.INVALID);
        assertThat(refusal(() -> one.lists().remove(LIN, CaseDesk.newKey(), "nothing", "so")))
                .isEqualTo(Why.UNKNOWN);
        ListEntry ended = put(one, LIN, wish(ListName.DENY, "d-9", null));
        one.lists().remove(LIN, CaseDesk.newKey(), ended.getId(), "so");
        assertThat(refusal(() -> one.lists().remove(LIN, CaseDesk.newKey(), ended.getId(), "so")))
                .isEqualTo(Why.CONFLICT);
    }
}
