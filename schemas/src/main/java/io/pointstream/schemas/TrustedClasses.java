package io.pointstream.schemas;

import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/** Avro loads no class by a name found in a schema unless it is trusted; ours are. */
public final class TrustedClasses {

    private static final String OURS = "io.pointstream.schemas.";

    private static boolean registered;

    /** Adds our generated classes, once, to those that are trusted already. */
    public static synchronized void register() {
        if (!registered) {
            ClassSecurityPredicate others = ClassSecurityValidator.getGlobal();
            ClassSecurityValidator.setGlobal(type -> type.getName().startsWith(OURS) || others.isTrusted(type));
            registered = true;
        }
    }

    private TrustedClasses() {}
}
