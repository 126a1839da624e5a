package io.pointstream.engine.rules;

import io.pointstream.engine.expression.ConditionLogic;
import io.pointstream.engine.rules.BookOutline.OnceOutline;
import io.pointstream.engine.rules.BookOutline.RuleOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What is right in a rule book and yet hardly meant: rules that never match, rules that others always take the events of,
 * caps without effect. A warning is given only for what is proved of the book by itself, whatever the events are; points that
 * other versions granted in a running window are not looked at.
 */
public final class BookWarnings {

    private final Problems warnings;
    private final BookOutline book;

    private BookWarnings(Problems warnings, BookOutline book) {
        this.warnings = warnings;
        this.book = book;
    }

    /**
     * The warnings about a book that {@link RuleBookParser} has found right, in the order of the file.
     *
     * @param fileName named in the warnings
     */
    public static List<Problem> of(String yaml, String fileName) {
        Problems warnings = new Problems(fileName, yaml);
        BookOutline book = BookOutline.of(yaml);
        new BookWarnings(warnings, book).lookAtRules();
        new IdleCaps(warnings, book).look();
        return warnings.all();
    }

    private void lookAtRules() {
        List<RuleOutline> before = new ArrayList<>();
        for (RuleOutline rule : book.rules()) {
            Node when = rule.whenPlace();
            if (when != null && rule.when().neverHolds()) {
                warnings.at(when, "rule '" + rule.id() + "' never matches: its condition holds for no event");
            } else {
                lookBefore(rule, before);
                before.add(rule);
            }
        }
    }

    /** A rule that awards whatever it matches keeps the events from those behind it. */
    private void lookBefore(RuleOutline rule, List<RuleOutline> before) {
        List<RuleOutline> takers = before.stream()
                .filter(earlier -> earlier.on() == rule.on() && takesWhatItMatches(earlier, rule))
                .toList();
        for (RuleOutline taker : takers) {
            if (rule.when().impliesOneOf(List.of(taker.when()))) {
                warnings.at(
                        rule.idPlace(),
                        "rule '" + rule.id() + "' never awards: whatever it matches, '" + taker.id() + "' in line "
                                + line(taker) + " takes first");
                return;
            }
        }
        List<ConditionLogic> conditions = takers.stream().map(RuleOutline::when).toList();
        if (rule.when().impliesOneOf(conditions)) {
            String ids = takers.stream().map(taker -> "'" + taker.id() + "'").collect(Collectors.joining(", "));
            warnings.at(
                    rule.idPlace(),
                    "rule '" + rule.id() + "' never awards: whatever it matches, one of " + ids + " takes first");
        }
    }

    /** Whether the earlier rule awards every event for which its condition holds and which the later could award. */
    private static boolean takesWhatItMatches(RuleOutline earlier, RuleOutline later) {
        if (earlier.restricted() || earlier.threshold()) {
            return false;
        }
        return earlier.once() == null || isShared(earlier.once(), later.once());
    }

    /** Whether a key that the one has not paid is a key that the other has not paid either. */
    private static boolean isShared(OnceOutline one, @Nullable OnceOutline other) {
        return one.name() != null && one.equals(other);
    }

    private static int line(RuleOutline rule) {
        return rule.idPlace().getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
