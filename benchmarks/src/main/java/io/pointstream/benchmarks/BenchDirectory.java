package io.pointstream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory for servers and stores that goes with what was measured. */
record BenchDirectory(Path path) implements AutoCloseable {

    static BenchDirectory create() throws IOException {
        return new BenchDirectory(Files.createTempDirectory("pointstream-bench-"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> left = Files.walk(path)) {
            for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
