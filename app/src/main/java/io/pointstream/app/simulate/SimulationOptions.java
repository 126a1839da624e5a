package io.pointstream.app.simulate;

import java.time.LocalDate;
import picocli.CommandLine.Option;

/** What to simulate, for every verb that does. */
public final class SimulationOptions {

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "2000", description = "Accounts; default 2000.")
    private int accounts;

    @Option(names = "--days", paramLabel = "D", defaultValue = "30", description = "Days of traffic; default 30.")
    private int days;

    @Option(names = "--farmers", paramLabel = "PCT", defaultValue = "3", description = "Percent who farm; default 3.")
    private double farmers;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Same seed, same bytes; default 1.")
    private long seed;

    @Option(
            names = "--start",
            paramLabel = "DATE",
            defaultValue = "2026-05-01",
            description = "First day; default 2026-05-01.")
    private LocalDate start = LocalDate.EPOCH;

    /**
     * What was asked for.
     *
     * @throws IllegalArgumentException when a number is out of its range
     */
    public Settings settings() {
        return new Settings(accounts, days, farmers, seed, start);
    }
}
