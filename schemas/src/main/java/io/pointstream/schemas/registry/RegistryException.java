package io.pointstream.schemas.registry;

import org.apache.kafka.common.KafkaException;

/**
 * The registry answered, and refused. Deliberately no {@code SerializationException}: wrong credentials or a missing subject
 * must stop the application, not send good records to the dead letters.
 */
public class RegistryException extends KafkaException {

    private static final long serialVersionUID = 1L;

    /** The HTTP status; 0 for the in-memory registry. */
    private final int status;

    /** The registry's own code such as 40401; 0 when it gave none. */
    private final int errorCode;

    public RegistryException(int status, int errorCode, String message) {
        super(message);
        this.status = status;
        this.errorCode = errorCode;
    }

    /** The HTTP status; 0 for the in-memory registry. */
    public int status() {
        return status;
    }

    /** The registry's own code, such as 40401 for an unknown subject; 0 when it gave none. */
    public int errorCode() {
        return errorCode;
    }
}
