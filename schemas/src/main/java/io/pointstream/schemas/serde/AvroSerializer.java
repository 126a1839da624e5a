package io.pointstream.schemas.serde;

import io.pointstream.schemas.registry.SchemaRegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes byte 0, the schema's id (4 bytes, big-endian), then Avro binary. */
final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    static final byte MAGIC = 0;
    static final int HEADER_BYTES = 5;

    /** A payload larger than this does not keep its buffer: the next one is seldom as large. */
    private static final int KEPT_BUFFER_BYTES_MAX = 1 << 20;

    /** What a topic's records of one class are written with. */
    private record Target(String topic, Schema recordSchema, int schemaId, SpecificDatumWriter<Object> writer) {
        boolean matches(String otherTopic, Schema schema) {
            return topic.equals(otherTopic) && recordSchema.equals(schema);
        }
    }

    private record TopicSchema(String topic, Schema schema) {}

    /** A thread's buffer and encoder, used again and again. */
    private static final class Workspace {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);

        @Nullable
        BinaryEncoder encoder;
    }

    private final SchemaRegistryClient registry;
    private final String subjectSuffix;
    private final boolean autoRegister;
    private final boolean useLatest;

    private final ConcurrentMap<TopicSchema, Target> targets = new ConcurrentHashMap<>();
    private final ThreadLocal<Workspace> workspaces = ThreadLocal.withInitial(Workspace::new);

    /** A serde mostly writes one class to one topic. */
    private volatile @Nullable Target newest;

    AvroSerializer(SchemaRegistryClient registry, boolean isKey, boolean autoRegister, boolean useLatest) {
        this.registry = registry;
        this.subjectSuffix = isKey ? "-key" : "-value";
        this.autoRegister = autoRegister;
        this.useLatest = useLatest;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T data) {
        if (data == null) {
            return null;
        }
        Target target = target(topic, data.getSchema());
        Workspace workspace = workspaces.get();
        ByteArrayOutputStream buffer = workspace.buffer;
        buffer.reset();
        int id = target.schemaId;
        buffer.write(MAGIC);
        buffer.write(id >>> 24);
        buffer.write(id >>> 16);
        buffer.write(id >>> 8);
        buffer.write(id);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(buffer, workspace.encoder);
        workspace.encoder = encoder;
        try {
            target.writer.write(data, encoder);
            encoder.flush();
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "cannot write " + data.getSchema().getFullName() + " for topic " + topic + ": " + e.getMessage(),
                    e);
        }
        byte[] bytes = buffer.toByteArray();
        if (bytes.length > KEPT_BUFFER_BYTES_MAX) {
            workspace.buffer = new ByteArrayOutputStream(512);
        }
        return bytes;
    }

    private Target target(String topic, Schema schema) {
        Target last = newest;
        if (last != null && last.matches(topic, schema)) {
            return last;
        }
        TopicSchema key = new TopicSchema(topic, schema);
        Target target = targets.get(key);
        if (target == null) {
            target = lookUp(topic, schema);
            targets.put(key, target);
        }
        newest = target;
        return target;
    }

    private Target lookUp(String topic, Schema schema) {
        String subject = topic + subjectSuffix;
        if (useLatest && !autoRegister) {
            SchemaRegistryClient.Registered latest = registry.latest(subject);
            return new Target(topic, schema, latest.id(), writer(latest.schema()));
        }
        int id = autoRegister ? registry.register(subject, schema) : registry.idOf(subject, schema);
        return new Target(topic, schema, id, writer(schema));
    }

    private static SpecificDatumWriter<Object> writer(Schema schema) {
        return new SpecificDatumWriter<>(schema, SpecificData.getForSchema(schema));
    }
}
