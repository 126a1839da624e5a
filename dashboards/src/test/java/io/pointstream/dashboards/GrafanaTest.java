package io.pointstream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.report.Column;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.RedemptionQuery;
import io.pointstream.sinks.report.ReportSql;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Grafana shows the reports' own numbers: where there is a report, a panel's query has its text, with Grafana's macros for
 * the parameters and the report's own names for the columns. What a panel asks of Prometheus is held against a running
 * service where there is one, beside the alerts.
 */
class GrafanaTest {

    private static final Path FILES = Path.of("grafana");
    private static final Days MAY = new Days(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 31));

    private static final String FROM = "'${__from:date:YYYY-MM-DD}'";
    private static final String TO = "'${__to:date:YYYY-MM-DD}'";

    /** Added to the mix behind its query. */
    private static final Set<String> COMPUTED =
            Set.of("share", "valueShare", "referenceShare", "precisionLow", "precisionHigh");

    /** What no report answers. */
    private static final Set<String> OWN = Set.of(
            "Cases that wait",
            "Oldest case that waits",
            "Cases raised by level",
            "Cases raised by reason code",
            "Hours to decision",
            "Decisions of reviewers",
            "Age of the cases that wait",
            "Points that caps took");

    private record Panel(String dashboard, JsonNode json) {

        String title() {
            return json.get("title").asText();
        }

        boolean asksClickHouse() {
            return json.at("/targets/0").has("rawSql");
        }

        /** As Grafana sends it for May. */
        String sql() {
            return json.at("/targets/0/rawSql")
                    .asText()
                    .replace("${__from:date:YYYY-MM-DD}", "2026-05-01")
                    .replace("${__to:date:YYYY-MM-DD}", "2026-05-31");
        }

        @Override
        public String toString() {
            return dashboard + ": " + title();
        }
    }

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static ClickHouseConfig database;

    @BeforeAll
    static void fill() throws Exception {
        database = ClickHouseConfig.local(SampleConsole.clickHouse().url(), "grafana");
        Migrations.apply(database);
        SampleConsole.fill(database, "sample.sql");
        SampleConsole.fill(database, "movements.sql");
        SampleConsole.fill(database, "grafana.sql");
    }

    /** Each report as a panel has it, by the panel's title. */
    private static Map<String, String> reports() {
        Reports reports = new Reports(database);
        Map<String, String> texts = new TreeMap<>();
        String byDay = mix(reports, Set.of(), Period.DAY);
        texts.put("Points issued by category", byDay);
        texts.put("Value-weighted points by category", byDay);
        texts.put("Earning mix by category", mix(reports, Set.of(), Period.ALL));
        texts.put("Earning mix by rule", mix(reports, Set.of(Split.RULE), Period.ALL));
        texts.put("Earning mix by tier", mix(reports, Set.of(Split.TIER), Period.ALL));
        String owed = named(bound(ReportSql.liability(Period.ALL), FROM, TO), reports.liability(MAY, Period.ALL));
        List.of("Outstanding", "Issued", "Redeemed", "Expired").forEach(title -> texts.put(title, owed));
        String owedByDay = named(bound(ReportSql.liability(Period.DAY), FROM, TO), reports.liability(MAY, Period.DAY));
        List.of("Issued, redeemed, expired, clawed back", "Outstanding points", "Points clawed back")
                .forEach(title -> texts.put(title, owedByDay));
        texts.put(
                "What each rule costs",
                named(bound(ReportSql.costs(true), FROM, TO, "''", "''"), reports.costs(MAY, true, null)));
        texts.put(
                "Caps", named(bound(ReportSql.CAPS, FROM, TO, "''", "''", "''", "''"), reports.caps(MAY, null, null)));
        Set<RedemptionQuery.Split> byPartner = Set.of(RedemptionQuery.Split.PARTNER);
        texts.put(
                "Redemptions by kind and partner",
                named(
                        bound(ReportSql.redemptions(byPartner), FROM, TO, "''", "''", "''", "''", "''", "''"),
                        reports.redemptions(new RedemptionQuery(MAY, byPartner, null, null, null))));
        Map.of("week", Period.WEEK, "month", Period.MONTH, "all time", Period.ALL)
                .forEach((name, span) -> {
                    String sql = ReportSql.leaderboard(span);
                    texts.put(
                            "Leaderboard, " + name,
                            named(
                                    span == Period.ALL ? bound(sql, "20") : bound(sql, TO, "20"),
                                    reports.leaderboard(span, MAY.to(), 20)));
                });
        String risk = named(ReportSql.RISK, reports.risk());
        List.of("Accounts by risk", "Points at stake").forEach(title -> texts.put(title, risk));
        String detectors =
                named(bound(ReportSql.DETECTORS, FROM, FROM, TO, FROM, TO, FROM, TO), reports.detectors(MAY));
        List.of("Detectors", "Precision by detector").forEach(title -> texts.put(title, detectors));
        texts.put(
                "Open cases by score",
                named(
                        bound(ReportSql.FLAGS, "'OPEN'", "'OPEN'", "''", "''", "''", "''", "''", "''", "200", "0"),
                        reports.flags(FlagFilter.OPEN, Page.first(1)),
                        "rowsInAll"));
        texts.put(
                "Decisions a second, as they came in",
                named(bound(ReportSql.THROUGHPUT, "3600"), reports.throughput(Duration.ofHours(1))));
        texts.put("How far the data has come", named(ReportSql.WATERMARKS, reports.watermarks()));
        texts.put("Stored", named(ReportSql.STORAGE, reports.storage()));
        return texts;
    }

    private static String mix(Reports reports, Set<Split> by, Period period) {
        return named(
                bound(ReportSql.mix(by, period), FROM, TO, "''", "''", "''", "''", "''", "''"),
                reports.mix(new MixQuery(MAY, by, period)));
    }

    /** A query as a table whose columns have the report's names. */
    private static String named(String sql, Table report, String... more) {
        Stream<String> names = report.columns().stream().map(Column::name).filter(name -> !COMPUTED.contains(name));
        return Stream.concat(names, Stream.of(more))
                .collect(Collectors.joining(", ", "(" + sql.strip() + ") AS " + report.name() + "(", ")"));
    }

    private static String bound(String sql, String... parameters) {
        for (String parameter : parameters) {
            sql = sql.replaceFirst("\\?", Matcher.quoteReplacement(parameter));
        }
        return sql;
    }

    private static List<Panel> panels() throws IOException {
        List<Panel> panels = new ArrayList<>();
        try (Stream<Path> files = Files.list(FILES.resolve("dashboards"))) {
            for (Path file : files.sorted().toList()) {
                JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
                dashboard
                        .get("panels")
                        .forEach(panel ->
                                panels.add(new Panel(dashboard.get("uid").asText(), panel)));
            }
        }
        return panels;
    }

    private static Stream<DynamicTest> everyQuery(ThrowingPanel check) throws IOException {
        return panels().stream()
                .filter(Panel::asksClickHouse)
                .map(panel -> DynamicTest.dynamicTest(panel.toString(), () -> check.accept(panel)));
    }

    private interface ThrowingPanel {
        void accept(Panel panel) throws SQLException;
    }

    @TestFactory
    Stream<DynamicTest> every_panel_asks_what_the_report_asks() throws IOException {
        Map<String, String> reports = reports();
        Set<String> titles = new TreeSet<>(OWN);
        titles.addAll(reports.keySet());
        assertThat(panels().stream()
                        .filter(Panel::asksClickHouse)
                        .map(Panel::title)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(titles);
        return everyQuery(panel -> {
            if (!OWN.contains(panel.title())) {
                assertThat(panel.json().at("/targets/0/rawSql").asText())
                        .contains(" FROM " + reports.get(panel.title()));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> every_query_has_an_answer_with_the_columns_that_the_panel_names() throws IOException {
        return everyQuery(panel -> {
            assertThat(panel.sql()).doesNotContain("${").doesNotContain("?");
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(panel.sql())) {
                assertThat(result.next()).isTrue();
                Set<String> columns = new HashSet<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getMetaData().getColumnName(i));
                    if (!panel.json().get("type").asText().equals("table")) {
                        assertThat(result.getObject(i))
                                .as(result.getMetaData().getColumnName(i))
                                .isNotNull();
                    }
                }
                assertThat(columns).containsAll(named(panel.json()));
                if (panel.json().get("type").asText().equals("timeseries")) {
                    assertThat(columns).contains("time");
                }
            }
        });
    }

    /** The columns that transformations, overrides and options of a panel speak of. */
    private static Set<String> named(JsonNode panel) {
        Set<String> names = new TreeSet<>();
        panel.at("/transformations")
                .forEach(change -> change.at("/options/fields").forEach(field -> names.add(field.asText())));
        panel.at("/fieldConfig/overrides")
                .forEach(override -> names.add(override.at("/matcher/options").asText()));
        Matcher label = Pattern.compile("__field\\.labels\\.(\\w+)")
                .matcher(panel.at("/fieldConfig/defaults/displayName").asText());
        if (label.find()) {
            names.add(label.group(1));
        }
        Matcher field = Pattern.compile("/\\^(\\w+)\\$/")
                .matcher(panel.at("/options/reduceOptions/fields").asText());
        if (field.find()) {
            names.add(field.group(1));
        }
        return names;
    }

    @Test
    void panels_stand_beside_each_other_and_use_provisioned_data_sources() throws IOException {
        Path provisioning = FILES.resolve("provisioning").resolve("datasources");
        String sources = Files.readString(provisioning.resolve("clickhouse.yaml"))
                + Files.readString(provisioning.resolve("prometheus.yaml"));
        Set<String> cells = new HashSet<>();
        for (Panel panel : panels()) {
            assertThat(sources)
                    .contains("uid: " + panel.json().at("/datasource/uid").asText() + "\n");
            JsonNode place = panel.json().get("gridPos");
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    int column = place.get("x").asInt() + x;
                    assertThat(column).as(panel.toString()).isLessThan(24);
                    assertThat(cells.add(panel.dashboard() + " " + column + " "
                                    + (place.get("y").asInt() + y)))
                            .as("%s covers no other", panel)
                            .isTrue();
                }
            }
        }
        // The files hold no secret: the environment does.
        assertThat(sources).contains("password: ${CLICKHOUSE_PASSWORD}");
    }
}
