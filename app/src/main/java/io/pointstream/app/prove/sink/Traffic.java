package io.pointstream.app.prove.sink;

import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.farming.Evidence;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.farming.FlagReason;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.NoticeKind;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.serde.AvroSerdes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Writes what the topologies would, as they would: in transactions, of which some are aborted. It remembers where each
 * committed record stands, and which rows it must become.
 */
final class Traffic implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final int PER_TRANSACTION_MAX = 12;
    private static final int ABORTED_OF = 6;
    private static final int ACCOUNTS = 50;

    private final Random random;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Serde<SpecificRecord> serde;
    private final Map<String, Long> steps = new HashMap<>();
    private final Map<String, Long> points = new HashMap<>();
    private final Expected expected = new Expected();
    private long minutes;

    Traffic(Map<String, Object> kafka, int partitions, Random random) {
        this.random = random;
        this.partitions = partitions;
        this.serde = AvroSerdes.create(kafka);
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("transactional.id", "prove-sink-traffic");
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** What must be in ClickHouse, once. */
    Expected expected() {
        return expected;
    }

    /** Writes some records into every partition of every topic. */
    void write(int journalRecords) throws InterruptedException, ExecutionException {
        List<SpecificRecord> records = new ArrayList<>();
        for (int i = 0; i < journalRecords; i++) {
            String account = "account-" + random.nextInt(ACCOUNTS);
            records.add(journalEntry(account));
            if (i % 4 == 0) {
                records.add(signal(account));
                records.add(flag(account));
                records.add(notice(account));
            }
        }
        for (int from = 0; from < records.size(); ) {
            int to = Math.min(records.size(), from + 1 + random.nextInt(PER_TRANSACTION_MAX));
            if (random.nextInt(ABORTED_OF) == 0) {
                producer.beginTransaction();
                send(records.subList(from, to));
                producer.abortTransaction();
            }
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = send(records.subList(from, to));
            producer.commitTransaction();
            for (int i = from; i < to; i++) {
                expected.add(records.get(i), sent.get(i - from).get());
            }
            from = to;
        }
    }

    private List<Future<RecordMetadata>> send(List<SpecificRecord> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (SpecificRecord record : records) {
            Topic topic = topic(record);
            sent.add(producer.send(new ProducerRecord<>(
                    topic.name(),
                    random.nextInt(partitions),
                    record.get(0).toString().getBytes(StandardCharsets.UTF_8),
                    serde.serializer().serialize(topic.name(), record))));
        }
        return sent;
    }

    private static Topic topic(SpecificRecord record) {
        return switch (record) {
            case JournalEntry entry -> Topics.POINTS_JOURNAL;
            case Signal signal -> Topics.FARMING_SIGNALS;
            case Flag flag -> Topics.FARMING_FLAGS;
            case Notice notice -> Topics.POINTS_NOTICES;
            default -> throw new IllegalArgumentException("no topic takes " + record);
        };
    }

    private Instant next() {
        return START.plus(Duration.ofMinutes(minutes++));
    }

    private JournalEntry journalEntry(String account) {
        Instant at = next();
        long step = steps.merge(account, 1L, Long::sum);
        String eventId = account + "-event-" + step;
        List<Posting> postings = new ArrayList<>();
        int count = random.nextInt(3);
        for (int item = 0; item < count; item++) {
            postings.add(posting(account, step, item, eventId, at));
        }
        long earned = postings.stream().mapToLong(Posting::getPoints).sum();
        return JournalEntry.newBuilder()
                .setAccountId(account)
                .setStep(step)
                .setOccurredAt(at)
                .setTier(MemberTier.SILVER)
                .setDecision(Decision.newBuilder()
                        .setEventId(eventId)
                        .setEventType("payment.settled")
                        .setOccurredAt(at)
                        .setOutcome(count == 0 ? Outcome.NOT_ELIGIBLE : Outcome.AWARDED)
                        .setRuleId(count == 0 ? null : "pay.online")
                        .setCategory(count == 0 ? null : "CONSUMPTION")
                        .setRuleBookVersion(count == 0 ? null : 1)
                        .setBasePoints(earned)
                        .setGrantedPoints(earned)
                        .setBonusPoints(0)
                        .setReason(earned + " points")
                        .build())
                .setPostings(postings)
                .setBalance(new Balance(points.merge(account, earned, Long::sum), 0L, 0L, 0L))
                .build();
    }

    private Posting posting(String account, long step, int item, String eventId, Instant at) {
        return Posting.newBuilder()
                .setPostingId(account + "/" + step + "/" + item)
                .setEventId(eventId)
                .setOccurredAt(at)
                .setKind(PostingKind.EARN)
                .setComponent(item == 0 ? Component.BASE : Component.TIER_BONUS)
                .setCategory("CONSUMPTION")
                .setRuleId("pay.online")
                .setRuleBookVersion(1)
                .setPoints(1L + random.nextInt(300))
                .setDebit(LedgerAccount.PROGRAM)
                .setCredit(LedgerAccount.AVAILABLE)
                .setExpiresOn(LocalDate.of(2027, 5, 31))
                .setValueCoefficient(new BigDecimal("1.0000"))
                .build();
    }

    private Signal signal(String account) {
        Instant at = next();
        return Signal.newBuilder()
                .setSignalId(account + "/" + at)
                .setAccountId(account)
                .setCode(ReasonCode.VELOCITY)
                .setStrength(0.9)
                .setDetectedAt(at)
                .setFromTime(at.minusSeconds(60))
                .setToTime(at)
                .setReason("41 events in a minute")
                .setEvidence(evidence())
                .build();
    }

    private Flag flag(String account) {
        Instant at = next();
        return Flag.newBuilder()
                .setCaseId("case-of-" + account)
                .setAccountId(account)
                .setRaisedAt(at)
                .setUpdatedAt(at)
                .setScore(70)
                .setLevel(FlagLevel.REVIEW)
                .setStatus(FlagStatus.OPEN)
                .setReasons(
                        List.of(new FlagReason(ReasonCode.VELOCITY, 0.9, 70.0, "41 events in a minute", evidence())))
                .build();
    }

    private static Evidence evidence() {
        return Evidence.newBuilder().setNumbers(Map.of("eventsInMinute", 41.0)).build();
    }

    private Notice notice(String account) {
        return Notice.newBuilder()
                .setAccountId(account)
                .setKind(NoticeKind.EXPIRY)
                .setPoints(120L)
                .setOccurredAt(next())
                .setExpiresOn(LocalDate.of(2026, 6, 30))
                .build();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        serde.close();
    }
}
