package io.pointstream.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry is up and knows no Avro schema of this id (error code 40403): the record that names it can never be read. */
public final class UnknownSchemaException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final int schemaId;

    public UnknownSchemaException(int schemaId, String message) {
        super(message);
        this.schemaId = schemaId;
    }

    public int schemaId() {
        return schemaId;
    }
}
