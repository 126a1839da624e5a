package io.pointstream.schemas.serde;

import io.pointstream.schemas.registry.SchemaRegistryClient;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells values that were written with exactly one schema, that of this build, from those of other versions, by the schema
 * id that they begin with. Thread-safe.
 */
public final class SameSchema {

    /** Where the Avro bytes of a value begin. */
    public static final int HEADER_BYTES = AvroSerializer.HEADER_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(SameSchema.class);

    // No registry has a negative id.
    private static final int NONE = -1;

    private final SchemaRegistryClient registry;
    private final Schema expected;
    private final Set<Integer> others = ConcurrentHashMap.newKeySet();
    private volatile int same = NONE;

    public SameSchema(SchemaRegistryClient registry, Schema expected) {
        this.registry = registry;
        this.expected = expected;
    }

    /**
     * Whether a value was written with the schema.
     *
     * @throws io.pointstream.schemas.registry.RegistryException if the registry does not know the id
     * @throws io.pointstream.schemas.registry.RegistryUnavailableException if the registry is away
     */
    public boolean wrote(byte @Nullable [] value) {
        if (value == null || value.length < HEADER_BYTES || value[0] != AvroSerializer.MAGIC) {
            return false;
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        if (id == same) {
            return true;
        }
        if (others.contains(id)) {
            return false;
        }
        boolean equal = registry.byId(id).equals(expected);
        LOG.info("event=writer-schema name={} id={} same={}", expected.getFullName(), id, equal);
        if (equal) {
            same = id;
        } else {
            others.add(id);
        }
        return equal;
    }
}
