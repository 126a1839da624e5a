package io.pointstream.dashboards.rules;

import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.points.JournalEntry;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Port: what the program itself says of rule books. Asked by many threads at once; writes nothing. */
public interface BookKeeper {

    /**
     * Something that is wrong in a book, or hardly meant.
     *
     * @param line from 1
     * @param column from 1
     */
    record Remark(int line, int column, String message) {}

    /**
     * What the check of a book says.
     *
     * @param rules how many it has; 0 where it has problems
     * @param problems why it is refused; empty for a right book
     * @param warnings of a right book
     */
    record Checked(int rules, List<Remark> problems, List<Remark> warnings) {

        /** Whether it can be published. */
        public boolean isRight() {
            return problems.isEmpty();
        }
    }

    /** What a part of a book is about. */
    enum Kind {
        PROGRAM,
        CATEGORY,
        TIER,
        MULTIPLIER,
        RULE
    }

    /**
     * A part of a book as its author wrote it.
     *
     * @param id of a rule or multiplier, name of a category or tier; empty for the program
     * @param fields values by path, such as {@code caps.month}, in the order of the book
     */
    record Part(Kind kind, String id, Map<String, String> fields) {
        public Part {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** A field's value; null where the book does not have it. */
        public @Nullable String field(String path) {
            return fields.get(path);
        }
    }

    /** What became of a part or a field. */
    enum What {
        ADDED,
        REMOVED,
        CHANGED,
        MOVED
    }

    /**
     * One thing in which two books differ.
     *
     * @param field the path of what changed; empty where the whole part is new, gone or moved
     * @param before null where there was none; of what moved, the rule that it stood behind
     * @param after null where there is none; of what moved, the rule that it stands behind now
     */
    record Difference(
            What what,
            Kind kind,
            String id,
            String field,
            @Nullable String before,
            @Nullable String after) {}

    /** A version by the time from which it is in force; null for ever. */
    record Version(int number, @Nullable Instant effectiveFrom, String yaml) {}

    /** With which account an event was tried. */
    enum Basis {
        /** The account as it is now. */
        LIVE,
        /** A new one, which this one is: nothing ever happened to it. */
        NEW,
        /** A new one, because another process has this one and was not asked. */
        ELSEWHERE,
        /** A new one, because nobody can say now where this one is. */
        UNAVAILABLE,
        /** A new one, because this process has no accounts, and none that has was asked. */
        NOT_HERE
    }

    /**
     * What an event would become if it came next.
     *
     * @param entry as the journal would have it
     */
    record Trial(JournalEntry entry, Basis basis) {}

    /** The book that instances start with: version 1, unless another one is published under that number. */
    String startYaml();

    /** Checks a book as {@code rules check} does. Whatever the text is, nothing is thrown. */
    Checked check(String yaml);

    /** The parts of a right book: the program first, then the others in the book's order. */
    List<Part> parts(String yaml);

    /** In what a later right book differs from an earlier one. */
    List<Difference> differences(String earlier, String later);

    /**
     * Decides on an event, without writing anything.
     *
     * @param versions right ones, at least one
     * @throws IllegalArgumentException or ArithmeticException for an event that the program cannot take, with the reason
     */
    Trial rehearse(List<Version> versions, Activity activity);
}
