package io.pointstream.benchmarks.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.NamedReport;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year as small as can be: what is measured must be a program's data and no heap of rows. */
class YearOfTrafficTest {

    private static final int POSTINGS = 100_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static EmbeddedClickHouse server;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static Reports reports;

    @BeforeAll
    static void fill() throws Exception {
        server = EmbeddedClickHouse.start(directory);
        ClickHouseConfig database = ClickHouseConfig.local(URI.create(server.url()), "year");
        Migrations.apply(database);
        new YearOfTraffic(database, POSTINGS).fill();
        reports = new Reports(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theLedgerIsWhole() {
        assertThat(reports.summary().holds()).isTrue();
        assertThat(reports.summary().rows("postings")).isBetween(POSTINGS * 9L / 10, POSTINGS * 12L / 10);
    }

    @Test
    void itHasMovesOfEveryKind() {
        Table liability = reports.liability(Days.ALL, Period.ALL);

        for (String column : List.of("issued", "redeemed", "expired", "clawedBack", "available", "held")) {
            assertThat(liability.integer(0, column)).as(column).isPositive();
        }
        assertThat(reports.flags(FlagFilter.OPEN, Page.first(1)).rowsInAll()).isPositive();
    }

    @Test
    void everyReportThatIsAskedHasRows() {
        for (NamedReport report : NamedReport.ALL) {
            if (ReportsBench.NOT_ASKED.contains(report.name())) {
                continue;
            }
            Optional<Table> table = report.answer(reports, name -> name.equals("id") ? "u00000007" : null);
            assertThat(table)
                    .as(report.name())
                    .hasValueSatisfying(answer -> assertThat(answer.rows()).isNotEmpty());
        }
    }

    @Test
    void theMixIsThatOfAProgram() {
        Table mix = reports.mix(MixQuery.BY_CATEGORY);
        assertThat(mix.rows()).hasSize(8);
        assertThat(mix.cell(0, "category")).isEqualTo("CONSUMPTION");
        assertThat((Double) mix.cell(0, "share")).isBetween(0.5, 0.75);
        assertThat(reports.mix(new MixQuery(Days.ALL, Set.of(), Period.MONTH)).rows())
                .hasSizeGreaterThanOrEqualTo(12 * 8);
    }
}
