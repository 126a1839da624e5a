package io.pointstream.app.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.Reconciliation.Result;
import io.pointstream.sinks.report.ReportException;
import io.pointstream.sinks.report.SharedReconciliation;
import io.pointstream.sinks.report.TryLaterException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciles now and then, and says in the metrics what differs: 0 of every check, or someone has to look. */
final class ReconcileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReconcileWatch.class);

    private static final List<String> CHECKS = List.of("records", "mix", "aggregates", "balances");

    private final SharedReconciliation reconciliation;
    private final Duration every;
    private final Map<String, AtomicLong> differences = new ConcurrentHashMap<>();
    private final AtomicLong lastRunSeconds = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("reconcile").daemon().unstarted(this::run);

    private ReconcileWatch(SharedReconciliation reconciliation, Duration every) {
        this.reconciliation = reconciliation;
        this.every = every;
    }

    /** Starts with a first run after one interval. */
    static ReconcileWatch start(SharedReconciliation reconciliation, Duration every, MeterRegistry meters) {
        ReconcileWatch watch = new ReconcileWatch(reconciliation, every);
        for (String check : CHECKS) {
            AtomicLong count = watch.differences.computeIfAbsent(check, key -> new AtomicLong());
            Gauge.builder("pointstream.reconcile.differences", count, AtomicLong::doubleValue)
                    .description("Days, keys or accounts that do not reconcile; `report reconcile` names them")
                    .tag("check", check)
                    .register(meters);
        }
        Gauge.builder("pointstream.reconcile.last.run", watch.lastRunSeconds, AtomicLong::doubleValue)
                .description("When all was last compared, in seconds since 1970; 0 before the first time")
                .baseUnit("seconds")
                .register(meters);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            LOG.info("event=reconcile-interrupted");
        }
    }

    private void look() throws InterruptedException {
        try {
            Result result = reconciliation.await(Days.ALL);
            differences.forEach((check, count) -> count.set(result.differences().getOrDefault(check, 0L)));
            lastRunSeconds.set(System.currentTimeMillis() / 1000);
            if (!result.holds()) {
                LOG.error("event=not-reconciled differences={}", result.differences());
            }
        } catch (ReportException | TryLaterException | KafkaException e) {
            LOG.warn("event=reconcile-failed reason=\"{}\"", e.getMessage());
        }
    }

    /** Ends after the run that is under way, if it is a short one. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
