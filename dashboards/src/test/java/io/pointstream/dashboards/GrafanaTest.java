package io.pointstream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import io.pointstream.sinks.report.ReportSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Grafana shows the reports' own numbers: its queries are the reports' text with Grafana's macros for the parameters. */
class GrafanaTest {

    private static final Path FILES = Path.of("grafana");

    private static final String FROM = "'${__from:date:YYYY-MM-DD}'";
    private static final String TO = "'${__to:date:YYYY-MM-DD}'";

    /** What each panel shows, by its title. */
    private static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("Points issued by category", mix(Set.of(), Period.DAY));
        queries.put("Value-weighted points by category", mix(Set.of(), Period.DAY));
        queries.put("Earning mix by category", mix(Set.of(), Period.ALL));
        queries.put("Earning mix by rule", mix(Set.of(Split.RULE), Period.ALL));
        queries.put(
                "Open cases by score",
                bound(ReportSql.FLAGS, "'OPEN'", "'OPEN'", "''", "''", "''", "''", "''", "''", "200", "0"));
        queries.put("Decisions a second, last hour", bound(ReportSql.THROUGHPUT, "3600"));
        queries.put("Watermarks", ReportSql.WATERMARKS);
        queries.put("Stored", ReportSql.STORAGE);
        return queries;
    }

    private static String mix(Set<Split> by, Period period) {
        return bound(ReportSql.mix(by, period), FROM, TO, "''", "''", "''", "''", "''", "''");
    }

    private static String bound(String sql, String... parameters) {
        for (String parameter : parameters) {
            sql = sql.replaceFirst("\\?", Matcher.quoteReplacement(parameter));
        }
        return sql;
    }

    private static Stream<JsonNode> panels() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Files.readString(FILES.resolve("dashboards").resolve("pointstream.json")));
        return StreamSupport.stream(dashboard.get("panels").spliterator(), false);
    }

    @TestFactory
    Stream<DynamicTest> every_panel_asks_what_the_report_asks() throws IOException {
        Map<String, String> queries = queries();
        List<JsonNode> panels = panels().toList();
        assertThat(panels.stream().map(panel -> panel.get("title").asText()))
                .containsExactlyElementsOf(queries.keySet());
        return panels.stream()
                .map(panel -> DynamicTest.dynamicTest(
                        panel.get("title").asText(),
                        () -> assertThat(panel.at("/targets/0/rawSql").asText())
                                .isEqualTo(queries.get(panel.get("title").asText()))));
    }

    @TestFactory
    Stream<DynamicTest> every_query_has_an_answer() throws IOException {
        return panels().map(panel -> DynamicTest.dynamicTest(panel.get("title").asText(), () -> {
            String sql = panel.at("/targets/0/rawSql")
                    .asText()
                    .replace("${__from:date:YYYY-MM-DD}", "2026-05-01")
                    .replace("${__to:date:YYYY-MM-DD}", "2026-05-31");
            assertThat(sql).doesNotContain("${").doesNotContain("?");
            try (Connection connection = SampleConsole.clickHouse().dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                assertThat(result.next()).isTrue();
            }
        }));
    }

    @Test
    void the_panels_use_the_provisioned_data_source() throws IOException {
        String provisioned = Files.readString(
                FILES.resolve("provisioning").resolve("datasources").resolve("clickhouse.yaml"));
        assertThat(panels().map(panel -> panel.at("/datasource/uid").asText()))
                .allSatisfy(uid -> assertThat(provisioned).contains("uid: " + uid));
        // The file holds no secret: the environment does.
        assertThat(provisioned).contains("password: ${CLICKHOUSE_PASSWORD}");
    }
}
