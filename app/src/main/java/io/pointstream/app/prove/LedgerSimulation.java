package io.pointstream.app.prove;

import io.pointstream.schemas.points.JournalEntry;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The points application under random lives, with everything that a broker, a disk and an operator may do to it. World after
 * world, each from a seed of its own, until enough steps were seen to hold; the first world's seed is the simulation's, so
 * that a fault in any world can be shown alone.
 */
final class LedgerSimulation {

    static final Map<String, Object> SERDES = Map.of("schema.registry.url", "mock://prove-ledger");

    /** What a test breaks on purpose. */
    interface Faults {

        Faults NONE = new Faults() {};

        /** Where a world's stores live on. */
        default DurableLog log() {
            return new DurableLog();
        }

        /** A record of the journal, as the audit is to see it. */
        default JournalEntry seen(JournalEntry entry) {
            return entry;
        }
    }

    /**
     * Something did not hold.
     *
     * @param worldSeed shows it as the first world's
     * @param step of the world, committed before it
     * @param lastEvents of the account, oldest first
     */
    record Failure(long worldSeed, long step, String account, String what, List<String> lastEvents) {}

    /**
     * What came of it.
     *
     * @param failure null when all held
     */
    record Result(Counts counts, String digest, @Nullable Failure failure) {}

    private final long steps;
    private final long seed;
    private final Faults faults;

    LedgerSimulation(long steps, long seed, Faults faults) {
        this.steps = steps;
        this.seed = seed;
        this.faults = faults;
    }

    /**
     * Runs until the steps are done or something does not hold.
     *
     * @param progress is told the steps done, from time to time
     */
    Result run(LongConsumer progress) {
        Counts counts = new Counts();
        Digest digest = new Digest();
        for (long worldSeed = seed; counts.steps < steps; worldSeed = next(worldSeed)) {
            counts.worlds++;
            long before = counts.steps;
            World world = new World(worldSeed, faults, counts, digest);
            try {
                world.run(steps - before, () -> progress.accept(counts.steps));
            } catch (RuntimeException e) {
                // What a tick, a commit or a restart throws is a fault like any other; of no one account.
                String account = e instanceof Violation violation ? violation.account() : "-";
                String what = e instanceof Violation ? String.valueOf(e.getMessage()) : e.toString();
                return new Result(
                        counts,
                        digest.hex(),
                        new Failure(worldSeed, counts.steps - before, account, what, world.lastEvents(account)));
            }
        }
        return new Result(counts, digest.hex(), null);
    }

    /** The finalizer of SplitMix64: near seeds lead to far worlds. */
    private static long next(long seed) {
        long mixed = seed + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
