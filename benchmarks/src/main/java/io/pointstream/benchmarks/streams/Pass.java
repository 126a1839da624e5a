package io.pointstream.benchmarks.streams;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * Some events from one end to the other.
 *
 * @param seconds of the wall clock
 * @param cpuSeconds of this process, without the broker
 */
public record Pass(long events, double seconds, double cpuSeconds) {

    /** Runs from its making on. */
    public static final class Watch {
        private final long startedNs = System.nanoTime();
        private final long startedCpuNs = cpuNs();

        /** What has passed since the start. */
        public Pass stop(long events) {
            return new Pass(events, (System.nanoTime() - startedNs) / 1e9, (cpuNs() - startedCpuNs) / 1e9);
        }
    }

    /** Several, one after the other. */
    public static Pass sum(List<Pass> passes) {
        return new Pass(
                passes.stream().mapToLong(Pass::events).sum(),
                passes.stream().mapToDouble(Pass::seconds).sum(),
                passes.stream().mapToDouble(Pass::cpuSeconds).sum());
    }

    public double eventsPerSecond() {
        return events / seconds;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%,.0f events/s, %.1f CPU-s per million", eventsPerSecond(), cpuSeconds * 1e6 / events);
    }

    private static long cpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
