package io.pointstream.app.prove;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.rules.RuleBookVersion;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.points.GivenTicks;
import io.pointstream.topologies.points.SoloPoints;
import io.pointstream.topologies.rules.ProgramRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the points application from its first event: some accounts, rule books that change, a task that commits
 * when it pleases, and dies when it pleases. What a dead task did since its last commit never happened; the next one finds
 * the changelogs, and the inputs from that commit on, in the order of each topic. All of it, sizes included, is rolled from
 * one seed.
 */
final class World {

    private static final Instant START = Instant.parse("2026-04-28T00:00:00Z");
    private static final int STEPS_MAX = 30_000;

    /** Now and then nothing happens for up to so long: 100 days. */
    private static final double LEAP_MS = 8.64e9;

    private static final int SOON_MS = 600_000;

    /** Kafka Streams takes the earliest of the topics' next records, of those that it has fetched. */
    private static final Duration APART_MAX = Duration.ofDays(2);

    /** A task that takes over reads all changelogs, which grow with the world: so many times in a world, about. */
    private static final int CRASHES = 40;

    private final Dice dice;
    private final Audit audit;
    private final DurableLog log;
    private final long stepsMax;

    private final GivenTicks ticks = new GivenTicks();
    private final ProgramRules rules;
    private final Serializer<RuleBookVersion> versions =
            AvroSerdes.<RuleBookVersion>create(LedgerSimulation.SERDES).serializer();
    private final Deque<RuleBookVersion> unpublished = new ArrayDeque<>();
    private final SoloPoints points;
    private final List<Life> lives = new ArrayList<>();
    private Life life;

    private final double commitEvery;
    private final double crashEvery;
    private final double tickEvery;
    private final long gapMs;
    private final double leap;
    private final double riskEvery;

    private Instant now = START;
    private SoloPoints.Task task;
    /** Read since the last commit; those that the task of now has yet to process. */
    private final Deque<SpecificRecord> ahead = new ArrayDeque<>();

    /** What the task of now did since the last commit. */
    private final List<Work> done = new ArrayList<>();

    /** The newest tick that the task of now was told. */
    private @Nullable Instant told;

    World(long seed, LedgerSimulation.Faults faults, Counts counts, Digest digest) {
        dice = Dice.of(seed);
        commitEvery = dice.pick(List.of(1.0, 0.3, 0.05, 0.01));
        crashEvery = dice.pick(List.of(0.02, 0.005, 0.001));
        stepsMax = dice.between(1_000, (int) Math.min(STEPS_MAX, CRASHES / crashEvery));
        tickEvery = dice.pick(List.of(0.2, 0.05, 0.005));
        gapMs = dice.pick(List.of(60_000L, 900_000L, 6_000_000L, 40_000_000L));
        leap = dice.pick(List.of(0.0, 0.001, 0.01));
        riskEvery = dice.pick(List.of(0.0, 0.01, 0.05));
        log = faults.log();
        RandomBooks books = new RandomBooks(dice);
        rules = ProgramRules.published(
                RuleBooks.single(RuleBookParser.parse(books.version(dice), "version-1")),
                LedgerSimulation.SERDES,
                new SimpleMeterRegistry());
        plan(books);
        long cacheBytes = dice.pick(List.of(1L, 3_000L, 20_000L, 1L << 20));
        points = new SoloPoints(rules, ticks, LedgerSimulation.SERDES, cacheBytes);
        Life.Mix mix = Life.Mix.random(dice);
        int accounts = dice.pick(List.of(1, 3, 8, 30));
        for (int i = 1; i <= accounts; i++) {
            lives.add(new Life("a" + i, mix, START, dice.split()));
        }
        life = lives.getFirst();
        audit = new Audit(counts, digest, faults);
        task = points.start(log, this::sent);
    }

    /**
     * Runs to its end.
     *
     * @param most steps, unless a commit brings more
     * @param progress is told the steps from time to time
     */
    void run(long most, Runnable progress) {
        long until = Math.min(most, stepsMax);
        for (long i = 0; audit.steps() < until; i++) {
            act();
            if (i % 1_000 == 0) {
                progress.run();
            }
        }
        do {
            while (!ahead.isEmpty()) {
                process(ahead.removeFirst());
            }
        } while (!commit());
    }

    /** The newest events of an account, for those who look for the fault. */
    List<String> lastEvents(String account) {
        return audit.lastEvents(account, done);
    }

    private void act() {
        if (dice.chance(crashEvery)) {
            crash();
        } else if (dice.chance(tickEvery)) {
            tick();
        } else if (!unpublished.isEmpty() && dice.chance(0.001)) {
            publish(unpublished.removeFirst());
            audit.learns();
        } else {
            process(ahead.isEmpty() ? live() : ahead.removeFirst());
        }
        if (task.commitRequested() ? dice.chance(0.7) : dice.chance(commitEvery)) {
            commit();
        }
    }

    /** The next event: of anybody after some time, or of the same account soon. */
    private SpecificRecord live() {
        if (dice.chance(0.5)) {
            life = dice.pick(lives);
            double most = dice.chance(leap) ? LEAP_MS : 2.0 * gapMs;
            now = now.plusMillis((long) dice.between(0, most));
        } else {
            now = now.plusMillis(dice.between(0, SOON_MS));
        }
        return dice.chance(riskEvery) ? life.risk(now) : life.next(now);
    }

    private void process(SpecificRecord record) {
        Work work = record instanceof AccountRisk risk
                ? Work.of(risk, rules.engine(), told)
                : Work.of((Activity) record, rules.engine(), told);
        done.add(work);
        try {
            if (work.risk() != null) {
                task.process(work.risk());
            } else {
                task.process(Objects.requireNonNull(work.activity()));
            }
        } catch (RuntimeException e) {
            throw new Violation(String.valueOf(work.account()), "the record was refused: " + e, e);
        }
    }

    private void tick() {
        if (dice.chance(0.8)) {
            ticks.tick(now.plusMillis(dice.between(-50_000_000, 200_000_000)));
        }
        Instant newest = ticks.newest();
        boolean news = newest != null && (told == null || newest.isAfter(told));
        done.add(Work.of(news ? newest : null, rules.engine()));
        task.tick();
        if (news) {
            told = newest;
        }
    }

    /** Whether it came to its end: a task can die in it, too. */
    private boolean commit() {
        Work work = Work.commit(rules.engine());
        done.add(work);
        task.beforeCommit();
        if (dice.chance(crashEvery)) {
            crash();
            return false;
        }
        log.commit();
        audit.committed(done);
        done.clear();
        return true;
    }

    /** The task is gone with all that it had in memory and had not committed; another takes over. */
    private void crash() {
        log.abort();
        Map<Topic, Deque<SpecificRecord>> again = new LinkedHashMap<>();
        for (Work work : done) {
            SpecificRecord record = work.activity() != null ? work.activity() : work.risk();
            if (record != null) {
                audit.repeats();
                read(again, record);
            }
        }
        ahead.forEach(record -> read(again, record));
        ahead.clear();
        merge(again.values());
        done.clear();
        told = null;
        audit.restarts();
        task = points.start(log, this::sent);
    }

    /** Each topic in its order; between topics, what lies close together in time as chance will have it. */
    private void merge(Collection<Deque<SpecificRecord>> read) {
        List<Deque<SpecificRecord>> topics = new ArrayList<>(read);
        while (!topics.isEmpty()) {
            Instant first =
                    topics.stream().map(World::head).min(Instant::compareTo).orElseThrow();
            Deque<SpecificRecord> topic = dice.pick(topics.stream()
                    .filter(each -> !head(each).isAfter(first.plus(APART_MAX)))
                    .toList());
            ahead.addLast(topic.removeFirst());
            if (topic.isEmpty()) {
                topics.remove(topic);
            }
        }
    }

    private static Instant head(Deque<SpecificRecord> topic) {
        return topic.getFirst() instanceof Activity activity
                ? activity.getOccurredAt()
                : ((AccountRisk) topic.getFirst()).getAsOf();
    }

    private static void read(Map<Topic, Deque<SpecificRecord>> topics, SpecificRecord record) {
        Topic from = record instanceof Activity activity
                ? Topics.forEventType(ActivityJson.typeOf(activity))
                : Topics.FARMING_RISK;
        topics.computeIfAbsent(from, topic -> new ArrayDeque<>()).addLast(record);
    }

    private void sent(Topic topic, String key, byte[] value) {
        done.getLast().sent().add(new Work.Sent(topic, key, value));
    }

    /** Up to two more versions, in force from some time on, known from the start or learnt of at some time. */
    private void plan(RandomBooks books) {
        long spanMs = stepsMax * gapMs;
        for (int number = 2; number <= 1 + dice.between(0, 2); number++) {
            Instant from = START.plusMillis((long) (spanMs * dice.fraction()));
            RuleBookVersion version = new RuleBookVersion(number, from, books.version(dice), START, "prove");
            if (dice.chance(0.5)) {
                publish(version);
            } else {
                unpublished.addLast(version);
            }
        }
    }

    private void publish(RuleBookVersion version) {
        PointsEngine before = rules.engine();
        rules.take(
                Integer.toString(version.getVersion()).getBytes(StandardCharsets.UTF_8),
                versions.serialize(Topics.PROGRAM_RULES.name(), version));
        Violation.unless(!rules.engine().equals(before), "-", "rule-book version %d was refused", version.getVersion());
    }
}
