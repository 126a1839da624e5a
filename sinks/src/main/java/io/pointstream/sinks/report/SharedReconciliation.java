package io.pointstream.sinks.report;

import io.pointstream.sinks.report.Reconciliation.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Reconciliation} for all who ask in a process: one run at a time, on a thread of its own, whose answer goes
 * to everybody who asks for the same days until it is {@value #FRESH_SECONDS} s old. A run goes on when the one who asked
 * has given up waiting: the first one reads the topics whole, and whoever asks again later gets what it found.
 */
public final class SharedReconciliation implements Reconciler, AutoCloseable {

    private static final long FRESH_SECONDS = 10;
    private static final Duration FRESH = Duration.ofSeconds(FRESH_SECONDS);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Other days that may wait for their turn before an asker is sent away. */
    private static final int WAITING_MAX = 4;

    private static final Duration STOP = Duration.ofSeconds(5);

    private final Supplier<Reconciliation> source;
    private final ThreadPoolExecutor runner = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name("reconcile").daemon().factory());

    private final Map<Days, Run> runs = new HashMap<>();

    // Only the runner's thread touches it, and close() after that has ended.
    private @Nullable Reconciliation reconciliation;

    /** @param source makes one when it is first asked for, and another after one that failed */
    public SharedReconciliation(Supplier<Reconciliation> source) {
        this.source = source;
    }

    private static final class Run extends FutureTask<Result> {
        private volatile long doneNanos = Long.MAX_VALUE;

        Run(SharedReconciliation shared, Days days) {
            super(() -> shared.compare(days));
        }

        @Override
        protected void done() {
            doneNanos = System.nanoTime();
        }

        boolean isStale() {
            return isDone() && (state() != State.SUCCESS || System.nanoTime() - doneNanos > FRESH.toNanos());
        }
    }

    @Override
    public Result reconcile(Days days) {
        try {
            return result(run(days), PATIENCE);
        } catch (TimeoutException e) {
            throw new TryLaterException("Topics and tables are being compared; ask again in a while", e);
        } catch (KafkaException e) {
            throw new TryLaterException("Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryLaterException("This process is being stopped", e);
        }
    }

    /**
     * The same, however long it takes.
     *
     * @throws ReportException as {@link Reconciliation#run} does
     * @throws KafkaException as {@link Reconciliation#run} does
     */
    public Result await(Days days) throws InterruptedException {
        try {
            return result(run(days), Duration.ofDays(1));
        } catch (TimeoutException e) {
            throw new KafkaException("Topics and tables have been compared for a day", e);
        }
    }

    private synchronized Run run(Days days) {
        runs.values().removeIf(Run::isStale);
        Run known = runs.get(days);
        if (known != null) {
            return known;
        }
        Run run = new Run(this, days);
        try {
            runner.execute(run);
        } catch (RejectedExecutionException e) {
            throw new TryLaterException("Other days are being compared; ask again in a while", e);
        }
        runs.put(days, run);
        return run;
    }

    private static Result result(Run run, Duration patience) throws InterruptedException, TimeoutException {
        try {
            return run.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case InterruptedException interrupted ->
                    throw new TryLaterException("This process is being stopped", interrupted);
                case null, default -> throw new IllegalStateException("A comparison broke off", e);
            }
        }
    }

    private Result compare(Days days) throws InterruptedException {
        Reconciliation current = reconciliation == null ? source.get() : reconciliation;
        reconciliation = null;
        try {
            Result result = current.run(days);
            reconciliation = current;
            return result;
        } finally {
            // One that broke off has counted part of what it read, and must not count it again.
            if (reconciliation == null) {
                current.close();
            }
        }
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        runner.shutdownNow();
        try {
            if (runner.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS) && reconciliation != null) {
                reconciliation.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
