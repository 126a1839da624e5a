package io.pointstream.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs the real command line in this JVM. */
public final class Cli {

    /** What a run left behind. */
    public record Result(int status, String out, String err) {}

    private Cli() {}

    public static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine main = Main.commandLine();
        main.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status = main.execute(args);
        return new Result(status, out.toString(), err.toString());
    }
}
