package io.pointstream.schemas.registry;

import org.apache.kafka.common.errors.RetriableException;

/** No registry could be reached, or it is in trouble (I/O error, 429, 5xx), for longer than the client waits. */
public final class RegistryUnavailableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
