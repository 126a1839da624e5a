package io.pointstream.benchmarks.streams;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** Many measured delays, by percentile. */
public final class Delays {

    private final long[] sortedNs;

    /** Of so many nanoseconds, in any order. */
    public Delays(long[] ns) {
        sortedNs = ns.clone();
        Arrays.sort(sortedNs);
    }

    /** Of a share such as 0.99, the delay that so many do not pass, in whole milliseconds. */
    public long percentileMs(double share) {
        int index = (int) Math.ceil(share * sortedNs.length) - 1;
        return Duration.ofNanos(sortedNs[Math.max(0, index)]).toMillis();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %d ms, p90 %d ms, p99 %d ms, max %d ms",
                percentileMs(0.5),
                percentileMs(0.9),
                percentileMs(0.99),
                percentileMs(1));
    }
}
