package io.pointstream.embedded.child;

import java.nio.file.Path;

/** Apicurio Registry, started as its own runner would start it, but tied to the parent process. */
final class RegistryMain {
    private RegistryMain() {}

    /** Arguments: the directory. The registry's settings are system properties. */
    public static void main(String[] args) throws Exception {
        ChildLife.own(Path.of(args[0]).resolve("lock"));
        ChildLife.endWithParent();
        Class.forName("io.quarkus.bootstrap.runner.QuarkusEntryPoint")
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[0]);
    }
}
