package io.pointstream.schemas.registry;

/** The subject's compatibility rule refuses the schema (HTTP 409). */
public final class IncompatibleSchemaException extends RegistryException {

    private static final long serialVersionUID = 1L;

    public IncompatibleSchemaException(int errorCode, String message) {
        super(409, errorCode, message);
    }
}
