package io.pointstream.benchmarks.points;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.serde.AvroSerdes;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Reads an activity and writes a journal entry about it, both as Avro, with the same answer to every event. */
final class EchoTransform implements StatelessLoop.Transform {

    private static final BigDecimal ONE = new BigDecimal("1.0000");
    private static final LocalDate EXPIRES_ON = LocalDate.of(2027, 5, 1);
    private static final Balance BALANCE = new Balance(1_000L, 0L, 0L, 0L);

    private final Deserializer<Activity> activities;
    private final Serializer<JournalEntry> entries;

    EchoTransform(Map<String, ?> serdes) {
        activities = AvroSerdes.<Activity>create(serdes).deserializer();
        entries = AvroSerdes.<JournalEntry>create(serdes).serializer();
    }

    @Override
    public byte[] apply(ConsumerRecord<byte[], byte[]> record) {
        Activity activity = activities.deserialize(record.topic(), record.value());
        Decision decision = new Decision(
                activity.getEventId(),
                ActivityJson.typeOf(activity),
                activity.getOccurredAt(),
                Outcome.AWARDED,
                "loop.echo",
                "CONSUMPTION",
                1,
                10L,
                10L,
                0L,
                List.of(),
                "loop.echo: the same for every event",
                null);
        Posting posting = new Posting(
                activity.getAccountId() + "/1/1",
                activity.getEventId(),
                activity.getOccurredAt(),
                PostingKind.EARN,
                Component.BASE,
                "CONSUMPTION",
                "loop.echo",
                1,
                10L,
                LedgerAccount.PROGRAM,
                LedgerAccount.AVAILABLE,
                EXPIRES_ON,
                ONE,
                null,
                null,
                null);
        JournalEntry entry = new JournalEntry(
                activity.getAccountId(),
                1L,
                activity.getOccurredAt(),
                MemberTier.ORDINARY,
                decision,
                List.of(posting),
                BALANCE,
                null);
        return entries.serialize(Topics.POINTS_JOURNAL.name(), entry);
    }
}
