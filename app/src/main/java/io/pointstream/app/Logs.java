package io.pointstream.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where the log goes, and how much of it; {@code logback.xml} is what short verbs have. */
public final class Logs {

    private Logs() {}

    /** What a service tells its operators: our own progress, and others' warnings. */
    public static void ofService() {
        logger("io.pointstream").setLevel(Level.INFO);
    }

    /** What {@code --verbose} adds. */
    static void verbose() {
        logger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
    }

    /** The same lines into a file, and none on the terminal. */
    public static void toFile(Path file) {
        Logger root = logger(Logger.ROOT_LOGGER_NAME);
        LoggerContext context = root.getLoggerContext();
        Appender<ILoggingEvent> terminal = root.getAppender("STDERR");
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        if (terminal instanceof ConsoleAppender<ILoggingEvent> console
                && console.getEncoder() instanceof PatternLayoutEncoder pattern) {
            encoder.setPattern(pattern.getPattern());
        }
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName("FILE");
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        root.detachAppender("STDERR");
        root.addAppender(appender);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
