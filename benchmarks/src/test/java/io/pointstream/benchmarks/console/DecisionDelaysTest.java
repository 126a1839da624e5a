package io.pointstream.benchmarks.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.embedded.EmbeddedStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench's own services and accounts: a figure must be that of points which moved. */
class DecisionDelaysTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void whatIsMeasuredHasMovedPointsAndLeavesNoCaseOpen() throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start(directory)) {
            BenchServers servers = new BenchServers(stack, directory);

            DecisionDelays delays = DecisionDelays.measure(servers, 2);

            assertThat(delays.answered().percentileMs(0)).isPositive();
            assertThat(delays.state().percentileMs(0))
                    .isGreaterThanOrEqualTo(delays.answered().percentileMs(0));
            // The sink waits for its batch to be a second old: what is there sooner was there before.
            assertThat(delays.report().percentileMs(1)).isGreaterThanOrEqualTo(1_000);
            // With those that warm up.
            String decided = "SELECT concat(kind, ' ', toString(uniqExact(account_id))) FROM postings"
                    + " WHERE kind IN ('CLAWBACK', 'RELEASE') GROUP BY kind ORDER BY kind";
            assertThat(column(servers, decided)).containsExactly("CLAWBACK 2", "RELEASE 2");
            assertThat(column(
                            servers, "SELECT concat(status, ' ', toString(count())) FROM cases FINAL GROUP BY status"))
                    .containsExactly("CLOSED 4");
        }
    }

    private static List<String> column(BenchServers servers, String sql) throws SQLException {
        try (Connection connection = servers.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (result.next()) {
                column.add(result.getString(1));
            }
            return column;
        }
    }
}
