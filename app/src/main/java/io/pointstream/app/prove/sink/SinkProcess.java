package io.pointstream.app.prove.sink;

import io.pointstream.app.CommandFailure;
import io.pointstream.sinks.Probe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link SinkMain} as its parent sees it. */
final class SinkProcess implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(30);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private final Process process;
    private final PrintWriter orders;
    private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();

    private SinkProcess(Process process) {
        this.process = process;
        this.orders = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
        Thread.ofVirtual().start(this::listen);
    }

    /**
     * Starts one, and returns when it is at work.
     *
     * @param log takes what it logs
     * @param args those of {@link SinkMain}
     */
    static SinkProcess start(Path log, List<String> args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SinkMain.class.getName()));
        command.addAll(args);
        SinkProcess started = new SinkProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
        if (!started.awaits(SinkMain.READY, START_MAX)) {
            started.kill();
            throw new CommandFailure("a sink process does not start; its log: " + log);
        }
        return started;
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                said.add(line);
            }
        } catch (IOException e) {
            // Killed.
        }
    }

    private boolean awaits(String word, Duration atMost) throws InterruptedException {
        return word.equals(said.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Tells it to stop for ever when it is there the next time. */
    void holdAt(Probe.Step step) {
        orders.println(SinkMain.HOLD + step);
    }

    /** Whether it is where it was told to hold, or comes there in time. */
    boolean isHeld(Duration atMost) throws InterruptedException {
        return awaits(SinkMain.HELD, atMost);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it in order; kills it if that takes too long. */
    @Override
    public void close() {
        orders.println(SinkMain.STOP);
        orders.close();
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
