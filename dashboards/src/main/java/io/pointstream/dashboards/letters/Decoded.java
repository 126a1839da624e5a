package io.pointstream.dashboards.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A letter's value, as far as it can be read.
 *
 * @param schemaId null where the value does not begin as the wire format does
 * @param schema the full name of its writer's schema; null where the registry knows none of that id
 * @param record null where it cannot be read
 * @param problem why not
 */
record Decoded(
        @Nullable Integer schemaId,
        @Nullable String schema,
        @Nullable JsonNode record,
        @Nullable String problem) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int HEADER_BYTES = 5;

    /** Reads a value with the schema that it names, whatever topic it was on. */
    static Decoded of(byte @Nullable [] value, SchemaRegistryClient registry) {
        if (value == null) {
            return new Decoded(null, null, null, "there is no value");
        }
        if (value.length < HEADER_BYTES || value[0] != 0) {
            return new Decoded(null, null, null, "it does not begin with byte 0 and a schema id");
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        Schema written;
        try {
            written = registry.byId(id);
        } catch (KafkaException e) {
            return new Decoded(id, null, null, "schema " + id + ": " + e.getMessage());
        }
        try {
            return new Decoded(id, written.getFullName(), JSON.readTree(json(value, written)), null);
            // Bytes at random ask for arrays of any size, and lead anywhere.
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return new Decoded(
                    id, written.getFullName(), null, "the bytes are no whole record of it: " + e.getMessage());
        }
    }

    private static String json(byte[] value, Schema written) throws IOException {
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
        String json;
        if (written.getFullName().equals(Activity.getClassSchema().getFullName())) {
            SpecificDatumReader<Activity> reader = new SpecificDatumReader<>(
                    written, Activity.getClassSchema(), SpecificData.getForSchema(Activity.getClassSchema()));
            json = new ActivityJson().write(reader.read(null, in));
        } else {
            json = GenericData.get().toString(new GenericDatumReader<>(written).read(null, in));
        }
        if (!in.isEnd()) {
            throw new IOException("bytes are left over behind it");
        }
        return json;
    }
}
