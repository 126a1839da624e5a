package io.pointstream.schemas.registry;

import org.apache.avro.Schema;

/**
 * What the serdes need of a schema registry. Implementations are thread-safe and remember what they were told.
 *
 * <p>Every method may throw {@link RegistryUnavailableException} (wait and try again; no record is to blame) or
 * {@link RegistryException} (the registry refused; configuration or contract is wrong).
 */
public interface SchemaRegistryClient {

    /** A schema as a subject's newest version has it. */
    record Registered(int id, int version, Schema schema) {}

    /** How far a subject's schemas may change. */
    enum Compatibility {
        NONE,
        BACKWARD,
        BACKWARD_TRANSITIVE,
        FORWARD,
        FORWARD_TRANSITIVE,
        FULL,
        FULL_TRANSITIVE
    }

    /**
     * Registers the schema under the subject, unless it is there already.
     *
     * @return its id
     * @throws IncompatibleSchemaException when the subject's compatibility rule refuses it
     */
    int register(String subject, Schema schema);

    /**
     * The id under which the subject already knows this schema.
     *
     * @throws RegistryException when it does not
     */
    int idOf(String subject, Schema schema);

    /**
     * The subject's newest version.
     *
     * @throws RegistryException when the subject is unknown
     */
    Registered latest(String subject);

    /**
     * The schema with this id.
     *
     * @throws UnknownSchemaException when the registry has none
     */
    Schema byId(int id);

    /** Sets the subject's compatibility rule. */
    void setCompatibility(String subject, Compatibility compatibility);
}
