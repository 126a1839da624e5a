package io.pointstream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory for servers and stores.
 *
 * @param stays whether it is left behind; otherwise it goes with what was measured
 */
record BenchDirectory(Path path, boolean stays) implements AutoCloseable {

    static BenchDirectory create() throws IOException {
        return new BenchDirectory(Files.createTempDirectory("pointstream-bench-"), false);
    }

    /** The one that somebody wants to keep, or else one that goes. */
    static BenchDirectory of(@Nullable Path kept) throws IOException {
        return kept == null ? create() : new BenchDirectory(kept, true);
    }

    @Override
    public void close() throws IOException {
        if (stays) {
            return;
        }
        try (Stream<Path> left = Files.walk(path)) {
            for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
