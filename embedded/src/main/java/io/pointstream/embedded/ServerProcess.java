package io.pointstream.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server in a JVM of its own. It writes {@code <name>.log} beside its data (the log before that is kept as
 * {@code <name>.log.1}), says in it when it is ready, and stops when its standard input ends: when this process closes
 * it or dies, even by {@code kill -9}.
 */
final class ServerProcess implements AutoCloseable {
    /** A broker that recovers a large log, or a child that waits for its predecessor's end, may take this long. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** Longer than a child's own limit for an orderly stop. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(25);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final int LOG_TAIL_LINES = 40;

    /** What a server says when it answers; the first group is its port. */
    static final class Ready {
        static final Pattern LINE = Pattern.compile("^pointstream-ready port=(\\d+)$", Pattern.MULTILINE);
        static final Pattern QUARKUS = Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");

        private Ready() {}
    }

    private final String name;
    private final Path log;
    private final Process process;

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** Starts the main class of {@code io.pointstream.embedded.child} with the JVM that runs this process. */
    static ServerProcess start(
            String name,
            Path directory,
            String classPath,
            List<String> jvmOptions,
            String mainClass,
            List<String> args) {
        List<String> command = new ArrayList<>();
        // Ctrl-C in a terminal reaches every process of the group; the servers must outlive the clients that then
        // close.
        command.addAll(List.of("sh", "-c", "trap '' INT; exec \"$0\" \"$@\""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, "io.pointstream.embedded.child." + mainClass));
        command.addAll(args);

        Path log = directory.resolve(name + ".log");
        try {
            Files.createDirectories(directory);
            if (Files.exists(log)) {
                Files.move(log, directory.resolve(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            // A server's own clock must not depend on where this machine stands.
            builder.environment().put("TZ", "UTC");
            return new ServerProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new EmbeddedException("cannot start the embedded %s in %s".formatted(name, directory), e);
        }
    }

    /**
     * Waits for a line of the log that matches, and returns the port that its first group names.
     *
     * @throws EmbeddedException when the server ends or stays silent for a minute; then it is stopped
     */
    int awaitPort(Pattern ready) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            Matcher matcher = ready.matcher(readLog());
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
            if (!alive) {
                throw new EmbeddedException(
                        "the embedded %s ended with status %d%n%s".formatted(name, process.exitValue(), logTail()));
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new EmbeddedException("the embedded %s was not ready after %d s%n%s"
                        .formatted(name, START_TIMEOUT.toSeconds(), logTail()));
            }
            sleep();
        }
    }

    /** The exit status, or null while the server runs. */
    @Nullable
    Integer exitStatus() {
        return process.isAlive() ? null : process.exitValue();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Stops the server in order, and by force when that takes too long. Idempotent. */
    @Override
    public void close() {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.flush();
        } catch (IOException e) {
            // The process has ended before; what is waited for below is then there already.
        }
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String readLog() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private String logTail() {
        List<String> lines = readLog().lines().toList();
        return "Last lines of %s:%n%s"
                .formatted(
                        log,
                        String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size())));
    }

    private static void sleep() {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while a server started", e);
        }
    }
}
