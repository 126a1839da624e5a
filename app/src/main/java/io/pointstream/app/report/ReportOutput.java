package io.pointstream.app.report;

import io.pointstream.app.ConfigOption;
import io.pointstream.app.config.ConfigException;
import io.pointstream.app.config.RunConfig;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TableFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of every report. */
final class ReportOutput {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--format", paramLabel = "FORM", description = "${COMPLETION-CANDIDATES}; text by default.")
    private TableFormat format = TableFormat.TEXT;

    @Option(names = "--lang", paramLabel = "LANG", description = "Language of titles and labels: en (default), zh.")
    private Locale language = Locale.ENGLISH;

    RunConfig config() throws IOException, ConfigException {
        return config.load();
    }

    Reports reports() throws IOException, ConfigException {
        return new Reports(config().clickhouse().connection());
    }

    void print(CommandSpec spec, Table table) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        format.write(table, language, out);
        out.flush();
    }
}
