package io.pointstream.app;

import io.pointstream.app.config.ConfigException;
import io.pointstream.dashboards.desk.DeskAwayException;
import io.pointstream.dashboards.desk.RefusedException;
import io.pointstream.engine.rules.RuleBookException;
import io.pointstream.sinks.MigrationException;
import io.pointstream.sinks.report.ReportException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What goes wrong, said in one line; {@code --verbose} adds the stack. */
final class Errors {

    private Errors() {}

    static int usage(ParameterException wrong, String[] args) {
        CommandLine verb = wrong.getCommandLine();
        PrintWriter err = verb.getErr();
        err.println(name(verb) + ": " + wrong.getMessage());
        err.println("Try '" + verb.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitStatus.USAGE;
    }

    static int execution(Exception wrong, CommandLine verb, ParseResult parsed) {
        PrintWriter err = verb.getErr();
        err.println(name(verb) + ": " + line(unwrapped(wrong)));
        if (Main.verbose(verb)) {
            wrong.printStackTrace(err);
        }
        err.flush();
        return ExitStatus.FAILURE;
    }

    private static String name(CommandLine verb) {
        return verb.getCommandSpec().qualifiedName();
    }

    private static Throwable unwrapped(Throwable wrong) {
        Throwable cause = wrong.getCause();
        boolean wrapper = wrong instanceof UncheckedIOException
                || wrong instanceof ExecutionException
                || wrong instanceof CompletionException;
        return wrapper && cause != null ? unwrapped(cause) : wrong;
    }

    private static String line(Throwable wrong) {
        return switch (wrong) {
            case CommandFailure failure -> String.valueOf(failure.getMessage());
            case ConfigException wrongConfig -> String.valueOf(wrongConfig.getMessage());
            case RuleBookException wrongBook -> String.valueOf(wrongBook.getMessage());
            case ReportException unanswered -> String.valueOf(unanswered.getMessage());
            case RefusedException refused -> String.valueOf(refused.getMessage());
            case DeskAwayException away -> String.valueOf(away.getMessage());
            case MigrationException refused -> String.valueOf(refused.getMessage());
            case KafkaException e ->
                "Kafka: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            case NoSuchFileException e -> e.getFile() + ": no such file or directory";
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case FileAlreadyExistsException e -> e.getFile() + ": exists already";
            case NotDirectoryException e -> e.getFile() + ": not a directory";
            case IOException e -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            default -> wrong.getClass().getSimpleName() + ": " + wrong.getMessage() + " (--verbose shows where)";
        };
    }
}
