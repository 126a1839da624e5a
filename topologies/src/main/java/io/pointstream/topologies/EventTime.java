package io.pointstream.topologies;

import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.points.JournalEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * A record's time is its event's, wherever the producer left it: Kafka Streams chooses the next of several input partitions
 * by it. Event times before 1970 count as 1970 here, since Kafka Streams silently drops a record with a negative time; the
 * engine sees the true one.
 */
public final class EventTime implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long timeMs = switch (record.value()) {
            case Activity activity -> activity.getOccurredAt().toEpochMilli();
            case JournalEntry entry -> entry.getOccurredAt().toEpochMilli();
            case null, default -> record.timestamp();
        };
        return Math.max(0, timeMs);
    }
}
