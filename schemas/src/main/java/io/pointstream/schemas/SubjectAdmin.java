package io.pointstream.schemas;

import io.pointstream.schemas.registry.SchemaRegistryClient;
import io.pointstream.schemas.registry.SchemaRegistryClient.Compatibility;

/** Brings the catalogue's schemas into a registry. */
public final class SubjectAdmin {

    /** A newer reader must understand everything that was ever written: topics are kept for ever (INTERFACES 2). */
    private static final Compatibility COMPATIBILITY = Compatibility.BACKWARD_TRANSITIVE;

    /**
     * Registers the value schema of every topic and sets its compatibility. Does nothing twice.
     *
     * @throws io.pointstream.schemas.registry.IncompatibleSchemaException when the registry holds versions that ours breaks
     * @throws io.pointstream.schemas.registry.RegistryUnavailableException when no registry answers in time
     */
    public static void register(SchemaRegistryClient registry) {
        for (Topic topic : Topics.ALL) {
            if (topic.valueSchema() != null) {
                registry.register(topic.valueSubject(), topic.valueSchema());
                registry.setCompatibility(topic.valueSubject(), COMPATIBILITY);
            }
        }
    }

    private SubjectAdmin() {}
}
