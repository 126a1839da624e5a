package io.pointstream.benchmarks.sink;

import io.pointstream.sinks.ClickHouseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database whose tables are asked what they have and what it takes. */
record Asked(ClickHouseConfig config) {

    void execute(String sql) {
        try (Connection connection = config.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of every row, as text. */
    List<String> column(String sql) {
        try (Connection connection = config.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (result.next()) {
                column.add(result.getString(1));
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long count(String table) {
        return Long.parseLong(column("SELECT count() FROM " + table).getFirst());
    }

    double bytesPerRow(String table) {
        return Double.parseDouble(column("SELECT sum(data_compressed_bytes) / sum(rows) FROM system.parts"
                        + " WHERE active AND database = currentDatabase() AND table = '" + table + "'")
                .getFirst());
    }

    /** Compressed bytes a row of the columns that take most, the largest first. */
    String bytesByColumn(String table) {
        return String.join(", ", column("""
                SELECT concat(column, ' ', toString(round(sum(column_data_compressed_bytes) / sum(rows), 2)))
                FROM system.parts_columns
                WHERE active AND database = currentDatabase() AND table = '%s'
                GROUP BY column ORDER BY sum(column_data_compressed_bytes) DESC LIMIT 10""".formatted(table)));
    }
}
