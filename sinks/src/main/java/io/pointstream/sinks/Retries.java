package io.pointstream.sinks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.pointstream.sinks.BlockWriter.WriteException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries until it works. What is tried here fails in ways that pass: a server that is away comes back, one that refuses
 * is put right by an operator, and the plan waits in Kafka. Nothing is given up, so nothing is lost. Thread-safe.
 */
final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    // So that many sinks do not come back at the same moment.
    private static final double JITTER = 0.5;
    // The first two to see a hiccup, then one a minute.
    private static final int LOGGED_AT_FIRST = 2;
    private static final int LOGGED_EACH = 12;

    private final SinkMeters meters;

    Retries(SinkMeters meters) {
        this.meters = meters;
    }

    /** Something that may fail for a while. */
    interface Attempt {
        void run() throws WriteException, InterruptedException;
    }

    /** Returns when an attempt has succeeded. What it throws but {@link WriteException} and Kafka's, it throws. */
    void untilDone(String what, Attempt attempt) throws InterruptedException {
        RetryPolicy<Object> policy = RetryPolicy.builder()
                .handle(WriteException.class, KafkaException.class)
                .withMaxRetries(-1)
                .withBackoff(FIRST_PAUSE, PAUSE_MAX)
                .withJitter(JITTER)
                .onFailedAttempt(failed -> failed(what, failed.getAttemptCount(), failed.getLastException()))
                .build();
        try {
            Failsafe.with(policy).run(attempt::run);
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("Interrupted while waiting to " + what);
            }
            throw e;
        }
    }

    private void failed(String what, int attempts, Throwable reason) {
        meters.retried();
        if (attempts <= LOGGED_AT_FIRST || attempts % LOGGED_EACH == 0) {
            LOG.warn("event=waiting what=\"{}\" attempts={} reason=\"{}\"", what, attempts, reason.getMessage());
        }
    }
}
