package io.pointstream.app.prove.sink;

import io.pointstream.app.prove.sink.FaultProxy.Strike;
import io.pointstream.schemas.SubjectAdmin;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.sinks.ClickHouseSink;
import io.pointstream.sinks.Probe.Step;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.Reconciliation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two sinks of one group, each a process behind a proxy of its own, a real broker and a real ClickHouse; one fault after
 * the other, and after each one every record must be in every table once.
 *
 * <p>The seed settles which faults come, where they hit and what is written meanwhile; how the processes interleave is
 * theirs.
 */
final class SinkProof implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkProof.class);

    static final String REGISTRY = "mock://prove-sink";
    static final Duration INSERT_TIMEOUT = Duration.ofSeconds(2);

    private static final String GROUP = "prove-sink";
    private static final int PARTITIONS = 3;
    private static final int SINKS = 2;
    private static final int JOURNAL_RECORDS = 12;
    // Views are computed anew after so many faults; tables, and the views that count them, after each.
    private static final int FAULTS_PER_VIEW_CHECK = 25;
    private static final Duration HIT_MAX = Duration.ofSeconds(3);
    private static final int HIT_ATTEMPTS_MAX = 10;
    private static final Duration RECOVERY_MAX = Duration.ofMinutes(1);
    private static final long LOOK_MS = 50;
    // Other inserts come to rest before ClickHouse is killed: a plain MergeTree notes a token before it stores the
    // block,
    // and what is killed in between is lost (sinks/README.md, "What it does not promise").
    private static final long REST_MS = 1_000;

    /**
     * What came of it.
     *
     * @param faults how often each was done
     * @param records committed records
     * @param rows rows of all tables
     * @param clickHouseAborts how often ClickHouse ended by itself
     * @param views materialized views that were held against their source
     * @param violation what does not hold; null if all does
     */
    record Result(
            Map<Fault, Integer> faults,
            long records,
            long rows,
            int clickHouseAborts,
            int views,
            @Nullable String violation) {

        int count() {
            return faults.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Something that must hold does not. */
    private static final class Violation extends Exception {
        private static final long serialVersionUID = 1L;

        Violation(String what) {
            super(what);
        }
    }

    private final Path directory;
    private final Random random;
    private final Servers servers;
    private final Map<String, Object> kafka;
    private final Admin admin;
    private final Traffic traffic;
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final SinkProcess[] sinks = new SinkProcess[SINKS];
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
    private int views;

    /** Starts everything in a directory of its own. */
    SinkProof(Path directory, long seed) throws IOException, InterruptedException, ExecutionException, SQLException {
        this.directory = directory;
        this.random = new Random(seed);
        this.servers = Servers.start(directory);
        this.kafka = Map.of("bootstrap.servers", servers.brokers(), SchemaRegistryConfig.URL, REGISTRY);
        this.admin = Admin.create(Map.of("bootstrap.servers", servers.brokers()));
        TopicAdmin.create(
                admin,
                Stream.concat(ClickHouseSink.TOPICS.stream(), Stream.of(Topics.DEAD_LETTERS))
                        .map(topic -> new NewTopic(topic.name(), PARTITIONS, (short) 1))
                        .toList());
        SubjectAdmin.register(SchemaRegistryConfig.of(kafka).client());
        this.traffic = new Traffic(kafka, PARTITIONS, random);
        contents().addWitnesses();
        traffic.write(JOURNAL_RECORDS);
        if (!traffic.expected().tables().keySet().equals(contents().factTables())) {
            throw new IllegalStateException("Not every table is written to: "
                    + traffic.expected().tables().keySet() + " of " + contents().factTables());
        }
        for (int i = 0; i < SINKS; i++) {
            proxies.add(new FaultProxy(servers.clickHousePort()));
            sinks[i] = startSink(i);
        }
    }

    private Contents contents() {
        return new Contents(servers.database());
    }

    private interface Question<T> {
        T ask(Contents contents) throws SQLException;
    }

    private <T> T ask(Question<T> question) throws SQLException {
        try {
            return question.ask(contents());
        } catch (SQLException e) {
            if (!servers.reviveClickHouse()) {
                throw e;
            }
            LOG.warn("event=clickhouse-aborted aborts={}", servers.clickHouseAborts());
            redirect();
            return question.ask(contents());
        }
    }

    private void redirect() {
        proxies.forEach(proxy -> proxy.upstream(servers.clickHousePort()));
    }

    private SinkProcess startSink(int which) throws IOException, InterruptedException {
        return startSink(which, instanceId(which));
    }

    private SinkProcess startSink(int proxy, String instanceId) throws IOException, InterruptedException {
        // Every process has batches of another size: an open plan must not depend on it.
        return SinkProcess.start(
                directory.resolve("sinks.log"),
                List.of(
                        servers.brokers(),
                        "http://127.0.0.1:" + proxies.get(proxy).port(),
                        Servers.DATABASE,
                        GROUP,
                        instanceId,
                        Integer.toString(3 + random.nextInt(20))));
    }

    private static String instanceId(int which) {
        return "sink-" + which;
    }

    /**
     * Does so many faults, or as many as hold.
     *
     * @param progress is told how many are done
     */
    Result run(int faults, IntConsumer progress)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        String violation = null;
        try {
            awaitAllThere("the start");
            Deque<Fault> deck = new ArrayDeque<>();
            for (int i = 1; i <= faults; i++) {
                if (deck.isEmpty()) {
                    List<Fault> shuffled = new ArrayList<>(Arrays.asList(Fault.values()));
                    Collections.shuffle(shuffled, random);
                    deck.addAll(shuffled);
                }
                Fault fault = deck.removeFirst();
                long startNanos = System.nanoTime();
                LOG.info("event=fault-begins number={} fault={}", i, fault);
                strike(fault);
                awaitAllThere(i + " " + fault);
                done.merge(fault, 1, Integer::sum);
                LOG.info(
                        "event=fault number={} fault={} millis={}",
                        i,
                        fault,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
                if (i % FAULTS_PER_VIEW_CHECK == 0) {
                    checkViews();
                }
                progress.accept(i);
            }
            awaitNoOpenPlan();
            awaitAllThere("the end");
            checkViews();
            reconcile();
        } catch (Violation e) {
            violation = e.getMessage();
        }
        Expected expected = traffic.expected();
        return new Result(
                done,
                expected.records(),
                expected.tables().values().stream().mapToLong(Set::size).sum(),
                servers.clickHouseAborts(),
                views,
                violation);
    }

    private void strike(Fault fault)
            throws Violation, IOException, InterruptedException, ExecutionException, SQLException {
        int victim = random.nextInt(SINKS);
        Step step = fault.step();
        if (step != null) {
            SinkProcess sink = sinks[victim];
            sink.holdAt(step);
            awaitHit(fault, () -> sink.isHeld(HIT_MAX));
            replaceKilled(victim);
            return;
        }
        Strike strike = Strike.of(
                Objects.requireNonNull(fault.wire()),
                1 + random.nextInt(3_000),
                Duration.ofMillis(random.nextLong(INSERT_TIMEOUT.toMillis() * 3 / 2)));
        proxies.get(victim).arm(strike);
        awaitHit(fault, () -> isHit(strike));
        if (fault.killsSink()) {
            replaceKilled(victim);
        } else if (fault.killsClickHouse()) {
            TimeUnit.MILLISECONDS.sleep(REST_MS);
            servers.killClickHouse();
            strike.released().complete(true);
            redirect();
        } else if (fault == Fault.THROWN_OUT) {
            throwOut(victim);
            traffic.write(JOURNAL_RECORDS);
        } else if (fault == Fault.JOIN_AND_LEAVE) {
            try (SinkProcess third = startSink(victim, "")) {
                traffic.write(JOURNAL_RECORDS);
                awaitAllThere("the joining of another sink");
                if (!third.isAlive()) {
                    throw new Violation("a sink that joined has ended by itself");
                }
                traffic.write(JOURNAL_RECORDS);
            }
        }
        strike.released().complete(true);
    }

    private interface Hit {
        boolean awaited() throws InterruptedException, ExecutionException;
    }

    // A victim may have nothing to do for a moment, as in a rebalance: then it gets more.
    private void awaitHit(Fault fault, Hit hit) throws Violation, InterruptedException, ExecutionException {
        for (int attempt = 0; attempt < HIT_ATTEMPTS_MAX; attempt++) {
            traffic.write(JOURNAL_RECORDS);
            if (hit.awaited()) {
                return;
            }
        }
        throw new Violation(fault + " hits nothing: the sink does not insert");
    }

    private static boolean isHit(Strike strike) throws InterruptedException, ExecutionException {
        try {
            strike.hit().get(HIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    // Its partitions wait for it to come back, or the other sink has to finish its plans.
    private void replaceKilled(int which) throws IOException, InterruptedException, ExecutionException {
        sinks[which].kill();
        if (random.nextBoolean()) {
            throwOut(which);
            traffic.write(JOURNAL_RECORDS);
        }
        sinks[which] = startSink(which);
    }

    private void throwOut(int which) throws InterruptedException, ExecutionException {
        try {
            admin.removeMembersFromConsumerGroup(
                            GROUP,
                            new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(instanceId(which)))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownMemberIdException)
                    && !(e.getCause() != null && e.getCause().getCause() instanceof UnknownMemberIdException)) {
                throw e;
            }
            // It was just coming in, and is out without us.
        }
    }

    private void awaitAllThere(String after) throws Violation, InterruptedException, SQLException {
        long deadlineNanos = System.nanoTime() + RECOVERY_MAX.toNanos();
        while (true) {
            boolean late = System.nanoTime() > deadlineNanos;
            if (late || !ask(contents -> contents.isComing(traffic.expected()))) {
                Contents.Difference difference = ask(contents -> contents.compare(traffic.expected()));
                if (difference.isNone()) {
                    return;
                }
                if (!difference.lasting().isEmpty()) {
                    throw new Violation("after " + after + ": " + some(difference.lasting()));
                }
                if (late) {
                    throw new Violation("after " + after + ", for " + RECOVERY_MAX.toSeconds() + " s: "
                            + some(difference.missing()));
                }
            }
            for (SinkProcess sink : sinks) {
                if (!sink.isAlive()) {
                    throw new Violation("after " + after + " a sink has ended by itself");
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private static String some(List<String> differences) {
        int shown = Math.min(5, differences.size());
        return String.join("; ", differences.subList(0, shown))
                + (differences.size() > shown ? "; and " + (differences.size() - shown) + " more" : "");
    }

    private void checkViews() throws Violation, SQLException {
        long startNanos = System.nanoTime();
        List<String> wrong = new ArrayList<>(ask(Contents::wrongViews));
        wrong.addAll(ask(Contents::idleViews));
        views = ask(Contents::views).size();
        LOG.info(
                "event=views-checked views={} millis={}",
                views,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        if (!wrong.isEmpty()) {
            throw new Violation(some(wrong));
        }
    }

    // The product's own check, which an operator has: it must find nothing either.
    private void reconcile() throws Violation, InterruptedException {
        try (Reconciliation reconciliation = new Reconciliation(kafka, servers.database(), GROUP)) {
            Reconciliation.Result result = reconciliation.run(Days.ALL);
            if (!result.holds()) {
                throw new Violation("report reconcile differs in " + result.differences());
            }
        }
    }

    private void awaitNoOpenPlan() throws Violation, InterruptedException, ExecutionException {
        long deadlineNanos = System.nanoTime() + RECOVERY_MAX.toNanos();
        while (true) {
            Map<?, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
            List<String> open = committed.entrySet().stream()
                    .filter(entry -> !entry.getValue().metadata().isEmpty())
                    .map(entry -> entry.getKey() + ": " + entry.getValue().metadata())
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadlineNanos) {
                throw new Violation("plans stay open: " + some(open));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    @Override
    public void close() throws IOException {
        for (SinkProcess sink : sinks) {
            sink.close();
        }
        traffic.close();
        admin.close();
        for (FaultProxy proxy : proxies) {
            proxy.close();
        }
        servers.close();
    }
}
