package io.pointstream.dashboards.rules;

import io.pointstream.dashboards.desk.PublishedRules;
import io.pointstream.dashboards.rules.BookKeeper.Checked;
import io.pointstream.dashboards.rules.BookKeeper.Version;
import io.pointstream.schemas.rules.RuleBookVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The versions of the rule book, with what the check says of each. Read at most every two seconds, however many people look. */
final class Shelf {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final PublishedRules published;
    private final BookKeeper keeper;
    private final ReentrantLock reading = new ReentrantLock();
    private List<Book> books = List.of();
    private long readNanos;

    /**
     * One version.
     *
     * @param effectiveFrom null for the book that instances start with, which is in force until a published one is
     * @param publishedAt null for the book that instances start with
     * @param publishedBy empty for the book that instances start with
     */
    record Book(
            int number,
            @Nullable Instant effectiveFrom,
            String yaml,
            @Nullable Instant publishedAt,
            String publishedBy,
            Checked checked) {

        private Instant begins() {
            return effectiveFrom == null ? Instant.MIN : effectiveFrom;
        }

        Version version() {
            return new Version(number, effectiveFrom, yaml);
        }
    }

    Shelf(PublishedRules published, BookKeeper keeper) {
        this.published = published;
        this.keeper = keeper;
    }

    /**
     * All versions by number, those too that the program passes by because they are wrong.
     *
     * @throws RulesAwayException when they cannot be read
     */
    List<Book> books() {
        reading.lock();
        try {
            if (books.isEmpty() || System.nanoTime() - readNanos > FRESH.toNanos()) {
                books = read();
                readNanos = System.nanoTime();
            }
            return books;
        } catch (KafkaException e) {
            throw new RulesAwayException(e);
        } finally {
            reading.unlock();
        }
    }

    /** Has the next question read again: whoever has published wants to see it. */
    void forget() {
        reading.lock();
        try {
            books = List.of();
        } finally {
            reading.unlock();
        }
    }

    private List<Book> read() {
        List<RuleBookVersion> versions = published.read().published();
        List<Book> read = new ArrayList<>();
        if (versions.isEmpty() || versions.getFirst().getVersion() != PublishedRules.START_VERSION) {
            String yaml = keeper.startYaml();
            read.add(new Book(PublishedRules.START_VERSION, null, yaml, null, "", checked(yaml)));
        }
        for (RuleBookVersion version : versions) {
            read.add(new Book(
                    version.getVersion(),
                    version.getEffectiveFrom(),
                    version.getYaml(),
                    version.getPublishedAt(),
                    version.getPublishedBy(),
                    checked(version.getYaml())));
        }
        return List.copyOf(read);
    }

    // A version never changes: what was said of it before holds.
    private Checked checked(String yaml) {
        return books.stream()
                .filter(book -> book.yaml.equals(yaml))
                .findFirst()
                .map(Book::checked)
                .orElseGet(() -> keeper.check(yaml));
    }

    /** Those that price events, in the order in which they come into force. */
    List<Book> right() {
        return books().stream()
                .filter(book -> book.checked.isRight())
                .sorted(Comparator.comparing(Book::begins).thenComparingInt(Book::number))
                .toList();
    }

    /** The one that prices events of a time; the earliest also prices what happened before it. */
    Book inForceAt(Instant at) {
        List<Book> right = right();
        return right.reversed().stream()
                .filter(book -> !at.isBefore(book.begins()))
                .findFirst()
                .orElseGet(right::getFirst);
    }

    /** The right one of the highest number: what a candidate changes. */
    Book newest() {
        return right().stream().max(Comparator.comparingInt(Book::number)).orElseThrow();
    }

    Optional<Book> find(int number) {
        return books().stream().filter(book -> book.number == number).findFirst();
    }
}
