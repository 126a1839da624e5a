package io.pointstream.schemas.serde;

import io.pointstream.schemas.TrustedClasses;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Utils;

/** Makes the value serde that the configuration names. */
public final class AvroSerdes {

    /**
     * The serde's class. {@code io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde} takes the place of ours where its
     * jar is on the class path; all other keys are the same.
     */
    public static final String SERDE_CLASS = "avro.serde.class";

    /**
     * A value serde, configured and ready.
     *
     * @throws ConfigException when the named class is missing or is no {@link Serde}
     */
    public static <T extends SpecificRecord> Serde<T> create(Map<String, ?> config) {
        TrustedClasses.register();
        Object name = config.get(SERDE_CLASS);
        Serde<T> serde = name == null ? new AvroSerde<>() : instantiate(name.toString());
        serde.configure(config, false);
        return serde;
    }

    @SuppressWarnings("unchecked")
    private static <T extends SpecificRecord> Serde<T> instantiate(String className) {
        try {
            return Utils.newInstance(className, Serde.class);
        } catch (ClassNotFoundException e) {
            throw new ConfigException(SERDE_CLASS, className, "no such class on the class path");
        } catch (RuntimeException e) {
            throw new ConfigException(SERDE_CLASS, className, e.getMessage());
        }
    }

    private AvroSerdes() {}
}
