package io.pointstream.schemas.serde;

import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link AvroSerializer} and Confluent's own serializers write, whatever version of the schema it was written
 * with, into our generated classes.
 */
final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    /** A reader of one writer schema; not thread-safe. */
    private record Reader(int schemaId, Schema expected, SpecificDatumReader<Object> reader) {}

    /** A thread's decoder and readers, used again and again. */
    private static final class Workspace {
        final Map<Integer, Reader> readers = new HashMap<>();

        @Nullable
        Reader newest;

        @Nullable
        BinaryDecoder decoder;
    }

    private final SchemaRegistryClient registry;
    private final ThreadLocal<Workspace> workspaces = ThreadLocal.withInitial(Workspace::new);

    AvroDeserializer(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        if (data.length < AvroSerializer.HEADER_BYTES || data[0] != AvroSerializer.MAGIC) {
            throw new SerializationException(notOurFormat(topic, data));
        }
        int schemaId = ByteBuffer.wrap(data).getInt(1);
        Workspace workspace = workspaces.get();
        Reader reader = reader(workspace, schemaId);
        requireBelongs(topic, reader.expected);
        BinaryDecoder decoder = DecoderFactory.get()
                .binaryDecoder(
                        data,
                        AvroSerializer.HEADER_BYTES,
                        data.length - AvroSerializer.HEADER_BYTES,
                        workspace.decoder);
        workspace.decoder = decoder;
        Object value;
        boolean whole;
        try {
            value = reader.reader.read(null, decoder);
            whole = decoder.isEnd();
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "not a readable " + reader.expected.getFullName() + " (schema id " + schemaId + ", " + data.length
                            + " bytes) on topic " + topic + ": " + e,
                    e);
        }
        if (!whole) {
            throw new SerializationException("bytes are left over after the " + reader.expected.getFullName()
                    + " (schema id " + schemaId + ", " + data.length + " bytes) on topic " + topic);
        }
        return (T) value;
    }

    private Reader reader(Workspace workspace, int schemaId) {
        Reader newest = workspace.newest;
        if (newest != null && newest.schemaId == schemaId) {
            return newest;
        }
        Reader reader = workspace.readers.get(schemaId);
        if (reader == null) {
            reader = newReader(schemaId);
            workspace.readers.put(schemaId, reader);
        }
        workspace.newest = reader;
        return reader;
    }

    private Reader newReader(int schemaId) {
        Schema written = registry.byId(schemaId);
        Schema expected;
        try {
            Class<?> type = SpecificData.get().getClass(written);
            if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
                throw new SerializationException("schema id " + schemaId + " is " + written.getFullName()
                        + ", for which there is no record class");
            }
            expected = SpecificData.get().getSchema(type);
        } catch (SecurityException e) {
            throw new SerializationException(
                    "schema id " + schemaId + " is " + written.getFullName() + ", which is none of ours", e);
        }
        return new Reader(
                schemaId, expected, new SpecificDatumReader<>(written, expected, SpecificData.getForSchema(expected)));
    }

    /** A record of another kind, well-formed or not, has no business on a topic of the catalogue. */
    private static void requireBelongs(String topic, Schema found) {
        Topic catalogued = Topics.find(topic);
        if (catalogued == null) {
            return;
        }
        Schema declared = catalogued.valueSchema();
        if (declared != null && !declared.getFullName().equals(found.getFullName())) {
            throw new SerializationException(
                    "topic " + topic + " carries " + declared.getFullName() + ", not " + found.getFullName());
        }
    }

    private static String notOurFormat(String topic, byte[] data) {
        if (data.length == 0) {
            return "empty value on topic " + topic + ": expected byte 0, a schema id of 4 bytes, Avro binary";
        }
        if (data[0] != AvroSerializer.MAGIC) {
            return "value of " + data.length + " bytes on topic " + topic + " starts with byte " + (data[0] & 0xff)
                    + ": expected byte 0, a schema id of 4 bytes, Avro binary";
        }
        return "value of " + data.length + " bytes on topic " + topic
                + " is cut short: expected byte 0, a schema id of 4 bytes, " + "Avro binary";
    }
}
