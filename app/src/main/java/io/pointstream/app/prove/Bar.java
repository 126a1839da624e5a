package io.pointstream.app.prove;

import io.pointstream.app.Terminal;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** On a terminal, how far it is. */
public final class Bar implements AutoCloseable {

    private final @Nullable ProgressBar bar;

    /** Nothing is done yet. */
    public Bar(String task, String unit, long max) {
        bar = Terminal.isWatched()
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(max)
                        .setUnit(unit, 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .showSpeed()
                        .build()
                : null;
    }

    /** So much is done. */
    public void at(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
