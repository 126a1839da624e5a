package io.pointstream.app.demo;

import io.pointstream.app.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a demo keeps everything; one demo at a time. */
final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final boolean temporary;
    private final FileChannel lock;

    private DataDirectory(Path path, boolean temporary, FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /**
     * Takes a directory, which is made if need be and kept; without one, a temporary one that is removed at the end.
     *
     * @throws CommandFailure when another demo runs on it
     */
    static DataDirectory take(Optional<Path> wanted) throws IOException {
        Path path = wanted.isPresent()
                ? Files.createDirectories(wanted.get().toAbsolutePath().normalize())
                : Files.createTempDirectory("pointstream-demo-");
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new CommandFailure(path + ": another demo runs on this directory");
        }
        return new DataDirectory(path, wanted.isEmpty(), channel);
    }

    boolean temporary() {
        return temporary;
    }

    Path servers() {
        return path.resolve("servers");
    }

    Path state() {
        return path.resolve("state");
    }

    Path traffic() {
        return path.resolve("traffic");
    }

    Path log() {
        return path.resolve("demo.log");
    }

    Path config() {
        return path.resolve("pointstream.yaml");
    }

    @Override
    public void close() throws IOException {
        lock.close();
        if (temporary) {
            try (Stream<Path> all = Files.walk(path)) {
                all.sorted(Comparator.reverseOrder()).forEach(DataDirectory::delete);
            }
        }
    }

    private static void delete(Path each) {
        try {
            Files.deleteIfExists(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
