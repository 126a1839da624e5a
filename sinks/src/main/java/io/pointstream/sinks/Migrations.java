package io.pointstream.sinks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database's schema up to this version, forward only.
 *
 * <p>A migration is a numbered SQL file. What was applied is remembered in {@code schema_history} with the file's
 * SHA-256; a file that changed after it was applied is refused, and so is a database that is ahead of this version.
 *
 * <p>ClickHouse has neither transactions over DDL nor locks, so safety comes from the statements: each one is
 * idempotent ({@code IF NOT EXISTS}), and the history row is written last. An instance that dies in the middle, or two
 * that run at once, do the same thing again to the same end.
 */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private static final Pattern FILE_NAME = Pattern.compile("(\\d{4})_[a-z0-9_]+\\.sql");
    private static final Pattern COMMENT_LINE = Pattern.compile("(?m)^\\s*--.*$\\R?");
    // A statement ends where a line does, so that a semicolon inside a text cannot end it.
    private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*$", Pattern.MULTILINE);

    // Newest row wins for a version written twice by two instances: both wrote the same.
    private static final String HISTORY = """
            CREATE TABLE IF NOT EXISTS schema_history
            (
                version    UInt32,
                name       String,
                checksum   String,
                applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
            )
            ENGINE = ReplacingMergeTree(applied_at)
            ORDER BY version
            """;

    /** The number of the newest migration that this version ships. */
    static final int NEWEST = shipped().getLast().version();

    private Migrations() {}

    /** One numbered file. */
    record Migration(int version, String name, String sql) {

        /** SHA-256 of the text with Unix line ends, so that a checkout on another system has the same. */
        String checksum() {
            try {
                byte[] text = sql.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java has SHA-256", e);
            }
        }

        List<String> statements() {
            return END_OF_STATEMENT
                    .splitAsStream(COMMENT_LINE.matcher(sql).replaceAll(""))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }

    /** What was applied under one version. */
    private record Applied(String name, String checksum) {}

    /**
     * Creates the database if it is missing and applies what is not applied yet. Waits, with a log line, for a server
     * that is down.
     *
     * @throws MigrationException if an applied file was changed, the database is ahead of this version, or the server
     *     refuses a statement
     * @throws InterruptedException if interrupted while waiting for the server
     */
    public static void apply(ClickHouseConfig config) throws InterruptedException {
        apply(config, shipped());
    }

    static void apply(ClickHouseConfig config, List<Migration> migrations) throws InterruptedException {
        ServerWait.untilUp(config);
        try {
            execute(config.dataSource("default"), "CREATE DATABASE IF NOT EXISTS " + config.database());
            DataSource database = config.dataSource();
            execute(database, HISTORY);
            try (Connection connection = database.getConnection()) {
                Map<Integer, Applied> applied = applied(connection);
                check(migrations, applied);
                for (Migration migration : migrations) {
                    // Another instance may have applied it meanwhile, and its sink have begun: what that wrote
                    // would be taken for what was there before.
                    if (!applied.containsKey(migration.version())
                            && !applied(connection).containsKey(migration.version())) {
                        apply(connection, migration);
                    }
                }
            }
        } catch (SQLException e) {
            throw new MigrationException("ClickHouse refuses a migration at " + config + ": " + e.getMessage(), e);
        }
    }

    /** The files that this version ships, in order. Numbers grow and may leave gaps: several people write migrations. */
    static List<Migration> shipped() {
        List<Migration> migrations = new ArrayList<>();
        for (String name : resource("index").lines().toList()) {
            Matcher matcher = FILE_NAME.matcher(name);
            int last = migrations.isEmpty() ? 0 : migrations.getLast().version();
            if (!matcher.matches() || Integer.parseInt(matcher.group(1)) <= last) {
                throw new IllegalStateException("Expected a migration after " + last + ", found " + name);
            }
            migrations.add(new Migration(Integer.parseInt(matcher.group(1)), name, resource(name)));
        }
        return List.copyOf(migrations);
    }

    private static void check(List<Migration> migrations, Map<Integer, Applied> applied) {
        Map<Integer, Migration> known =
                migrations.stream().collect(Collectors.toMap(Migration::version, Function.identity()));
        applied.forEach((version, was) -> {
            Migration is = known.get(version);
            if (is == null) {
                throw new MigrationException("The database has migration " + was.name()
                        + ", which this version does not know. A newer version wrote it: run that one.");
            }
            if (!is.checksum().equals(was.checksum())) {
                throw new MigrationException("Migration " + is.name()
                        + " was changed after it was applied (checksum was " + was.checksum() + ", is "
                        + is.checksum() + "). Put the file back, and write the change as a new migration.");
            }
        });
    }

    private static Map<Integer, Applied> applied(Connection connection) throws SQLException {
        Map<Integer, Applied> applied = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT version, name, checksum FROM schema_history FINAL ORDER BY version")) {
            while (rows.next()) {
                applied.put(rows.getInt(1), new Applied(rows.getString(2), rows.getString(3)));
            }
        }
        return applied;
    }

    private static void apply(Connection connection, Migration migration) throws SQLException {
        for (String sql : migration.statements()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO schema_history (version, name, checksum) SELECT ?, ?, ?")) {
            insert.setInt(1, migration.version());
            insert.setString(2, migration.name());
            insert.setString(3, migration.checksum());
            insert.execute();
        }
        LOG.info("event=migration-applied name={} checksum={}", migration.name(), migration.checksum());
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream("migrations/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The migration " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The migration " + name + " cannot be read", e);
        }
    }
}
