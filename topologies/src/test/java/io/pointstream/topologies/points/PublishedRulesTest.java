package io.pointstream.topologies.points;

import static io.pointstream.topologies.points.PointsDriver.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.rules.RuleBookVersion;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.StoreEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running application takes in published versions, and what is no version harms nobody. */
class PublishedRulesTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-05-31T16:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path stateDir;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ProgramRules rules = ProgramRules.published(RuleBooks.shipped(), PointsDriver.SERDES, meters);

    /** The shipped book, with another rate for QR payments. */
    private static String book(int rate) {
        String shipped = RuleBooks.shippedYaml();
        String changed = shipped.replaceFirst("unit: yuan, rate: 1 ", "unit: yuan, rate: " + rate + " ");
        assertThat(changed).isNotEqualTo(shipped);
        return changed;
    }

    private static byte[] bytes(int version, Instant effectiveFrom, String yaml) {
        return AvroSerdes.<RuleBookVersion>create(PointsDriver.SERDES)
                .serializer()
                .serialize(
                        Topics.PROGRAM_RULES.name(),
                        new RuleBookVersion(version, effectiveFrom, yaml, Instant.EPOCH, "test"));
    }

    private void publish(int version, Instant effectiveFrom, String yaml) {
        take(Integer.toString(version), bytes(version, effectiveFrom, yaml));
    }

    private void take(@Nullable String key, byte @Nullable [] value) {
        rules.take(key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    }

    private PointsDriver driver() {
        return new PointsDriver(
                PointsTopology.build(rules, Ticks.none(), PointsDriver.SERDES, StoreEngine.HEAP, 1 << 20), stateDir);
    }

    private static void pay(PointsDriver points, String id, Instant at) {
        points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", id, at, id, 1_000));
    }

    private static List<Long> granted(List<JournalEntry> journal) {
        return journal.stream()
                .map(entry -> Objects.requireNonNull(entry.getDecision()).getGrantedPoints())
                .toList();
    }

    @Test
    void eachEventIsPricedByTheVersionOfItsOwnTime() {
        try (PointsDriver points = driver()) {
            pay(points, "before-publishing", MIDNIGHT.minusSeconds(60));
            publish(2, MIDNIGHT, book(3));
            publish(3, MIDNIGHT.plusSeconds(3600), book(5));
            pay(points, "last-moment", MIDNIGHT.minusMillis(1));
            pay(points, "first-moment", MIDNIGHT);
            pay(points, "of-version-3", MIDNIGHT.plusSeconds(3600));
            pay(points, "late", MIDNIGHT.minusSeconds(1));
            List<JournalEntry> journal = points.journal();
            assertThat(granted(journal)).containsExactly(10L, 10L, 30L, 50L, 10L);
            assertThat(journal)
                    .extracting(JournalEntry::getDecision)
                    .extracting(Decision::getRuleBookVersion)
                    .containsExactly(1, 1, 2, 3, 1);
        }
        assertThat(meters.get("pointstream.rules.newest").gauge().value()).isEqualTo(3);
        assertThat(meters.get("pointstream.rules.refused").counter().count()).isZero();
    }

    @Test
    void aVersionPublishedAgainReplacesItselfAndOneWithdrawnIsGone() {
        publish(2, MIDNIGHT, book(3));
        publish(2, MIDNIGHT, book(4));
        try (PointsDriver points = driver()) {
            pay(points, "again", MIDNIGHT);
            take("2", null);
            pay(points, "withdrawn", MIDNIGHT);
            take("2", null);
            take("1", null);
            pay(points, "the-first-stays", MIDNIGHT);
            assertThat(granted(points.journal())).containsExactly(40L, 10L, 10L);
        }
    }

    @Test
    void whatIsNoRightVersionIsCountedAndPassedBy() {
        publish(2, MIDNIGHT, book(3));
        publish(3, MIDNIGHT, "language: 1\nzone: Mars");
        publish(3, MIDNIGHT, "[".repeat(200_000));
        take("4", bytes(3, MIDNIGHT, book(9)));
        take("three", bytes(3, MIDNIGHT, book(9)));
        take(null, bytes(3, MIDNIGHT, book(9)));
        take("0", bytes(0, MIDNIGHT, book(9)));
        take("3", "garbage".getBytes(StandardCharsets.UTF_8));
        take("3", new byte[0]);
        take("all", null);
        assertThat(meters.get("pointstream.rules.refused").counter().count()).isEqualTo(9);
        assertThat(meters.get("pointstream.rules.newest").gauge().value()).isEqualTo(2);
        try (PointsDriver points = driver()) {
            pay(points, "e1", MIDNIGHT);
            assertThat(granted(points.journal())).containsExactly(30L);
        }
    }

    @Test
    void aRegistryInTroubleIsNotTheRecordsFault() {
        ProgramRules unreachable = ProgramRules.published(
                RuleBooks.shipped(), Map.of("schema.registry.url", "http://localhost:1", "max.retries", "0"), meters);
        byte[] key = "2".getBytes(StandardCharsets.UTF_8);
        byte[] value = bytes(2, MIDNIGHT, book(3));
        assertThatThrownBy(() -> unreachable.take(key, value)).hasMessageContaining("localhost:1");
        assertThat(meters.get("pointstream.rules.refused").counter().count()).isZero();
    }
}
