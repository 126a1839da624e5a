package io.pointstream.benchmarks.farming;

import io.pointstream.benchmarks.points.BenchTraffic;
import io.pointstream.benchmarks.streams.BenchStack;
import io.pointstream.benchmarks.streams.Delays;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.serde.AvroSerdes;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Measures how long the way from a flag to a held award is while both applications run: bots that like far too fast go on paying,
 * and a reader of committed records sees first the flag that asks for a HOLD, then the first award that is held. Others are busy
 * meanwhile.
 */
final class HoldBench {

    static final long GOAL_MS = 1_000;

    private static final int OTHERS = 20_000;
    private static final int OTHERS_PER_MS = 2;
    private static final int MS_BETWEEN_BOTS = 100;
    private static final int MS_BETWEEN_PAYMENTS = 20;
    private static final int LIKES = 70;
    private static final Instant FIRST_LIKE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String BOT = "bot-";

    private final BenchStack stack;
    private final int bots;
    private final AtomicLongArray flaggedNs;
    private final AtomicLongArray heldNs;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean reading = new AtomicBoolean();

    HoldBench(BenchStack stack, int bots) {
        this.stack = stack;
        this.bots = bots;
        flaggedNs = new AtomicLongArray(bots);
        heldNs = new AtomicLongArray(bots);
    }

    /** With both applications running. */
    Delays run(PrintStream out) throws InterruptedException {
        Thread reader = Thread.ofPlatform().daemon().start(this::read);
        while (!reading.get()) {
            Thread.sleep(10);
        }
        try (KafkaProducer<String, Activity> producer = stack.activities()) {
            send(producer);
        }
        reader.join();
        long[] delaysNs = new long[bots];
        for (int bot = 0; bot < bots; bot++) {
            delaysNs[bot] = heldNs.get(bot) - flaggedNs.get(bot);
        }
        Delays delays = new Delays(delaysNs);
        out.printf(
                "from the flag to the first held award, %d bots, one payment each %d ms, %,d other events/s: %s%n",
                bots, MS_BETWEEN_PAYMENTS, OTHERS_PER_MS * 1_000, delays);
        return delays;
    }

    private void send(KafkaProducer<String, Activity> producer) {
        BenchTraffic others = new BenchTraffic(1, OTHERS, 1);
        long startNs = System.nanoTime();
        for (long ms = 0; held.get() < bots; ms++) {
            if (ms > PATIENCE.toMillis()) {
                throw new IllegalStateException("only " + held + " of " + bots + " bots were held");
            }
            for (int i = 0; i < OTHERS_PER_MS; i++) {
                send(producer, others.next());
            }
            int begun = (int) Math.min(bots, ms / MS_BETWEEN_BOTS);
            if (ms % MS_BETWEEN_BOTS == 0 && begun < bots) {
                like(producer, begun);
            }
            if (ms % MS_BETWEEN_PAYMENTS == 0) {
                for (int bot = 0; bot < begun; bot++) {
                    if (heldNs.get(bot) == 0) {
                        pay(producer, bot, ms);
                    }
                }
            }
            long dueNs = startNs + ms * 1_000_000;
            while (System.nanoTime() < dueNs) {
                LockSupport.parkNanos(dueNs - System.nanoTime());
            }
        }
    }

    /** Two a second, of videos that nobody else likes: bots that like the same would be a ring. */
    private static void like(KafkaProducer<String, Activity> producer, int bot) {
        for (int i = 0; i < LIKES; i++) {
            String id = BOT + bot + "-like-" + i;
            send(producer, activity(bot, id, FIRST_LIKE.plusMillis(500L * i), new SocialVideoLiked(id)));
        }
    }

    private static void pay(KafkaProducer<String, Activity> producer, int bot, long ms) {
        String id = BOT + bot + "-pay-" + ms;
        PaymentSettled payment = new PaymentSettled(id, PaymentChannel.JD, "merchant-of-" + bot, 1_000L);
        send(producer, activity(bot, id, FIRST_LIKE.plusSeconds(LIKES + ms), payment));
    }

    private static Activity activity(int bot, String eventId, Instant at, Object body) {
        return new Activity(eventId, BOT + bot, at, null, null, body);
    }

    private static void send(KafkaProducer<String, Activity> producer, Activity activity) {
        var _ = producer.send(ActivityRecords.of(activity));
    }

    /** Until every bot has a held award. */
    private void read() {
        Deserializer<SpecificRecord> records =
                AvroSerdes.<SpecificRecord>create(BenchStack.SERDES).deserializer();
        try (KafkaConsumer<byte[], byte[]> consumer =
                stack.reader(List.of(Topics.FARMING_FLAGS, Topics.POINTS_JOURNAL))) {
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
            reading.set(true);
            while (held.get() < bots) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    see(records.deserialize(record.topic(), record.value()), System.nanoTime());
                }
            }
        }
    }

    private void see(SpecificRecord record, long nowNs) {
        switch (record) {
            case Flag flag
            when flag.getLevel() == FlagLevel.HOLD && flag.getAccountId().startsWith(BOT) ->
                flaggedNs.compareAndSet(bot(flag.getAccountId()), 0, nowNs);
            case JournalEntry entry
            when entry.getAccountId().startsWith(BOT)
                    && entry.getDecision() != null
                    && entry.getDecision().getOutcome() == Outcome.HELD -> {
                if (heldNs.compareAndSet(bot(entry.getAccountId()), 0, nowNs)) {
                    held.incrementAndGet();
                }
            }
            default -> {}
        }
    }

    private static int bot(String accountId) {
        return Integer.parseInt(accountId.substring(BOT.length()));
    }
}
