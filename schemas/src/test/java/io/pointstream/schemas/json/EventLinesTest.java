package io.pointstream.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.ExampleEvents;
import io.pointstream.schemas.json.EventLines.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLinesTest {

    private static final String GOOD = ExampleEvents.line("payment.settled");

    @Test
    void linesAreNumberedAndBlankOnesSkipped() throws IOException {
        assertThat(read("\n" + GOOD + "\n  \t\n\r\n" + GOOD + "\n\n")).containsExactly("2 good", "5 good");
    }

    @Test
    void aLineMayEndInCrLfOrWithTheFile() throws IOException {
        assertThat(read(GOOD + "\r\n" + GOOD)).containsExactly("1 good", "2 good");
    }

    @Test
    void aByteOrderMarkIsSkippedAtTheStartOnly() throws IOException {
        assertThat(read("\uFEFF" + GOOD + "\n\uFEFF" + GOOD))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("1 good"),
                        line -> assertThat(line).startsWith("line 2: expected one JSON object"));
        assertThat(read("\uFEFF")).isEmpty();
    }

    @Test
    void anEmptyFileHasNoEvents() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    @Test
    void aBadLineIsNamedAndTheRestGoesOn() throws IOException {
        assertThat(read(GOOD + "\n" + GOOD.replace("12345", "\"12\"") + "\n{\n" + GOOD))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("1 good"),
                        line -> assertThat(line).isEqualTo("line 2: amountFen: expected an integer ≥ 1, was \"12\""),
                        line -> assertThat(line).startsWith("line 3: expected one JSON object: "),
                        line -> assertThat(line).isEqualTo("4 good"));
    }

    @Test
    void invalidUtf8IsNamed() throws IOException {
        byte[] bytes = (GOOD + "\n{\"a\":\"x\"}\n" + GOOD).getBytes(StandardCharsets.UTF_8);
        bytes[GOOD.length() + 7] = (byte) 0xFF;

        assertThat(read(new ByteArrayInputStream(bytes)))
                .containsExactly("1 good", "line 2: expected UTF-8, was byte 0xff at byte 7 of the line", "3 good");
    }

    @Test
    void aLineOfExactlyTheLimitIsRead() throws IOException {
        String padded = GOOD + " ".repeat(EventLines.LINE_BYTES_MAX - GOOD.length());

        assertThat(read(padded + "\n" + GOOD)).containsExactly("1 good", "2 good");
        assertThat(read(padded + "\r\n" + GOOD)).containsExactly("1 good", "2 good");
    }

    @Test
    void aLineOfOneByteMoreIsOneBadLine() throws IOException {
        String padded = GOOD + " ".repeat(EventLines.LINE_BYTES_MAX - GOOD.length() + 1);

        assertThat(read(padded + "\n" + GOOD))
                .containsExactly("line 1: expected at most 1048576 bytes, was longer", "2 good");
        assertThat(read(padded + "\r\n" + GOOD))
                .containsExactly("line 1: expected at most 1048576 bytes, was longer", "2 good");
    }

    /** 3 GiB without a line end would not fit the heap of 1 GiB that tests have. */
    @Test
    void aLineWithoutEndIsNotHeldInMemory() throws IOException {
        InputStream endless = new InputStream() {
            private long left = 3L << 30;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int off, int len) {
                if (left <= 0) {
                    return -1;
                }
                int n = (int) Math.min(len, left);
                left -= n;
                Arrays.fill(into, off, off + n, (byte) 'x');
                return n;
            }
        };
        InputStream rest = new ByteArrayInputStream(("\n" + GOOD).getBytes(StandardCharsets.UTF_8));

        assertThat(read(new SequenceInputStream(Collections.enumeration(List.of(endless, rest)))))
                .containsExactly("line 1: expected at most 1048576 bytes, was longer", "2 good");
    }

    @Test
    void bytesThatComeOneByOneAreTheSame() throws IOException {
        InputStream slow = new ByteArrayInputStream((GOOD + "\r\n\n" + GOOD).getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int off, int len) {
                return super.read(into, off, 1);
            }
        };

        assertThat(read(slow)).containsExactly("1 good", "3 good");
    }

    @Test
    void aFileIsRead(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("events.ndjson"), GOOD + "\n");

        try (EventLines lines = EventLines.of(file)) {
            assertThat(lines.next()).isInstanceOf(Line.Good.class);
            assertThat(lines.next()).isNull();
        }
    }

    private static List<String> read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> read(InputStream in) throws IOException {
        List<String> seen = new ArrayList<>();
        try (EventLines lines = EventLines.of(in)) {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                seen.add(
                        switch (line) {
                            case Line.Good good -> good.number() + " good";
                            case Line.Bad bad -> bad.problem().getMessage();
                        });
            }
        }
        return seen;
    }
}
