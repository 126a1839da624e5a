package io.pointstream.schemas;

import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.serde.AvroSerdes;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** How an event becomes a record: topic by type, key = account id, timestamp = event time. */
public final class ActivityRecords {

    private ActivityRecords() {}

    public static ProducerRecord<String, Activity> of(Activity activity) {
        String topic = Topics.forEventType(ActivityJson.typeOf(activity)).name();
        return new ProducerRecord<>(
                topic, null, activity.getOccurredAt().toEpochMilli(), activity.getAccountId(), activity);
    }

    /**
     * A producer that loses, repeats and reorders nothing.
     *
     * @param kafka how any client reaches the brokers
     * @param serdes of {@link AvroSerdes}
     * @param overrides settings of this producer beyond that
     */
    public static KafkaProducer<String, Activity> producer(
            Map<String, ?> kafka, Map<String, ?> serdes, Map<String, ?> overrides) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putAll(overrides);
        return new KafkaProducer<>(
                properties,
                new StringSerializer(),
                AvroSerdes.<Activity>create(serdes).serializer());
    }
}
