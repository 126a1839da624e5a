package io.pointstream.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.app.Cli;
import io.pointstream.app.ExitStatus;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.report.NamedReport;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static EmbeddedClickHouse clickHouse;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static String config;

    @BeforeAll
    static void start() throws Exception {
        clickHouse = EmbeddedClickHouse.start(directory.resolve("clickhouse"));
        ClickHouseConfig database = ClickHouseConfig.local(URI.create(clickHouse.url()), "pointstream");
        Migrations.apply(database);
        config = Files.writeString(
                        directory.resolve("pointstream.yaml"), "clickhouse:\n  url: " + clickHouse.url() + "\n")
                .toString();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO postings (account_id, step, occurred_at, tier, kind, category, rule_id, points, debit, credit,
                        value_coefficient, topic, partition, offset)
                    VALUES ('ann', 1, '2026-05-01 04:00:00', 'GOLD', 'EARN', 'SOCIAL', 'social.invite', 1234, 'PROGRAM',
                        'AVAILABLE', 2, 'points.journal', 0, 1)
                    """);
            statement.execute("""
                    INSERT INTO balances (account_id, step, occurred_at, tier, available, held, frozen, debt, topic, partition, offset)
                    VALUES ('ann', 1, '2026-05-01 04:00:00', 'GOLD', 1234, 0, 0, 0, 'points.journal', 0, 1)
                    """);
        }
    }

    @AfterAll
    static void stop() {
        clickHouse.close();
    }

    private static Cli.Result report(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "report";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--config";
        all[args.length + 2] = config;
        return Cli.run(all);
    }

    @Test
    void everyReportHasAnAnswerInEveryForm() {
        Map<String, String> starts = Map.of("text", "", "csv", "", "json", "{\"name\":");
        for (NamedReport named : NamedReport.ALL) {
            if (named.name().equals("reconcile")) {
                // It needs a broker: see ReconcileHttpTest.
                continue;
            }
            starts.forEach((format, start) -> {
                Cli.Result result = switch (named.name()) {
                    case "account", "timeline" -> report("account", "ann", "--format", format);
                    case "statement" -> report("statement", "--id", "ann", "--format", format);
                    default -> report(named.name(), "--format", format);
                };
                assertThat(result.err()).as(named.name()).isEmpty();
                assertThat(result.status()).as(named.name()).isEqualTo(ExitStatus.SUCCESS);
                assertThat(result.out()).as(named.name()).isNotBlank().startsWith(start);
            });
        }
    }

    @Test
    void optionsNarrowAReport() {
        assertThat(report("mix", "--from", "2026-05-01", "--by", "rule,tier", "--period", "DAY", "--format", "csv")
                        .out())
                .contains("period,category,ruleId,tier,points")
                .contains("2026-05-01,SOCIAL,social.invite,GOLD,1234,1.0");
        assertThat(report("mix", "--tier", "silver", "--format", "csv").out()).doesNotContain("SOCIAL");
        assertThat(report("leaderboard", "--period", "month", "--on", "2026-05-31")
                        .out())
                .contains("1,234")
                .contains("points.journal: complete up to 2026-05-01T04:00:00.000Z")
                .contains("risk.reviews: complete up to —");
    }

    @Test
    void whatDoesNotFitIsAUsageError() {
        assertThat(report("mix", "--from", "yesterday"))
                .satisfies(result -> assertThat(result.status()).isEqualTo(ExitStatus.USAGE))
                .satisfies(result -> assertThat(result.err()).contains("--from must be a day such as 2026-05-01"));
        assertThat(report("mix", "--from", "2026-06-01", "--to", "2026-05-01").err())
                .contains("--from must not be after to");
        assertThat(report("liability", "--by", "rule").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(report("account", "nobody").status()).isEqualTo(ExitStatus.FAILURE);
    }

    @Test
    void helpSaysWhatTheNumbersMean() {
        Cli.Result help = Cli.run("report", "caps", "--help");

        assertThat(help.status()).isEqualTo(ExitStatus.SUCCESS);
        assertThat(help.out())
                .contains("--from", "--window", "--format", "points that it took, from how many accounts");
    }
}
