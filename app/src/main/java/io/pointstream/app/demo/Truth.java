package io.pointstream.app.demo;

import io.pointstream.app.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who farms, by the simulator's word: {@code accountId,label,pattern,…} lines under a header.
 *
 * @param farmers account ids
 * @param accounts how many accounts there are in all
 */
record Truth(Set<String> farmers, int accounts) {

    private static final String HEADER = "accountId,label,pattern";

    /**
     * How well a set of flagged accounts matches.
     *
     * @param precision of those flagged, the share that farms; 1 when nobody is flagged
     * @param recall of those who farm, the share that is flagged; 1 when nobody farms
     */
    record Score(int flagged, int right, double precision, double recall) {}

    static Truth read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.getFirst().startsWith(HEADER)) {
            throw new CommandFailure(file + ":1: expected the header " + HEADER);
        }
        Set<String> farmers = new HashSet<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length > 1 && cells[1].equals("farmer")) {
                farmers.add(cells[0]);
            }
        }
        return new Truth(farmers, lines.size() - 1);
    }

    Score score(Set<String> flagged) {
        int right = (int) flagged.stream().filter(farmers::contains).count();
        return new Score(
                flagged.size(),
                right,
                flagged.isEmpty() ? 1 : (double) right / flagged.size(),
                farmers.isEmpty() ? 1 : (double) right / farmers.size());
    }
}
