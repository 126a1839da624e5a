package io.pointstream.app.rules;

import io.pointstream.app.CommandFailure;
import io.pointstream.app.rules.Calibration.Counts;
import io.pointstream.app.rules.Calibration.Proposal;
import io.pointstream.engine.rules.RuleBookException;
import io.pointstream.engine.rules.RuleBookParser;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A rule book with a section of detection behind it. */
final class CandidateBook {

    private static final String SECTION = "farming";

    private CandidateBook() {}

    /**
     * Refuses a book that has the section already: what was set there by hand must not go unseen.
     *
     * @param name of the book, for the message
     */
    static void requireNoSection(String yaml, String name) {
        Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(yaml);
        if (root.isPresent() && root.get() instanceof MappingNode map) {
            for (NodeTuple field : map.getValue()) {
                if (field.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(SECTION)) {
                    throw new CommandFailure(
                            name
                                    + key.getStartMark()
                                            .map(CandidateBook::place)
                                            .orElse("")
                                    + ": the book has a section farming already; calibrate writes one of its own, so take it out first");
                }
            }
        }
    }

    private static String place(Mark mark) {
        return ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** The text of the book with the proposal. */
    static String with(String yaml, Proposal proposal, double precision, Counts labels) {
        StringBuilder book = new StringBuilder(yaml);
        if (!yaml.endsWith("\n")) {
            book.append('\n');
        }
        Curve.Point review = proposal.curve().at(proposal.review());
        book.append(String.format(
                Locale.ROOT,
                """

                # Learned from %d farmers and %d honest accounts for a precision of %s. On accounts that the weights were not
                # learned from, a review at %s has a precision of %.3f and a recall of %.3f.
                """,
                labels.farmers(),
                labels.honest(),
                plain(precision),
                plain(proposal.review()),
                review.precision(),
                review.recall()));
        book.append(SECTION).append(":\n  score:\n");
        book.append("    review: ").append(plain(proposal.review())).append('\n');
        book.append("    hold: ").append(plain(proposal.hold())).append('\n');
        book.append("    lapse: ").append(plain(proposal.lapse())).append('\n');
        book.append("    weights:\n");
        proposal.weights()
                .forEach((code, weight) -> book.append("      ")
                        .append(code)
                        .append(": ")
                        .append(plain(weight))
                        .append('\n'));
        return checked(book.toString());
    }

    private static String checked(String yaml) {
        try {
            RuleBookParser.parse(yaml, "candidate");
            return yaml;
        } catch (RuleBookException e) {
            throw new CommandFailure("no section can be put behind this rule book: " + e.getMessage(), e);
        }
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
