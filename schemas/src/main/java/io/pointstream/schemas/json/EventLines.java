package io.pointstream.schemas.json;

import io.pointstream.schemas.activity.Activity;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The events of a file or stream, line by line. Blank lines are skipped, a byte-order mark at the start is too; a line may end
 * in LF, CRLF or with the file. A line of more than {@link #LINE_BYTES_MAX} is one bad line, and is not held in memory.
 */
public final class EventLines implements Closeable {

    /** The longest line that is read, in bytes without its end. */
    public static final int LINE_BYTES_MAX = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    /** A name whose value says where a person is; the value may lack its end. */
    private static final Pattern PERSONAL =
            Pattern.compile("(\"(?:deviceId|ipAddress)\"\\s*:\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*\"?|[^,}\\s]+)");

    /** One line that is not blank: the event, or what is wrong with it. */
    public sealed interface Line {

        /** From 1. */
        long number();

        /** A line that is an event. */
        record Good(long number, Activity activity) implements Line {}

        /** A line that is none. */
        record Bad(long number, BadLineException problem) implements Line {}
    }

    private final InputStream in;
    private final ActivityJson json = new ActivityJson();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    /** The line so far, when it is spread over buffers. */
    private byte[] line = new byte[1024];

    private int length;
    private boolean tooLong;
    private long number;

    private EventLines(InputStream in) {
        this.in = in;
    }

    /** Reads a stream, which is closed with this. */
    public static EventLines of(InputStream in) {
        return new EventLines(in);
    }

    /** Reads a file; {@code -} is standard input. */
    public static EventLines of(Path file) throws IOException {
        return new EventLines(file.toString().equals("-") ? System.in : Files.newInputStream(file));
    }

    /**
     * The next line that is not blank, or null at the end.
     *
     * @throws IOException when the stream cannot be read
     */
    public @Nullable Line next() throws IOException {
        while (readLine()) {
            number++;
            if (tooLong) {
                return new Line.Bad(
                        number,
                        new BadLineException(
                                number, null, "expected at most " + LINE_BYTES_MAX + " bytes, was longer"));
            }
            int start = number == 1 && startsWithMark() ? 3 : 0;
            if (isBlank(start)) {
                continue;
            }
            try {
                return new Line.Good(number, json.parse(line, start, length - start));
            } catch (BadLineException e) {
                return new Line.Bad(number, e.atLine(number));
            }
        }
        return null;
    }

    /**
     * The beginning of the line that {@link #next} gave last, as a person may be shown it: cut short, nothing in it that a
     * terminal would obey, and without the values of {@code deviceId} and {@code ipAddress}. Empty for one that was too long.
     */
    public String shown(int charsMax) {
        if (tooLong) {
            return "";
        }
        String text = new String(line, 0, Math.min(length, 4 * charsMax), StandardCharsets.UTF_8);
        return Shown.visible(PERSONAL.matcher(text).replaceAll("$1\"…\""), charsMax);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Reads up to the next LF or the end; false when there is nothing more. */
    private boolean readLine() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (position < limit || fill()) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            append(position, end);
            boolean ended = end < limit;
            position = ended ? end + 1 : end;
            if (ended) {
                break;
            }
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        tooLong |= length > LINE_BYTES_MAX;
        return any;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private void append(int from, int to) {
        int more = to - from;
        // One byte of grace, for the CR of a CRLF.
        if (tooLong || length + more > LINE_BYTES_MAX + 1) {
            tooLong = true;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, Math.min(2 * line.length, LINE_BYTES_MAX + 1)));
        }
        System.arraycopy(buffer, from, line, length, more);
        length += more;
    }

    private boolean startsWithMark() {
        return length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF;
    }

    private boolean isBlank(int start) {
        for (int i = start; i < length; i++) {
            byte b = line[i];
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
