package io.pointstream.benchmarks.detection;

import io.pointstream.app.Terminal;
import io.pointstream.app.simulate.Settings;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal for how many days of a simulation are done; nothing elsewhere. */
final class DayProgress implements AutoCloseable {

    private final Instant begin;
    private final @Nullable ProgressBar bar;

    private DayProgress(Instant begin, @Nullable ProgressBar bar) {
        this.begin = begin;
        this.bar = bar;
    }

    static DayProgress of(Settings settings) {
        ProgressBar bar = Terminal.isWatched()
                ? new ProgressBarBuilder()
                        .setTaskName("seed " + settings.seed())
                        .setInitialMax(settings.days())
                        .setUnit(" days", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .build()
                : null;
        return new DayProgress(settings.begin(), bar);
    }

    /** The simulation has come to this time. */
    void at(Instant now) {
        if (bar != null) {
            bar.stepTo(Duration.between(begin, now).toDays());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
