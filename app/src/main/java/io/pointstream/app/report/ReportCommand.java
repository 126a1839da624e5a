package io.pointstream.app.report;

import io.pointstream.app.CommandFailure;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.config.ConfigException;
import io.pointstream.app.run.Service;
import io.pointstream.sinks.report.AccountReport;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.NamedReport;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reconciliation;
import io.pointstream.sinks.report.TimelineQuery;
import io.pointstream.sinks.report.TimelineQuery.Order;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Objects;
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

    /** One command shows both sides of an account; reconcile has an exit status of its own. */
    private static final Set<String> COMMANDS_HERE = Set.of("account", "timeline", "reconcile");

    private @Nullable CommandSpec spec;

    /** Is told by picocli what it is part of. */
    @Spec
    public void setSpec(CommandSpec spec) {
        this.spec = spec;
        NamedReport.ALL.stream()
                .filter(report -> !COMMANDS_HERE.contains(report.name()))
                .forEach(report -> spec.addSubcommand(report.name(), NamedReportCommand.of(report)));
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec().commandLine(),
                "which report? " + String.join(", ", spec().subcommands().keySet()));
    }

    @Command(
            name = "account",
            description = "One account: balance, then decisions, postings, signals, flags and reviews in time.")
    int account(
            @Mixin ReportOutput output,
            @Parameters(paramLabel = "ID", description = "The account's id.") String accountId,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "Rows at most; default 1000.")
                    int limit)
            throws IOException, ConfigException {
        if (limit < 1 || limit > Page.LIMIT_MAX) {
            throw new ParameterException(spec().subcommands().get("account"), "--limit is from 1 to " + Page.LIMIT_MAX);
        }
        TimelineQuery query = new TimelineQuery(Page.first(limit), Order.OLDEST_FIRST);
        AccountReport report = output.reports()
                .account(accountId, query)
                .orElseThrow(() -> new CommandFailure("no account " + accountId + " in ClickHouse"));
        output.print(spec(), report.account());
        output.print(spec(), report.timeline());
        return 0;
    }

    @Command(
            name = "reconcile",
            description = "Whether ClickHouse has what Kafka says, and hangs together; exit status 1 if not.")
    int reconcile(
            @Mixin ReportOutput output,
            @Option(names = "--from", paramLabel = "DATE", description = "First local day; without it, all.")
                    Optional<LocalDate> from,
            @Option(names = "--to", paramLabel = "DATE", description = "Last local day, inclusive.")
                    Optional<LocalDate> to)
            throws IOException, ConfigException, InterruptedException {
        LocalDate first = from.orElse(Days.ALL.from());
        LocalDate last = to.orElse(Days.ALL.to());
        if (first.isAfter(last)) {
            throw new ParameterException(spec().subcommands().get("reconcile"), "--from is after --to");
        }
        try (Reconciliation reconciliation = Service.reconciliation(output.config())) {
            Reconciliation.Result result = reconciliation.run(new Days(first, last));
            output.print(spec(), result.table());
            return result.holds() ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
        }
    }
}
