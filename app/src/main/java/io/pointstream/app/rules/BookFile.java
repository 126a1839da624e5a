package io.pointstream.app.rules;

import io.pointstream.engine.rules.BookWarnings;
import io.pointstream.engine.rules.Problem;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBookException;
import io.pointstream.engine.rules.RuleBookParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A rule book that was read from a file and found right. */
record BookFile(String yaml, RuleBook book, List<Problem> warnings) {

    /**
     * Reads and checks a rule book. Problems and warnings go to {@code err}, one in a line, each with its place.
     *
     * @return empty when there are problems
     * @throws IOException when the file cannot be read
     */
    static Optional<BookFile> read(Path file, PrintWriter err) throws IOException {
        String yaml = text(file);
        try {
            RuleBook book = RuleBookParser.parse(yaml, file.toString());
            List<Problem> warnings = BookWarnings.of(yaml, file.toString());
            warnings.forEach(warning -> err.printf(
                    "%s:%d:%d: warning: %s%n", warning.file(), warning.line(), warning.column(), warning.message()));
            err.flush();
            return Optional.of(new BookFile(yaml, book, warnings));
        } catch (RuleBookException e) {
            e.problems().forEach(err::println);
            err.flush();
            return Optional.empty();
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IOException(file + ": not UTF-8", e);
        }
    }
}
