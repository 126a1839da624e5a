package io.pointstream.benchmarks.sink;

import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What ClickHouse alone needs for the same rows: it reads them from files, in the format in which the sink sends them, into
 * the same tables with the same views, all tables at once as the sink does. Neither a network nor a client is in the way.
 *
 * @param rowsPerSecond of all tables together
 * @param seconds that it took
 */
record OwnInsert(double rowsPerSecond, double seconds) {

    static OwnInsert measure(Asked source, Path files) throws IOException, InterruptedException {
        Files.createDirectories(files);
        ClickHouseConfig config =
                ClickHouseConfig.local(source.config().url(), source.config().database() + "_from_files");
        Migrations.apply(config);
        Asked target = new Asked(config);
        List<String> inserts = new ArrayList<>();
        long rows = 0;
        for (String table : SinkBench.TABLES) {
            // The server fills the other columns in, for the sink too.
            String sent = "FROM system.columns WHERE database = currentDatabase() AND table = '" + table
                    + "' AND default_kind != 'MATERIALIZED' AND name != 'sunk_at'";
            String columns =
                    String.join(", ", source.column("SELECT concat('`', name, '`') " + sent + " ORDER BY position"));
            // Without LowCardinality, which is read value by value: as the sink does, so that both do their best.
            String structure = String.join(
                            ", ", source.column("SELECT concat('`', name, '` ', type) " + sent + " ORDER BY position"))
                    .replaceAll("LowCardinality\\((\\w+)\\)", "$1");
            Path file = files.resolve(table + ".rows").toAbsolutePath();
            source.execute(
                    "INSERT INTO FUNCTION file('%s', 'RowBinary') SELECT %s FROM %s".formatted(file, columns, table));
            inserts.add("INSERT INTO %s (%s) SELECT * FROM file('%s', 'RowBinary', '%s')"
                    .formatted(table, columns, file, structure.replace("'", "\\'")));
            rows += source.count(table);
        }
        long startNanos = System.nanoTime();
        List<CompletableFuture<Void>> running = inserts.stream()
                .map(insert -> CompletableFuture.runAsync(() -> target.execute(insert), Thread::startVirtualThread))
                .toList();
        running.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        for (String table : SinkBench.TABLES) {
            if (target.count(table) != source.count(table)) {
                throw new IllegalStateException("Not all of " + table + " came out of its file");
            }
        }
        return new OwnInsert(rows / seconds, seconds);
    }
}
