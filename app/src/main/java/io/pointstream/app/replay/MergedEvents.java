package io.pointstream.app.replay;

import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.EventLines;
import io.pointstream.schemas.json.EventLines.Line;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of several files as one input, merged as Kafka Streams merges partitions: each file keeps the order of its
 * lines, and the next event is the earliest, by event time, of those at the heads of the files; of two at one instant that of
 * the earlier file. So a late line in a file arrives late, as through a broker.
 */
public final class MergedEvents implements Closeable {

    /** An event and where it stood. */
    public record Located(Path file, long line, Activity activity) {}

    /** How a file is opened. */
    @FunctionalInterface
    public interface Opener {
        EventLines open(Path file) throws IOException;
    }

    private record Head(int fileIndex, Located event) {}

    private static final Comparator<Head> EARLIEST_FIRST = Comparator.comparing(
                    (Head head) -> head.event.activity().getOccurredAt())
            .thenComparingInt(Head::fileIndex);

    private final List<Path> files;
    private final List<EventLines> lines = new ArrayList<>();
    private final PriorityQueue<Head> heads = new PriorityQueue<>(EARLIEST_FIRST);
    private final BiConsumer<Path, Line.Bad> badLines;

    /**
     * Opens all files.
     *
     * @param badLines told of every line that is no event; the rest goes on
     */
    MergedEvents(List<Path> files, BiConsumer<Path, Line.Bad> badLines) throws IOException {
        this(files, EventLines::of, badLines);
    }

    /**
     * Opens all files.
     *
     * @param badLines told of every line that is no event; the rest goes on
     */
    public MergedEvents(List<Path> files, Opener opener, BiConsumer<Path, Line.Bad> badLines) throws IOException {
        this.files = files;
        this.badLines = badLines;
        try {
            for (Path file : files) {
                lines.add(opener.open(file));
            }
            for (int index = 0; index < files.size(); index++) {
                advance(index);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The next event, or null at the end. */
    public @Nullable Located next() throws IOException {
        Head head = heads.poll();
        if (head == null) {
            return null;
        }
        advance(head.fileIndex);
        return head.event;
    }

    @Override
    public void close() throws IOException {
        for (EventLines open : lines) {
            open.close();
        }
    }

    private void advance(int index) throws IOException {
        Path file = files.get(index);
        for (Line line = lines.get(index).next();
                line != null;
                line = lines.get(index).next()) {
            switch (line) {
                case Line.Bad bad -> badLines.accept(file, bad);
                case Line.Good(long number, Activity activity) -> {
                    heads.add(new Head(index, new Located(file, number, activity)));
                    return;
                }
            }
        }
    }
}
