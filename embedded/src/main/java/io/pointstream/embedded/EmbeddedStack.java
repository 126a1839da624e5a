package io.pointstream.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Broker, registry and ClickHouse together, started and stopped in parallel. */
public final class EmbeddedStack implements AutoCloseable {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;
    private final EmbeddedClickHouse clickHouse;

    private EmbeddedStack(EmbeddedKafka kafka, EmbeddedRegistry registry, EmbeddedClickHouse clickHouse) {
        this.kafka = kafka;
        this.registry = registry;
        this.clickHouse = clickHouse;
    }

    /**
     * Starts all three on free ports, each in its directory under {@code directory}, and returns when all serve
     * clients. When one fails, the others are stopped.
     *
     * @throws EmbeddedException of the one that failed
     */
    public static EmbeddedStack start(Path directory) {
        CompletableFuture<EmbeddedKafka> kafka = begin(() -> EmbeddedKafka.start(directory.resolve("kafka")));
        CompletableFuture<EmbeddedRegistry> registry =
                begin(() -> EmbeddedRegistry.start(directory.resolve("registry")));
        CompletableFuture<EmbeddedClickHouse> clickHouse =
                begin(() -> EmbeddedClickHouse.start(directory.resolve("clickhouse")));
        try {
            return new EmbeddedStack(kafka.join(), registry.join(), clickHouse.join());
        } catch (CompletionException e) {
            Stream.of(kafka, registry, clickHouse).forEach(EmbeddedStack::closeWhenStarted);
            throw e.getCause() instanceof EmbeddedException failure
                    ? failure
                    : new EmbeddedException("the embedded servers did not start", e);
        }
    }

    private static <T> CompletableFuture<T> begin(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, THREADS);
    }

    private static void closeWhenStarted(CompletableFuture<? extends AutoCloseable> server) {
        server.handle((started, failure) -> {
                    if (started != null) {
                        close(started);
                    }
                    return null;
                })
                .join();
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedRegistry registry() {
        return registry;
    }

    public EmbeddedClickHouse clickHouse() {
        return clickHouse;
    }

    /** {@code host:port} of the broker. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Stops all three in parallel; returns when they have ended. Close their clients first. Idempotent. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> ends = Stream.<AutoCloseable>of(kafka, registry, clickHouse)
                .map(server -> CompletableFuture.runAsync(() -> close(server), THREADS))
                .toList();
        ends.forEach(CompletableFuture::join);
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            throw new EmbeddedException("an embedded server did not stop", e);
        }
    }
}
