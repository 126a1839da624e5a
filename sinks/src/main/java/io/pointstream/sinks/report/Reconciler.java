package io.pointstream.sinks.report;

import io.pointstream.sinks.report.Reconciliation.Result;

/** Who can be asked whether ClickHouse has what Kafka says. Safe for use by several threads. */
public interface Reconciler {

    /** Of a process that does not know Kafka. */
    Reconciler NONE = days -> {
        throw new TryLaterException("This process has no way to Kafka; `./pointstream report reconcile` has");
    };

    /**
     * Compares, or says again what was found a moment ago.
     *
     * @param days as in {@link Reconciliation#run}
     * @throws TryLaterException if it takes longer than anybody should be kept waiting, or a server is away
     */
    Result reconcile(Days days);
}
