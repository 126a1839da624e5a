package io.pointstream.benchmarks.engine;

import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.AccountCodec;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.RuleBooks;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Events a second on one thread, the shipped rule book, a month of mixed traffic from new accounts each time. State and
 * memory are on the heap; nothing is serialised but where a benchmark says so.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 3)
public class EngineBenchmark {

    /** Few enough to stay in the core's caches, as an event does that was just read from its record. */
    static final int EVENTS = 20_000;

    static final int ACCOUNTS = 100;

    private final PointsEngine engine = new PointsEngine(RuleBooks.shipped());
    private Owner[] owners = {};
    private Event[] events = {};
    private int[] ownerOfEvent = {};

    /** One account with its memory. */
    private static final class Owner {
        final String id;
        Account account;
        InMemoryMemory memory = new InMemoryMemory();

        Owner(String id) {
            this.id = id;
            this.account = new Account(id);
        }

        void reset() {
            account = new Account(id);
            memory = new InMemoryMemory();
        }
    }

    /** Makes the traffic. */
    @Setup(Level.Trial)
    public void traffic() {
        events = new MixedTraffic(42).events(EVENTS, ACCOUNTS);
        Map<String, Integer> places = new HashMap<>();
        ownerOfEvent = new int[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            ownerOfEvent[i] = places.computeIfAbsent(events[i].accountId(), id -> places.size());
        }
        owners = new Owner[places.size()];
        places.forEach((id, place) -> owners[place] = new Owner(id));
    }

    /** Forgets the accounts, so that each pass does the same work. */
    @Setup(Level.Invocation)
    public void newAccounts() {
        for (Owner owner : owners) {
            owner.reset();
        }
    }

    /** Decide, apply, remember. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void decide(Blackhole sink) {
        for (int i = 0; i < EVENTS; i++) {
            sink.consume(step(i));
        }
    }

    /** The same, with each decision's reason put into words, as the journal needs it. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void decideWithReason(Blackhole sink) {
        for (int i = 0; i < EVENTS; i++) {
            sink.consume(step(i).decision().reason());
        }
    }

    /** The same, with the account written to bytes and read back after every event: the worst case of a commit. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void decideThroughBytes(Blackhole sink) {
        for (int i = 0; i < EVENTS; i++) {
            sink.consume(step(i));
            Owner owner = owners[ownerOfEvent[i]];
            owner.account = AccountCodec.decode(owner.id, AccountCodec.encode(owner.account));
        }
    }

    private Step step(int i) {
        Owner owner = owners[ownerOfEvent[i]];
        Step step = engine.decide(owner.account, events[i], owner.memory);
        owner.account.apply(step);
        owner.memory.remember(step);
        return step;
    }
}
