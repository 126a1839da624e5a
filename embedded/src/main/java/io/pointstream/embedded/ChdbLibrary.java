package io.pointstream.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ClickHouse as a shared library. It is too large for the repository: the npm client fetches the version that {@code
 * chdb.properties} names, once per machine, into {@code $XDG_CACHE_HOME/pointstream} or {@code ~/.cache/pointstream},
 * and it is used only if its bytes have the hash that is written there too.
 */
public final class ChdbLibrary {
    /** System property: a {@code libchdb.so} to use instead of the one in the cache. */
    public static final String PROPERTY = "pointstream.chdb.library";

    private static final Logger LOG = LoggerFactory.getLogger(ChdbLibrary.class);
    private static final String FILE_NAME = "libchdb.so";
    private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration UNPACK_TIMEOUT = Duration.ofMinutes(5);
    private static final long PROGRESS_SECONDS = 10;

    private ChdbLibrary() {}

    /**
     * The library's path, after fetching it if this machine has none.
     *
     * @throws EmbeddedException when it cannot be had: no npm, no network, another hash, an unknown platform
     */
    public static Path locate() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            Path library = Path.of(given).toAbsolutePath();
            if (!Files.isRegularFile(library)) {
                throw new EmbeddedException("-D%s names no file: %s".formatted(PROPERTY, library));
            }
            return library;
        }
        NpmPackage wanted = NpmPackage.ofPlatform(platform());
        Path directory = cache().resolve(wanted.directoryName());
        Path library = directory.resolve(FILE_NAME);
        try {
            return Files.exists(library) ? library : fetch(wanted, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fetch ClickHouse into " + directory, e);
        }
    }

    /** One process fetches, others wait for it; the library appears in one move, whole and checked. */
    private static Path fetch(NpmPackage wanted, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path library = directory.resolve(FILE_NAME);
        try (FileChannel channel = FileChannel.open(
                        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (Files.exists(library)) {
                return library;
            }
            LOG.info("action=fetch package={} size=178MB to={} lock={}", wanted.specifier(), directory, lock.isValid());
            Path packed = directory.resolve("package.tgz");
            try {
                run(
                        FETCH_TIMEOUT,
                        directory,
                        "npm",
                        "pack",
                        "--silent",
                        "--pack-destination",
                        Files.createDirectories(directory.resolve("packed")).toString(),
                        wanted.specifier());
                Files.move(onlyFile(directory.resolve("packed")), packed, StandardCopyOption.REPLACE_EXISTING);
                check(packed, wanted);
                run(UNPACK_TIMEOUT, directory, "tar", "-xzf", packed.toString(), "package/" + FILE_NAME);
                Files.move(directory.resolve("package").resolve(FILE_NAME), library, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(packed);
            }
            LOG.info("action=fetched library={}", library);
            return library;
        }
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findFirst().orElseThrow(() -> new EmbeddedException("npm left nothing in " + directory));
        }
    }

    private static void check(Path packed, NpmPackage wanted) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(packed)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        String found = "sha512-" + Base64.getEncoder().encodeToString(digest.digest());
        if (!found.equals(wanted.integrity())) {
            throw new EmbeddedException("%s has the hash %s, expected %s: it is not used"
                    .formatted(wanted.specifier(), found, wanted.integrity()));
        }
    }

    private static void run(Duration timeout, Path directory, String... command) throws IOException {
        Path output = directory.resolve(command[0] + ".log");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new EmbeddedException(
                    "%s is needed to fetch ClickHouse once, and could not be run".formatted(command[0]), e);
        }
        try {
            long begin = System.nanoTime();
            while (!process.waitFor(PROGRESS_SECONDS, TimeUnit.SECONDS)) {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
                LOG.info("action=fetch command={} elapsed={}s", command[0], elapsed.toSeconds());
                if (elapsed.compareTo(timeout) > 0) {
                    throw new EmbeddedException("%s took longer than %s".formatted(List.of(command), timeout));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while ClickHouse was fetched", e);
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            throw new EmbeddedException("%s ended with status %d:%n%s"
                    .formatted(List.of(command), process.exitValue(), Files.readString(output)));
        }
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path caches = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return caches.resolve("pointstream");
    }

    /** E.g. {@code linux-x64}, in npm's words. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        return (os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : os)
                + "-"
                + switch (architecture) {
                    case "amd64", "x86_64" -> "x64";
                    case "aarch64" -> "arm64";
                    default -> architecture;
                };
    }

    /** @param integrity as npm publishes it: {@code sha512-} and the hash of the packed file in Base64 */
    private record NpmPackage(String name, String version, String integrity) {
        static NpmPackage ofPlatform(String platform) {
            Properties pinned = new Properties();
            try (InputStream in = ChdbLibrary.class.getResourceAsStream("chdb.properties")) {
                if (in == null) {
                    throw new IllegalStateException("chdb.properties is not on the class path");
                }
                pinned.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String name = pinned.getProperty(platform + ".package");
            String integrity = pinned.getProperty(platform + ".integrity");
            if (name == null || integrity == null) {
                List<String> known = new ArrayList<>(pinned.stringPropertyNames());
                throw new EmbeddedException(
                        "no ClickHouse library is pinned for %s (chdb.properties has %s); -D%s=/path/to/libchdb.so names one"
                                .formatted(platform, known.stream().sorted().toList(), PROPERTY));
            }
            return new NpmPackage(name, pinned.getProperty("version"), integrity);
        }

        String specifier() {
            return name + "@" + version;
        }

        String directoryName() {
            return name.substring(name.indexOf('/') + 1) + "-" + version;
        }
    }
}
