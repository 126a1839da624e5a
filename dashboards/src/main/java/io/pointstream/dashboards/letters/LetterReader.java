package io.pointstream.dashboards.letters;

import io.pointstream.dashboards.letters.LetterQuery.Cursor;
import io.pointstream.schemas.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Looks through {@code dead-letters} in Kafka itself, from its end backwards, a bounded part at a time: letters are few, and are not
 * in ClickHouse. Partitions are merged by the letters' times, newest first, as far as each partition is in that order.
 */
public final class LetterReader {

    /** Offsets of one partition that are read at once, backwards. */
    private static final int CHUNK_OFFSETS = 200;

    /** Letters that one question looks at; a page says where it stopped, and whoever asks goes on there. */
    private static final int SCAN_MAX = 5_000;

    private static final int FETCH_BYTES_MAX = 8 << 20;
    private static final int FETCH_WAIT_MS_MAX = 10;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Each question has a consumer of its own. */
    private static final int QUESTIONS_AT_ONCE_MAX = 4;

    private final Map<String, Object> config = new HashMap<>();
    private final Semaphore questions = new Semaphore(QUESTIONS_AT_ONCE_MAX);

    /** @param kafka how any client reaches the brokers */
    public LetterReader(Map<String, Object> kafka) {
        config.putAll(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        // A fetch beyond the end, which nobody asked for, holds up the next one that somebody did.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS_MAX);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    }

    /**
     * Some of the letters that were asked for.
     *
     * @param letters newest first
     * @param next where to go on; null when all have been looked at
     * @param scanned how many were looked at for this page
     * @param inAll how many offsets the topic has, the newest question's moment
     */
    public record Page(List<DeadLetter> letters, @Nullable Cursor next, int scanned, long inAll) {}

    /**
     * Looks for letters.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public Page find(LetterQuery query) throws InterruptedException {
        return ask(consumer -> find(query, consumer));
    }

    /** The letter at a place, if there is one. */
    public Optional<DeadLetter> at(int partition, long offset) throws InterruptedException {
        return ask(consumer -> {
            Optional<Tail> tail = tails(consumer).stream()
                    .filter(each ->
                            each.partition.partition() == partition && each.begin <= offset && offset < each.end)
                    .findFirst();
            return tail.flatMap(each -> each.read(consumer, offset, offset + 1).stream()
                    .filter(letter -> letter.offset() == offset)
                    .findFirst());
        });
    }

    private interface Question<T> {
        T ask(Consumer<byte[], byte[]> consumer);
    }

    private <T> T ask(Question<T> question) throws InterruptedException {
        questions.acquire();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return question.ask(consumer);
        } finally {
            questions.release();
        }
    }

    private static Page find(LetterQuery query, Consumer<byte[], byte[]> consumer) {
        List<Tail> tails = tails(consumer);
        long inAll = tails.stream().mapToLong(tail -> tail.end - tail.begin).sum();
        Cursor before = query.before();
        if (before != null) {
            tails.forEach(tail -> tail.goBackTo(before.ends().getOrDefault(tail.partition.partition(), tail.begin)));
        }
        List<DeadLetter> found = new ArrayList<>();
        int scanned = 0;
        Optional<Tail> newest = newest(tails, consumer);
        while (newest.isPresent() && found.size() < query.limit() && scanned < SCAN_MAX) {
            DeadLetter letter = newest.get().take();
            scanned++;
            if (query.matches(letter)) {
                found.add(letter);
            }
            newest = newest(tails, consumer);
        }
        return new Page(found, newest.isEmpty() ? null : cursor(tails), scanned, inAll);
    }

    private static Optional<Tail> newest(List<Tail> tails, Consumer<byte[], byte[]> consumer) {
        return tails.stream()
                .filter(tail -> tail.hasMore(consumer))
                .max(Comparator.comparing((Tail tail) -> tail.first().time())
                        .thenComparingInt(tail -> -tail.partition.partition()));
    }

    private static Cursor cursor(List<Tail> tails) {
        Map<Integer, Long> ends = new TreeMap<>();
        tails.forEach(tail -> ends.put(tail.partition.partition(), tail.end));
        return new Cursor(ends);
    }

    private static List<Tail> tails(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTERS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.pause(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        begins.forEach(consumer::seek);
        return partitions.stream()
                .map(partition ->
                        new Tail(partition, begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L)))
                .toList();
    }

    /** One partition, read backwards. */
    private static final class Tail {
        private final TopicPartition partition;
        private final long begin;
        /** Behind the newest letter that was not taken. */
        private long end;
        /** Down to here everything is in {@link #read} or was taken. */
        private long readTo;

        private final Deque<DeadLetter> read = new ArrayDeque<>();

        Tail(TopicPartition partition, long begin, long end) {
            this.partition = partition;
            this.begin = begin;
            this.end = end;
            this.readTo = end;
        }

        void goBackTo(long offset) {
            end = Math.clamp(offset, begin, end);
            readTo = end;
        }

        boolean hasMore(Consumer<byte[], byte[]> consumer) {
            while (read.isEmpty() && readTo > begin) {
                long from = Math.max(begin, readTo - CHUNK_OFFSETS);
                List<DeadLetter> chunk = read(consumer, from, readTo);
                readTo = from;
                read.addAll(chunk.reversed());
            }
            if (read.isEmpty()) {
                end = begin;
            }
            return !read.isEmpty();
        }

        DeadLetter first() {
            return read.getFirst();
        }

        DeadLetter take() {
            DeadLetter letter = read.removeFirst();
            end = letter.offset();
            return letter;
        }

        /** The letters from an offset up to another, oldest first. */
        List<DeadLetter> read(Consumer<byte[], byte[]> consumer, long from, long until) {
            consumer.seek(partition, from);
            consumer.resume(List.of(partition));
            List<DeadLetter> letters = new ArrayList<>();
            long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < until) {
                if (System.nanoTime() - deadlineNanos > 0) {
                    throw new TimeoutException(partition + " could not be read up to " + until);
                }
                Collection<ConsumerRecord<byte[], byte[]>> records =
                        consumer.poll(POLL).records(partition);
                records.stream()
                        .filter(record -> record.offset() < until)
                        .map(DeadLetter::new)
                        .forEach(letters::add);
            }
            consumer.pause(List.of(partition));
            return letters;
        }
    }
}
