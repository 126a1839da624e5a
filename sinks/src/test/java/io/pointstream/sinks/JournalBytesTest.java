package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.farming.RiskCase;
import io.pointstream.schemas.farming.RiskLevel;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.CaseReview;
import io.pointstream.schemas.points.Clamp;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Credited;
import io.pointstream.schemas.points.CreditedWhen;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.points.RiskMove;
import io.pointstream.schemas.points.RunningTotal;
import io.pointstream.schemas.points.Streak;
import io.pointstream.schemas.points.Waterfall;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.schemas.serde.SameSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows straight from bytes are the rows by way of records; what is no journal entry is left to the general reader. */
class JournalBytesTest {

    private static final String TOPIC = "points.journal";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 3);
    private static final int ENTRIES = 3_000;
    private static final Map<String, Object> REGISTRY = Map.of("schema.registry.url", "mock://journal-bytes");

    private final Serde<JournalEntry> serde = AvroSerdes.create(REGISTRY);
    private final Random random = new Random(20_261_127);

    private byte[] bytes(JournalEntry entry) {
        return serde.serializer().serialize(TOPIC, entry);
    }

    @Test
    void rowsFromBytesAreTheRowsOfRecords() {
        Rows fromRecords = new Rows(PARTITION);
        Rows fromBytes = new Rows(PARTITION);
        for (int offset = 0; offset < ENTRIES; offset++) {
            JournalEntry entry = entry();
            fromRecords.add(offset, entry);
            assertThat(fromBytes.addJournal(offset, bytes(entry), SameSchema.HEADER_BYTES))
                    .as("%s", entry)
                    .isTrue();
        }

        assertThat(described(fromBytes)).isEqualTo(described(fromRecords)).hasSize(3);
    }

    @Test
    void anEntryThatIsCutShortLeavesNothingBehind() {
        JournalEntry entry = new TestRecords(3).journal(5, 1).getLast();
        byte[] whole = bytes(entry);
        Rows rows = new Rows(PARTITION);
        for (int length = SameSchema.HEADER_BYTES; length < whole.length; length++) {
            assertThat(rows.addJournal(length, Arrays.copyOf(whole, length), SameSchema.HEADER_BYTES))
                    .isFalse();
        }
        assertThat(rows.addJournal(0, Arrays.copyOf(whole, whole.length + 1), SameSchema.HEADER_BYTES))
                .as("a byte too many")
                .isFalse();
        assertThat(rows.blocks(new Plan(0, 1))).isEmpty();

        assertThat(rows.addJournal(0, whole, SameSchema.HEADER_BYTES)).isTrue();
        Rows alone = new Rows(PARTITION);
        alone.add(0, entry);
        assertThat(described(rows)).isEqualTo(described(alone));
    }

    @Test
    void bytesThatWereAlteredAreRefusedOrReadAsTheGeneralReaderDoes() {
        byte[] whole = bytes(new TestRecords(3).journal(5, 1).getLast());
        for (int i = 0; i < 20_000; i++) {
            byte[] altered = whole.clone();
            altered[SameSchema.HEADER_BYTES + random.nextInt(whole.length - SameSchema.HEADER_BYTES)] =
                    (byte) random.nextInt(256);
            Rows direct = new Rows(PARTITION);
            if (direct.addJournal(0, altered, SameSchema.HEADER_BYTES)) {
                Rows general = new Rows(PARTITION);
                general.add(0, serde.deserializer().deserialize(TOPIC, altered));
                assertThat(described(direct)).isEqualTo(described(general));
            }
        }
    }

    @Test
    void onlyValuesOfThisBuildsSchemaAreReadDirectly() {
        SameSchema same = new SameSchema(SchemaRegistryConfig.of(REGISTRY).client(), JournalEntry.getClassSchema());
        byte[] notice = AvroSerdes.create(REGISTRY)
                .serializer()
                .serialize("points.notices", TestRecords.notice("a-1", Instant.EPOCH));

        assertThat(same.wrote(bytes(entry()))).isTrue();
        assertThat(same.wrote(bytes(entry()))).isTrue();
        assertThat(same.wrote(notice)).isFalse();
        assertThat(same.wrote(new byte[] {0, 0})).isFalse();
        assertThat(same.wrote(null)).isFalse();
    }

    /** Each block's table, rows by record and bytes. */
    private static List<String> described(Rows rows) {
        return rows.blocks(new Plan(0, ENTRIES)).stream()
                .map(block -> {
                    try {
                        return block.table() + " " + block.spans() + " "
                                + Arrays.toString(block.rowBinary().read().readAllBytes());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> several(Supplier<T> value) {
        return new ArrayList<>(
                IntStream.range(0, random.nextInt(4)).mapToObj(i -> value.get()).toList());
    }

    private <E extends Enum<E>> E any(Class<E> type) {
        return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }

    private String text() {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "积分 " + random.nextInt();
            case 2 -> "x".repeat(random.nextInt(300));
            default -> "rule-" + random.nextInt(1_000);
        };
    }

    private String decimal() {
        return switch (random.nextInt(5)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 ->
                new BigDecimal(random.nextInt())
                        .movePointLeft(random.nextInt(10))
                        .toPlainString();
            case 2 -> "-0.5";
            case 3 -> "123456789012345678.12345678905";
            default -> "1E+3";
        };
    }

    private long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    private Instant time() {
        return Instant.ofEpochMilli(1_777_000_000_000L + random.nextInt());
    }

    private LocalDate date() {
        return LocalDate.of(2026, 1, 1).plusDays(random.nextInt(2_000) - 1_000);
    }

    private JournalEntry entry() {
        return JournalEntry.newBuilder()
                .setAccountId(text())
                .setStep(number())
                .setOccurredAt(time())
                .setTier(any(MemberTier.class))
                .setDecision(maybe(this::decision))
                .setPostings(several(this::posting))
                .setBalance(new Balance(number(), number(), number(), number()))
                .setRisk(maybe(() -> RiskMove.newBuilder()
                        .setLevel(any(RiskLevel.class))
                        .setCases(several(() -> new RiskCase(text(), any(RiskLevel.class), time())))
                        .setReview(maybe(() -> new CaseReview(text(), any(ReviewDecision.class), text(), text())))
                        .build()))
                .build();
    }

    private Decision decision() {
        return Decision.newBuilder()
                .setEventId(text())
                .setEventType(text())
                .setOccurredAt(time())
                .setOutcome(any(Outcome.class))
                .setRuleId(maybe(this::text))
                .setCategory(maybe(this::text))
                .setRuleBookVersion(maybe(random::nextInt))
                .setBasePoints(number())
                .setGrantedPoints(number())
                .setBonusPoints(number())
                .setCappedBy(several(this::text))
                .setReason(text())
                .setWaterfall(maybe(this::waterfall))
                .build();
    }

    private Waterfall waterfall() {
        return Waterfall.newBuilder()
                .setQuantity(maybe(this::decimal))
                .setUnit(maybe(this::text))
                .setCounted(maybe(this::decimal))
                .setRate(maybe(this::decimal))
                .setBrackets(maybe(this::text))
                .setWeight(maybe(this::decimal))
                .setRunning(maybe(() -> new RunningTotal(text(), decimal(), any(CapWindow.class), date(), number())))
                .setClamp(maybe(() -> new Clamp(number(), number())))
                .setStreak(maybe(() -> new Streak(random.nextInt(), number())))
                .setCaps(several(() -> new CapStep(text(), any(CapWindow.class), number(), number(), number())))
                .setGranted(maybe(this::number))
                .setForfeited(maybe(this::number))
                .setBonuses(several(() -> new BonusStep(
                        any(Component.class), text(), random.nextBoolean() ? "1.2" : "0.1234565", number())))
                .build();
    }

    private Posting posting() {
        return Posting.newBuilder()
                .setPostingId(text())
                .setEventId(maybe(this::text))
                .setOccurredAt(time())
                .setKind(any(PostingKind.class))
                .setComponent(maybe(() -> any(Component.class)))
                .setCategory(maybe(this::text))
                .setRuleId(maybe(this::text))
                .setRuleBookVersion(maybe(random::nextInt))
                .setPoints(number())
                .setDebit(any(LedgerAccount.class))
                .setCredit(any(LedgerAccount.class))
                .setExpiresOn(maybe(this::date))
                .setValueCoefficient(BigDecimal.valueOf(random.nextInt(1_000_000_000) - 500_000_000, 4))
                .setReverses(maybe(this::text))
                .setRedemptionId(maybe(this::text))
                .setCredited(maybe(() -> new Credited(decimal(), text(), any(CreditedWhen.class), maybe(this::date))))
                .build();
    }
}
