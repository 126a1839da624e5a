package io.pointstream.schemas.serde;

import io.pointstream.schemas.TrustedClasses;
import io.pointstream.schemas.registry.SchemaRegistryClient;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Generated Avro records as Kafka values in the Confluent wire format, configured by Confluent's own keys. Thread-safe once
 * configured.
 *
 * <p>Reading throws {@code SerializationException} for what can never be read (garbage, a cut payload, an unknown schema id),
 * and {@code RegistryUnavailableException}, which is retriable, when the registry could not be asked.
 *
 * @param <T> the record type
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

    /** Register schemas that the subject does not have yet; true by default. */
    public static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";

    /** Write with the subject's newest schema rather than the record's own; false by default, asks no registration. */
    public static final String USE_LATEST_VERSION = "use.latest.version";

    private @Nullable AvroSerializer<T> serializer;
    private @Nullable AvroDeserializer<T> deserializer;

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        TrustedClasses.register();
        SchemaRegistryClient registry = SchemaRegistryConfig.of(config).client();
        serializer = new AvroSerializer<>(
                registry, isKey, flag(config, AUTO_REGISTER_SCHEMAS, true), flag(config, USE_LATEST_VERSION, false));
        deserializer = new AvroDeserializer<>(registry);
    }

    @Override
    public Serializer<T> serializer() {
        return Objects.requireNonNull(serializer, "configure() comes first");
    }

    @Override
    public Deserializer<T> deserializer() {
        return Objects.requireNonNull(deserializer, "configure() comes first");
    }

    private static boolean flag(Map<String, ?> config, String key, boolean otherwise) {
        Object value = config.get(key);
        return value == null ? otherwise : Boolean.parseBoolean(value.toString().strip());
    }
}
