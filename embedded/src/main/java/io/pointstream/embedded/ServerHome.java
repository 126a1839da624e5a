package io.pointstream.embedded;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build has put what the child processes run. */
final class ServerHome {
    /** System property: the directory with {@code broker/} and {@code registry/}. */
    static final String PROPERTY = "pointstream.embedded.home";

    private ServerHome() {}

    /** The servers' own directory {@code name}, e.g. {@code broker}. */
    static Path directory(String name) {
        String home = System.getProperty(PROPERTY);
        Path directory = (home == null ? classes().resolveSibling("servers") : Path.of(home)).resolve(name);
        if (!Files.isDirectory(directory)) {
            throw new EmbeddedException(
                    "%s is missing: build the module `embedded`, or point -D%s to its target/servers"
                            .formatted(directory.toAbsolutePath(), PROPERTY));
        }
        return directory.toAbsolutePath();
    }

    /** This module's classes: a directory in a build, a jar in a distribution. */
    static Path classes() {
        try {
            return Path.of(ServerHome.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new EmbeddedException("the class path holds a location that is no URI", e);
        }
    }
}
