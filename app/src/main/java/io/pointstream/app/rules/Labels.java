package io.pointstream.app.rules;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Who farms and who does not, as people have found: CSV with a header line and at least the columns {@value #ACCOUNT} and
 * {@value #LABEL}.
 */
final class Labels {

    private static final String ACCOUNT = "accountId";
    private static final String LABEL = "label";
    private static final String HONEST = "honest";
    private static final String FARMER = "farmer";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final PrintWriter err;
    private final SortedMap<String, Boolean> farms = new TreeMap<>();
    private boolean good = true;

    private Labels(Path file, PrintWriter err) {
        this.file = file;
        this.err = err;
    }

    /**
     * Reads whether each account farms, by its id. Bad lines go to {@code err}, each with its place.
     *
     * @return empty when there are bad lines
     * @throws IOException when the file cannot be read
     */
    static Optional<SortedMap<String, Boolean>> read(Path file, PrintWriter err) throws IOException {
        Labels labels = new Labels(file, err);
        labels.read();
        err.flush();
        return labels.good ? Optional.of(labels.farms) : Optional.empty();
    }

    private void read() throws IOException {
        String text = text();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            for (String column : new String[] {ACCOUNT, LABEL}) {
                if (!parser.getHeaderNames().contains(column)) {
                    bad(1, "no column " + column);
                }
            }
            if (!good) {
                return;
            }
            for (CSVRecord row : parser) {
                take(row, parser.getCurrentLineNumber());
            }
        } catch (UncheckedIOException | CSVException e) {
            Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
            throw new IOException(file + ": no CSV: " + cause.getMessage(), e);
        } catch (IllegalArgumentException e) {
            bad(1, "header: " + e.getMessage());
        }
    }

    private String text() throws IOException {
        try {
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (MalformedInputException e) {
            throw new IOException(file + ": not UTF-8", e);
        }
    }

    private void take(CSVRecord row, long line) {
        if (!row.isSet(ACCOUNT) || !row.isSet(LABEL)) {
            bad(line, "too few columns");
            return;
        }
        String account = row.get(ACCOUNT);
        String label = row.get(LABEL);
        if (account.isEmpty()) {
            bad(line, ACCOUNT + ": empty");
        } else if (!label.equals(HONEST) && !label.equals(FARMER)) {
            bad(line, LABEL + ": " + HONEST + " or " + FARMER + ", not \"" + label + "\"");
        } else if (farms.put(account, label.equals(FARMER)) != null) {
            bad(line, ACCOUNT + ": " + account + " has a label already");
        }
    }

    private void bad(long line, String problem) {
        good = false;
        err.printf("%s:%d: %s%n", file, line, problem);
    }
}
