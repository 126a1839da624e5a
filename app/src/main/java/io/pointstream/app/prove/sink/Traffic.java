package io.pointstream.app.prove.sink;

import io.pointstream.engine.decision.LedgerWords;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.RedemptionAccepted;
import io.pointstream.schemas.activity.RedemptionDeclined;
import io.pointstream.schemas.activity.RedemptionKind;
import io.pointstream.schemas.activity.RedemptionOutOfStock;
import io.pointstream.schemas.activity.RedemptionRefunded;
import io.pointstream.schemas.activity.RedemptionRequested;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.farming.Evidence;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.farming.FlagReason;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
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
import io.pointstream.schemas.points.Waterfall;
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
import java.util.TreeMap;
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
    private static final int REDEEMED_POINTS = 100;
    private static final List<MemberTier> TIERS = List.of(MemberTier.values());

    /** Where points are earned. */
    private static final Map<String, String> CATEGORY_OF_RULE = new TreeMap<>(
            Map.of("pay.online", "CONSUMPTION", "social.video-like", "SOCIAL", "read.article", "CONTENT"));

    /** A record, and where it goes: two topics take flags. */
    private record Line(Topic topic, String key, SpecificRecord value) {}

    /** What an account has, and the redemption that waits for an answer. */
    private static final class Purse {
        long step;
        long available;
        long frozen;
        int redemptions;
        boolean captured;
    }

    private final Random random;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Serde<SpecificRecord> serde;
    private final Map<String, Purse> purses = new HashMap<>();
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

    /** Writes so many steps of accounts, and some records of every other kind. */
    void write(int journalRecords) throws InterruptedException, ExecutionException {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < journalRecords; i++) {
            String account = "account-" + random.nextInt(ACCOUNTS);
            if (i % 4 == 0) {
                lines.addAll(redemption(account));
                lines.add(new Line(Topics.FARMING_SIGNALS, account, signal(account)));
                lines.add(new Line(Topics.FARMING_FLAGS, "case-of-" + account, flag(account)));
                lines.add(new Line(Topics.FARMING_SHADOW_FLAGS, "case-of-" + account, flag(account)));
                lines.add(new Line(Topics.POINTS_NOTICES, account, notice(account)));
                lines.add(new Line(Topics.RISK_REVIEWS, account, review(account)));
                lines.add(new Line(Topics.POINTS_JOURNAL, account, clawback(account)));
                Act act = act(account);
                lines.add(new Line(Topics.CONSOLE_ACTS, act.getActId(), act));
            } else {
                lines.add(new Line(Topics.POINTS_JOURNAL, account, earning(account)));
            }
        }
        for (int from = 0; from < lines.size(); ) {
            int to = Math.min(lines.size(), from + 1 + random.nextInt(PER_TRANSACTION_MAX));
            if (random.nextInt(ABORTED_OF) == 0) {
                producer.beginTransaction();
                send(lines.subList(from, to));
                producer.abortTransaction();
            }
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = send(lines.subList(from, to));
            producer.commitTransaction();
            for (int i = from; i < to; i++) {
                expected.add(lines.get(i).value(), sent.get(i - from).get());
            }
            from = to;
        }
    }

    private List<Future<RecordMetadata>> send(List<Line> lines) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Line line : lines) {
            // What is told of one key is in one partition, as the topologies' is: of a case's versions the newest
            // offset counts.
            sent.add(producer.send(new ProducerRecord<>(
                    line.topic().name(),
                    Math.floorMod(line.key().hashCode(), partitions),
                    line.key().getBytes(StandardCharsets.UTF_8),
                    serde.serializer().serialize(line.topic().name(), line.value()))));
        }
        return sent;
    }

    private Instant next() {
        return START.plus(Duration.ofMinutes(minutes++));
    }

    private Purse purse(String account) {
        return purses.computeIfAbsent(account, key -> new Purse());
    }

    /** A step that awards points, or none; of some a cap takes a part. */
    private JournalEntry earning(String account) {
        Instant at = next();
        Purse purse = purse(account);
        purse.step++;
        List<String> rules = List.copyOf(CATEGORY_OF_RULE.keySet());
        String rule = rules.get(random.nextInt(rules.size()));
        List<Posting> postings = new ArrayList<>();
        int count = random.nextInt(3);
        for (int item = 0; item < count; item++) {
            long points = 1L + random.nextInt(300);
            purse.available += points;
            postings.add(posting(account, purse, item, at, PostingKind.EARN, points)
                    .setComponent(item == 0 ? Component.BASE : Component.TIER_BONUS)
                    .setCategory(CATEGORY_OF_RULE.get(rule))
                    .setRuleId(rule)
                    .setRuleBookVersion(1)
                    .setDebit(LedgerAccount.PROGRAM)
                    .setCredit(LedgerAccount.AVAILABLE)
                    .setExpiresOn(LocalDate.of(2027, 5, 31))
                    .build());
        }
        long granted = count == 0 ? 0 : postings.getFirst().getPoints();
        long bonus = count == 2 ? postings.getLast().getPoints() : 0;
        long cut = count == 0 ? 0 : random.nextInt(3) * 10L;
        Decision decision = decision(account, purse, at, "payment.settled")
                .setOutcome(count == 0 ? Outcome.NOT_ELIGIBLE : cut == 0 ? Outcome.AWARDED : Outcome.PARTIALLY_CAPPED)
                .setRuleId(count == 0 ? null : rule)
                .setCategory(count == 0 ? null : CATEGORY_OF_RULE.get(rule))
                .setRuleBookVersion(count == 0 ? null : 1)
                .setBasePoints(granted + cut)
                .setGrantedPoints(granted)
                .setBonusPoints(bonus)
                .setWaterfall(Waterfall.newBuilder()
                        .setCaps(List.of(new CapStep(rule + "/DAY", CapWindow.DAY, 500L, 500L - granted, cut)))
                        .setForfeited(cut)
                        .build())
                .build();
        return entry(account, purse, at, decision, postings);
    }

    /** A step that takes points back; those that an account does not have are lent to it. */
    private JournalEntry clawback(String account) {
        Instant at = next();
        Purse purse = purse(account);
        purse.step++;
        long points = 1L + random.nextInt(50);
        purse.available -= points;
        Posting posting = posting(account, purse, 0, at, PostingKind.CLAWBACK, -points)
                .setDebit(LedgerAccount.AVAILABLE)
                .setCredit(LedgerAccount.CLAWED_BACK)
                .build();
        return entry(account, purse, at, applied(account, purse, at, "review.decided"), List.of(posting));
    }

    /** An account's next move with a redemption, and the step that it causes; points to redeem are lent to it. */
    private List<Line> redemption(String account) {
        Purse purse = purse(account);
        if (purse.frozen == 0 && !purse.captured) {
            purse.redemptions++;
            String id = redemptionId(account, purse);
            purse.available -= REDEEMED_POINTS;
            purse.frozen += REDEEMED_POINTS;
            SpecificRecord asked = RedemptionRequested.newBuilder()
                    .setRedemptionId(id)
                    .setKind(RedemptionKind.VIRTUAL)
                    .setItemId("coupon-1")
                    .setMerchantId("merchant-1")
                    .setPoints(REDEEMED_POINTS)
                    .build();
            return move(account, purse, asked, PostingKind.FREEZE, LedgerAccount.AVAILABLE, LedgerAccount.FROZEN);
        }
        String id = redemptionId(account, purse);
        if (purse.captured) {
            purse.captured = false;
            purse.available += REDEEMED_POINTS;
            return move(
                    account,
                    purse,
                    new RedemptionRefunded(id),
                    PostingKind.REFUND,
                    LedgerAccount.REDEEMED,
                    LedgerAccount.AVAILABLE);
        }
        purse.frozen -= REDEEMED_POINTS;
        if (random.nextBoolean()) {
            purse.captured = true;
            return move(
                    account,
                    purse,
                    new RedemptionAccepted(id),
                    PostingKind.CAPTURE,
                    LedgerAccount.FROZEN,
                    LedgerAccount.REDEEMED);
        }
        purse.available += REDEEMED_POINTS;
        return move(
                account,
                purse,
                random.nextBoolean() ? new RedemptionDeclined(id) : new RedemptionOutOfStock(id),
                PostingKind.UNFREEZE,
                LedgerAccount.FROZEN,
                LedgerAccount.AVAILABLE);
    }

    private static String redemptionId(String account, Purse purse) {
        return account + "-redemption-" + purse.redemptions;
    }

    private List<Line> move(
            String account, Purse purse, SpecificRecord asked, PostingKind kind, LedgerAccount from, LedgerAccount to) {
        Instant at = next();
        purse.step++;
        Posting posting = posting(
                        account, purse, 0, at, kind, to == LedgerAccount.AVAILABLE ? REDEEMED_POINTS : -REDEEMED_POINTS)
                .setDebit(from)
                .setCredit(to)
                .setRedemptionId(redemptionId(account, purse))
                .build();
        Decision decision = applied(account, purse, at, "redemption");
        if (kind == PostingKind.FREEZE) {
            decision.setEventType("redemption.requested");
            decision.setReason(
                    LedgerWords.frozenForReview(REDEEMED_POINTS, "redemption-" + redemptionId(account, purse))
                            .text());
        }
        return List.of(
                new Line(Topics.ACTIVITY_REDEMPTION, account, activity(account, eventId(account, purse), at, asked)),
                new Line(Topics.POINTS_JOURNAL, account, entry(account, purse, at, decision, List.of(posting))));
    }

    private static String eventId(String account, Purse purse) {
        return account + "-event-" + purse.step;
    }

    private static Activity activity(String account, String eventId, Instant at, SpecificRecord body) {
        return Activity.newBuilder()
                .setEventId(eventId)
                .setAccountId(account)
                .setOccurredAt(at)
                .setBody(body)
                .build();
    }

    private static JournalEntry entry(
            String account, Purse purse, Instant at, Decision decision, List<Posting> postings) {
        return JournalEntry.newBuilder()
                .setAccountId(account)
                .setStep(purse.step)
                .setOccurredAt(at)
                .setTier(TIERS.get(Math.floorMod(account.hashCode(), TIERS.size())))
                .setDecision(decision)
                .setPostings(postings)
                .setBalance(new Balance(purse.available, 0L, purse.frozen, 0L))
                .build();
    }

    private static Decision applied(String account, Purse purse, Instant at, String eventType) {
        return decision(account, purse, at, eventType)
                .setOutcome(Outcome.APPLIED)
                .setBasePoints(0)
                .setGrantedPoints(0)
                .setBonusPoints(0)
                .build();
    }

    private static Decision.Builder decision(String account, Purse purse, Instant at, String eventType) {
        return Decision.newBuilder()
                .setEventId(eventId(account, purse))
                .setEventType(eventType)
                .setOccurredAt(at)
                .setReason("step " + purse.step);
    }

    private static Posting.Builder posting(
            String account, Purse purse, int item, Instant at, PostingKind kind, long points) {
        return Posting.newBuilder()
                .setPostingId(account + "/" + purse.step + "/" + item)
                .setEventId(eventId(account, purse))
                .setOccurredAt(at)
                .setKind(kind)
                .setPoints(points)
                .setValueCoefficient(new BigDecimal("1.0000"));
    }

    private Activity review(String account) {
        Instant at = next();
        return activity(
                account,
                account + "-review-" + at,
                at,
                new ReviewDecided("case-of-" + account, ReviewDecision.CLEAR, "reviewer-1", "looks honest"));
    }

    private Act act(String account) {
        Instant at = next();
        return Act.newBuilder()
                .setActId(account + "-act-" + at)
                .setAt(at)
                .setPerson("reviewer-1")
                .setKind("case.noted")
                .setSubjectType("CASE")
                .setSubject("case-of-" + account)
                .setNote("looks honest")
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
