package io.pointstream.app.replay;

import io.pointstream.engine.farming.Lists;
import io.pointstream.schemas.json.BadLineException;
import io.pointstream.schemas.json.ListJson;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.topologies.lists.ProgramLists;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is on the lists, of a file with one entry a line; blank lines are skipped. */
final class ListFile {

    private ListFile() {}

    /** A line is no entry; the message says which, and what was expected. */
    static final class WrongException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        WrongException(Path file, int line, String problem) {
            super(file + ":" + line + ": " + problem);
        }
    }

    /** Reads a file as a whole: with a list that is not known to its end nothing is as it was. */
    static Lists read(Path file) throws IOException, WrongException {
        List<ListEntry> entries = new ArrayList<>();
        ListJson json = new ListJson();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                ListEntry entry = json.parse(line);
                ProgramLists.of(List.of(entry));
                entries.add(entry);
            } catch (BadLineException | IllegalArgumentException e) {
                throw new WrongException(file, number, String.valueOf(e.getMessage()));
            }
        }
        return ProgramLists.of(entries);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new IOException(file + ": not UTF-8", e);
        }
    }
}
