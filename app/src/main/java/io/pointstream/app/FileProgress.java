package io.pointstream.app;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal for how far files have been read; nothing elsewhere, and nothing for standard input. */
public final class FileProgress implements AutoCloseable {

    private static final Path STANDARD_INPUT = Path.of("-");

    private final @Nullable ProgressBar bar;

    private FileProgress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * Of some files together.
     *
     * @param task what is shown before the bar
     */
    public static FileProgress of(String task, List<Path> files) throws IOException {
        if (!Terminal.isWatched() || files.contains(STANDARD_INPUT)) {
            return new FileProgress(null);
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return new FileProgress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(bytes)
                .setUnit(" MiB", 1 << 20)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .build());
    }

    /** Opens one of the files, so that reading it moves the bar; {@code -} is standard input. */
    public InputStream open(Path file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return System.in;
        }
        InputStream in = Files.newInputStream(file);
        return bar == null ? in : new Counted(in, bar);
    }

    /** Shows the number of events behind the bar. */
    public void events(long events) {
        if (bar != null) {
            bar.setExtraMessage(" " + events + " events");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Moves the bar as bytes are read. */
    private static final class Counted extends FilterInputStream {
        private final ProgressBar bar;

        Counted(InputStream in, ProgressBar bar) {
            super(in);
            this.bar = bar;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            bar.stepBy(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            int read = super.read(bytes, from, most);
            bar.stepBy(Math.max(read, 0));
            return read;
        }
    }
}
