package io.pointstream.app.demo;

import io.pointstream.app.config.RunConfig;
import io.pointstream.app.ingest.Pace;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.BadLineException;
import io.pointstream.schemas.json.EventLines;
import io.pointstream.schemas.json.EventLines.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a file's events into Kafka, each exactly once, whatever happens to this process.
 *
 * <p>Events travel in transactions, and each transaction carries how far it came in the file: the position is Kafka's own
 * offset metadata of a group that is named after the file's content. After {@code kill -9} the open transaction is
 * aborted by the next start, which goes on behind the last committed line. A transaction is small, so that events
 * of one account that travel through different topics become visible together, in the order of their times.
 */
final class Feed implements AutoCloseable {

    private static final String TRANSACTIONAL_ID = "pointstream-demo-feed";
    private static final int TRANSACTION_EVENTS_MAX = 500;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    /** Where the group keeps its position; any topic that exists serves. */
    private static final TopicPartition POSITION = new TopicPartition(Topics.ACTIVITY_PAYMENT.name(), 0);

    /**
     * How far a file was fed.
     *
     * @param lines lines of the file that are done with, from its start
     * @param events those that were events, and are in Kafka
     * @param bad those that were none
     */
    record Position(long lines, long events, long bad) {
        static final Position START = new Position(0, 0, 0);
        private static final Pattern FORM = Pattern.compile("events=(\\d+) bad=(\\d+)");

        OffsetAndMetadata asOffset() {
            return new OffsetAndMetadata(lines, "events=" + events + " bad=" + bad);
        }

        static Position of(@Nullable OffsetAndMetadata offset) {
            if (offset == null) {
                return START;
            }
            Matcher matcher = FORM.matcher(offset.metadata());
            if (!matcher.matches()) {
                throw new IllegalStateException("no feed position: " + offset);
            }
            return new Position(offset.offset(), Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }
    }

    private final Path file;
    private final ConsumerGroupMetadata group;
    private final Pace pace;
    private final PrintWriter err;
    private final KafkaProducer<String, Activity> producer;
    private final Thread thread;
    private volatile Position position;
    private volatile boolean finished;
    private volatile boolean stopping;
    private volatile @Nullable Exception failure;

    private Feed(
            Path file,
            ConsumerGroupMetadata group,
            Pace pace,
            PrintWriter err,
            KafkaProducer<String, Activity> producer,
            Position position) {
        this.file = file;
        this.group = group;
        this.pace = pace;
        this.err = err;
        this.producer = producer;
        this.position = position;
        this.thread = Thread.ofPlatform().name("feed").unstarted(this::run);
    }

    /**
     * Fences off a feed that was killed and finds where it stopped.
     *
     * @param err where bad lines are named
     */
    static Feed resume(Path file, RunConfig servers, Pace pace, PrintWriter err) throws IOException {
        String group = "pointstream-demo-feed-" + fingerprint(file);
        KafkaProducer<String, Activity> producer = ActivityRecords.producer(
                servers.kafka().properties(),
                servers.schemaRegistry().serdeProperties(),
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID,
                        ProducerConfig.LINGER_MS_CONFIG, 0,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000));
        // Aborts what a killed feed left open, so that the position is final when it is read.
        producer.initTransactions();
        Map<String, Object> reader = new HashMap<>(servers.kafka().properties());
        reader.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        reader.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Position position = Position.of(consumer.committed(Set.of(POSITION)).get(POSITION));
            return new Feed(file, consumer.groupMetadata(), pace, err, producer, position);
        }
    }

    private static String fingerprint(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** How far the file is in Kafka, committed. */
    Position position() {
        return position;
    }

    /** Whether the whole file is in Kafka. */
    boolean finished() {
        return finished;
    }

    /** What ended the feed before its end, or null. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** Begins to feed in a thread of its own, until the end of the file, {@link #close} or a failure. */
    void start() {
        thread.start();
    }

    private void run() {
        try {
            feed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            if (!stopping) {
                failure = e;
            }
        }
    }

    private void feed() throws IOException, InterruptedException {
        int most = pace.bundle(TRANSACTION_EVENTS_MAX);
        Position reached = position;
        try (EventLines lines = EventLines.of(file)) {
            Line line = skip(lines, reached.lines());
            while (line != null && !stopping) {
                pace.await(most);
                producer.beginTransaction();
                for (int inTransaction = 0; inTransaction < most && line != null; inTransaction++) {
                    reached = take(line, reached);
                    line = lines.next();
                }
                producer.sendOffsetsToTransaction(Map.of(POSITION, reached.asOffset()), group);
                producer.commitTransaction();
                position = reached;
            }
            finished = line == null;
        }
    }

    private static @Nullable Line skip(EventLines lines, long done) throws IOException {
        Line line = lines.next();
        while (line != null && line.number() <= done) {
            line = lines.next();
        }
        return line;
    }

    private Position take(Line line, Position before) {
        return switch (line) {
            case Line.Good(long number, Activity activity) -> {
                // What becomes of it is learned at the commit, which fails with it.
                var _ = producer.send(ActivityRecords.of(activity));
                yield new Position(number, before.events() + 1, before.bad());
            }
            case Line.Bad(long number, BadLineException problem) -> {
                String field = problem.field() == null ? "" : problem.field() + ": ";
                err.println(file + ":" + number + ": " + field + problem.problem());
                err.flush();
                yield new Position(number, before.events(), before.bad() + 1);
            }
        };
    }

    /** Stops after the transaction under way. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(STOP_TIMEOUT);
    }
}
