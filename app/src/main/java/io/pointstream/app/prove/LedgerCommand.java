package io.pointstream.app.prove;

import io.pointstream.app.ExitStatus;
import io.pointstream.app.prove.LedgerSimulation.Failure;
import io.pointstream.app.prove.LedgerSimulation.Faults;
import io.pointstream.app.prove.LedgerSimulation.Result;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.PostingKind;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb {@code prove ledger}. */
@Command(
        name = "ledger",
        sortOptions = false,
        description = {
            "Run the points application, without Kafka, through random lives, crashes, restarts, ticks and rule changes, and"
                    + " check the invariants of the ledger after every step.",
            "The same steps and seed give the same run and the same digest. When something does not hold, its seed and the"
                    + " account's last events are printed; the exit status is 1."
        })
final class LedgerCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Steps of accounts to see, at least: events and timers (default: ${DEFAULT-VALUE}).")
    private long steps;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "What everything is rolled from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        if (steps < 1) {
            throw new ParameterException(spec.commandLine(), "--steps is at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        Result result;
        try (Bar bar = new Bar("prove ledger", " steps", steps)) {
            result = new LedgerSimulation(steps, seed, Faults.NONE).run(bar::at);
        }
        Failure failure = result.failure();
        if (failure != null) {
            tell(failure, spec.commandLine().getErr());
        }
        Counts counts = result.counts();
        out.println(counts);
        out.printf(
                "seed=%d steps=%d events=%d worlds=%d restarts=%d duplicates=%d refunds=%d redemptions=%d violations=%d digest=%s%n",
                failure == null ? seed : failure.worldSeed(),
                counts.steps,
                counts.events,
                counts.worlds,
                counts.restarts,
                counts.of(Outcome.DUPLICATE),
                counts.refunds,
                counts.of(PostingKind.FREEZE),
                failure == null ? 0 : 1,
                result.digest());
        out.flush();
        return failure == null ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }

    private static void tell(Failure failure, PrintWriter err) {
        err.printf(
                "violation: seed=%d step=%d account=%s%n%s%n",
                failure.worldSeed(), failure.step(), failure.account(), failure.what());
        err.println("the account's last events:");
        failure.lastEvents().forEach(event -> err.println("  " + event));
        err.printf(
                "to see it again: pointstream prove ledger --seed %d --steps %d%n",
                failure.worldSeed(), failure.step() + 1);
        err.flush();
    }
}
