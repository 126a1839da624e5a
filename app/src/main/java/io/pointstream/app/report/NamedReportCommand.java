package io.pointstream.app.report;

import io.pointstream.sinks.report.NamedReport;
import io.pointstream.sinks.report.Parameter;
import io.pointstream.sinks.report.Table;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A report by name: its parameters are the command's options. */
@Command
final class NamedReportCommand implements Callable<Integer> {

    private final NamedReport report;

    @Mixin
    private ReportOutput output = new ReportOutput();

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    private NamedReportCommand(NamedReport report) {
        this.report = report;
    }

    static CommandSpec of(NamedReport report) {
        CommandSpec command =
                CommandSpec.forAnnotatedObject(new NamedReportCommand(report)).name(report.name());
        command.usageMessage()
                .description(report.title(Locale.ENGLISH) + ".")
                .footer("", report.definition(Locale.ENGLISH).replace("%", "%%"));
        report.parameters().forEach(parameter -> command.addOption(option(parameter)));
        return command;
    }

    private static OptionSpec option(Parameter parameter) {
        return OptionSpec.builder("--" + parameter.name())
                .type(String.class)
                .paramLabel(
                        switch (parameter.kind()) {
                            case DAY -> "DATE";
                            case NUMBER -> "N";
                            case CHOICE, CHOICES, CODE, TEXT -> parameter.name().toUpperCase(Locale.ROOT);
                        })
                .description(parameter.description(Locale.ENGLISH) + choices(parameter))
                .build();
    }

    private static String choices(Parameter parameter) {
        return switch (parameter.kind()) {
            case CHOICE -> " One of " + String.join(", ", parameter.choices()) + "; the first by default.";
            case CHOICES -> " A list of " + String.join(", ", parameter.choices()) + ".";
            case NUMBER -> " Default " + parameter.fallback() + ".";
            case DAY, CODE, TEXT -> "";
        };
    }

    @Override
    public Integer call() throws Exception {
        try {
            Table table = report.answer(output.reports(), this::given).orElseThrow();
            output.print(spec, table);
            return 0;
        } catch (io.pointstream.sinks.report.ParameterException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    private @Nullable String given(String parameter) {
        return spec.findOption("--" + parameter).getValue();
    }
}
