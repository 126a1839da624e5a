package io.pointstream.app.report;

import io.pointstream.app.CommandFailure;
import io.pointstream.app.ConfigOption;
import io.pointstream.app.config.ConfigException;
import io.pointstream.sinks.report.AccountReport;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TableFormat;
import io.pointstream.sinks.report.TimelineQuery;
import io.pointstream.sinks.report.TimelineQuery.Order;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb {@code report}: the questions of DOMAIN 6, answered from ClickHouse. */
@Command(name = "report", description = "Reports from ClickHouse, as a table, CSV or JSON.")
public final class ReportCommand implements Runnable {

    /** Of every report. */
    static final class Output {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--format", paramLabel = "FORM", description = "${COMPLETION-CANDIDATES}; text by default.")
        private TableFormat format = TableFormat.TEXT;

        @Option(names = "--lang", paramLabel = "LANG", description = "Language of titles and labels: en (default), zh.")
        private Locale language = Locale.ENGLISH;

        Reports reports() throws IOException, ConfigException {
            return new Reports(config.load().clickhouse().connection());
        }

        void print(CommandSpec spec, Table table) throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            format.write(table, language, out);
            out.flush();
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which report? " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(name = "mix", description = "Where points come from: points and value-weighted points by category.")
    int mix(
            @Mixin Output output,
            @Option(names = "--from", paramLabel = "DATE", description = "First local day; without it, all.")
                    Optional<LocalDate> from,
            @Option(names = "--to", paramLabel = "DATE", description = "Last local day, inclusive.")
                    Optional<LocalDate> to,
            @Option(names = "--by", split = ",", paramLabel = "SPLIT", description = "Beside the category: rule, tier.")
                    @Nullable
                    Set<Split> by,
            @Option(names = "--period", defaultValue = "ALL", description = "A row per day, week, month, or for all.")
                    Period period)
            throws IOException, ConfigException {
        LocalDate first = from.orElse(Days.ALL.from());
        LocalDate last = to.orElse(Days.ALL.to());
        if (first.isAfter(last)) {
            throw usage("mix", "--from is after --to");
        }
        MixQuery query = new MixQuery(new Days(first, last), by == null ? Set.of() : by, period);
        output.print(spec, output.reports().mix(query));
        return 0;
    }

    @Command(name = "flags", description = "Cases by score, with their reasons.")
    int flags(
            @Mixin Output output,
            @Option(names = "--status", paramLabel = "STATUS", description = "open or closed; without it, both.")
                    Optional<String> status,
            @Option(names = "--level", paramLabel = "LEVEL", description = "review or hold; without it, both.")
                    Optional<String> level,
            @Option(names = "--code", paramLabel = "CODE", description = "A reason code, such as VELOCITY.")
                    Optional<String> code,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "Rows at most; default 100.")
                    int limit)
            throws IOException, ConfigException {
        FlagFilter filter = new FlagFilter(capitals(status), capitals(level), capitals(code), null);
        output.print(spec, output.reports().flags(filter, page("flags", limit)));
        return 0;
    }

    @Command(
            name = "account",
            description = "One account: balance, then decisions, postings, signals and flags in time.")
    int account(
            @Mixin Output output,
            @Parameters(paramLabel = "ID", description = "The account's id.") String accountId,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "Rows at most; default 1000.")
                    int limit)
            throws IOException, ConfigException {
        TimelineQuery query = new TimelineQuery(page("account", limit), Order.OLDEST_FIRST);
        AccountReport report = output.reports()
                .account(accountId, query)
                .orElseThrow(() -> new CommandFailure("no account " + accountId + " in ClickHouse"));
        output.print(spec, report.account());
        output.print(spec, report.timeline());
        return 0;
    }

    private Page page(String report, int limit) {
        if (limit < 1 || limit > Page.LIMIT_MAX) {
            throw usage(report, "--limit is from 1 to " + Page.LIMIT_MAX);
        }
        return Page.first(limit);
    }

    private ParameterException usage(String report, String message) {
        return new ParameterException(spec.subcommands().get(report), message);
    }

    private static @Nullable String capitals(Optional<String> text) {
        return text.map(given -> given.toUpperCase(Locale.ROOT)).orElse(null);
    }
}
