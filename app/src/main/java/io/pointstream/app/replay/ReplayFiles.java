package io.pointstream.app.replay;

import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.json.OutputJson;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The files that a replay writes (INTERFACES 3). */
final class ReplayFiles implements ReplayOutput, Closeable {

    private static final String SHADOW_FLAGS = "shadow-flags.ndjson";

    private final List<BufferedWriter> open = new ArrayList<>();
    private final Path directory;
    private final BufferedWriter decisions;
    private final BufferedWriter postings;
    private final BufferedWriter notices;
    private final BufferedWriter signals;

    /** Creates the directory where it is missing; files of an earlier replay are replaced. */
    ReplayFiles(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        decisions = create("decisions.ndjson");
        postings = create("postings.ndjson");
        notices = create("notices.ndjson");
        signals = create("signals.ndjson");
    }

    @Override
    public void journal(JournalEntry entry) throws IOException {
        String decision = OutputJson.decision(entry);
        if (decision != null) {
            line(decisions, decision);
        }
        for (String posting : OutputJson.postings(entry)) {
            line(postings, posting);
        }
    }

    @Override
    public void notice(Notice notice) throws IOException {
        line(notices, OutputJson.notice(notice));
    }

    @Override
    public void signal(Signal signal) throws IOException {
        line(signals, OutputJson.signal(signal));
    }

    @Override
    public void finish(
            Collection<AccountBalance> balances, Collection<Flag> flags, Collection<Flag> shadowFlags, String summary)
            throws IOException {
        BufferedWriter balanceLines = create("balances.ndjson");
        for (AccountBalance balance : balances) {
            line(balanceLines, OutputJson.balance(balance));
        }
        flags("flags.ndjson", flags);
        Files.deleteIfExists(directory.resolve(SHADOW_FLAGS));
        if (!shadowFlags.isEmpty()) {
            flags(SHADOW_FLAGS, shadowFlags);
        }
        line(create("summary.json"), summary);
    }

    private void flags(String name, Collection<Flag> flags) throws IOException {
        BufferedWriter lines = create(name);
        for (Flag flag : flags) {
            line(lines, OutputJson.flag(flag));
        }
    }

    @Override
    public void close() throws IOException {
        for (BufferedWriter writer : open) {
            writer.close();
        }
    }

    private BufferedWriter create(String name) throws IOException {
        BufferedWriter writer = Files.newBufferedWriter(directory.resolve(name), StandardCharsets.UTF_8);
        open.add(writer);
        return writer;
    }

    private static void line(BufferedWriter writer, String text) throws IOException {
        writer.write(text);
        writer.write('\n');
    }
}
