package io.pointstream.benchmarks.detection;

import io.pointstream.app.rules.Watch;
import io.pointstream.app.rules.Watch.Taken;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.app.simulate.Simulator.Truth;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.FlagReason;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.topologies.ActivityTranslator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One seed: one thread simulates and decides, the other looks for farming. */
final class Trial {

    private static final int BATCH_EVENTS = 2_000;
    private static final int BATCHES_AHEAD = 8;

    private final Settings settings;
    private final Consumer<Instant> progress;
    private final Watch watch = new Watch(RuleBooks.shipped(), new Detectors(FarmingConfig.shipped()), this::flagged);
    private final Map<String, Seen> accounts = new HashMap<>();
    private final BlockingQueue<List<Taken>> ahead = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private long events;
    private Instant now = Instant.EPOCH;

    /** What is seen of one account. */
    private static final class Seen {
        private final List<Earned> earned = new ArrayList<>();
        private long events;
        private @Nullable Instant flaggedAt;
        private double score;
        private List<FlagReason> reasons = List.of();
    }

    private record Earned(long atMillis, long points) {}

    /**
     * Nothing is simulated yet.
     *
     * @param progress is told of the time that the trial has come to
     */
    Trial(Settings settings, Consumer<Instant> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Runs once; returns what became of each account that did anything, by id. */
    List<Outcome> run() throws InterruptedException {
        try (ExecutorService simulating = Executors.newSingleThreadExecutor()) {
            CompletableFuture<List<Truth>> truth = CompletableFuture.supplyAsync(this::simulate, simulating);
            try {
                for (List<Taken> batch = ahead.take(); !batch.isEmpty(); batch = ahead.take()) {
                    batch.forEach(this::look);
                    progress.accept(now);
                }
                return truth.join().stream().map(this::outcome).toList();
            } finally {
                simulating.shutdownNow();
            }
        }
    }

    long events() {
        return events;
    }

    private List<Truth> simulate() {
        Batches batches = new Batches();
        try {
            return Simulator.run(settings, batches::add);
        } finally {
            batches.end();
        }
    }

    /** Decides, and hands over in batches; an empty one is the end. */
    private final class Batches {
        private List<Taken> batch = new ArrayList<>(BATCH_EVENTS);

        void add(Activity activity) {
            batch.add(watch.decide(ActivityTranslator.toEvent(activity)));
            if (batch.size() == BATCH_EVENTS) {
                put(batch);
                batch = new ArrayList<>(BATCH_EVENTS);
            }
        }

        void end() {
            if (!batch.isEmpty()) {
                put(batch);
            }
            put(List.of());
        }

        private void put(List<Taken> full) {
            try {
                ahead.put(full);
            } catch (InterruptedException e) {
                // Whoever took the batches has gone.
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private void look(Taken taken) {
        events++;
        now = taken.event().occurredAt();
        watch.look(taken);
        Seen seen = seen(taken.event().accountId());
        seen.events++;
        Decision decision = taken.step().answer();
        if (decision != null && decision.grantedPoints() + decision.bonusPoints() > 0) {
            seen.earned.add(new Earned(now.toEpochMilli(), decision.grantedPoints() + decision.bonusPoints()));
        }
    }

    private void flagged(Flag flag) {
        flagged(flag.accountId(), flag);
        flag.members().forEach(member -> flagged(member, flag));
    }

    private void flagged(String accountId, Flag flag) {
        Seen seen = seen(accountId);
        if (seen.flaggedAt == null) {
            seen.flaggedAt = flag.updatedAt();
        }
        if (flag.score() > seen.score) {
            seen.score = flag.score();
            seen.reasons = flag.reasons();
        }
    }

    private Seen seen(String accountId) {
        return accounts.computeIfAbsent(accountId, id -> new Seen());
    }

    private Outcome outcome(Truth truth) {
        Seen seen = seen(truth.accountId());
        if (seen.flaggedAt == null) {
            seen.score = watch.score(truth.accountId(), now).total();
            seen.reasons = watch.score(truth.accountId(), now).reasons();
        }
        long first = millis(truth.firstFarmedAt());
        long flaggedAt = millis(seen.flaggedAt);
        long farmed = 0;
        long leaked = 0;
        long points = 0;
        for (Earned earned : seen.earned) {
            points += earned.points;
            if (earned.atMillis >= first) {
                farmed += earned.points;
                leaked += earned.atMillis <= flaggedAt ? earned.points : 0;
            }
        }
        List<String> codes =
                seen.reasons.stream().map(reason -> reason.code().name()).toList();
        return new Outcome(truth, seen.flaggedAt, seen.score, codes, seen.events, points, farmed, leaked);
    }

    /** What never happened happens after all else. */
    private static long millis(@Nullable Instant instant) {
        return instant == null ? Long.MAX_VALUE : instant.toEpochMilli();
    }
}
