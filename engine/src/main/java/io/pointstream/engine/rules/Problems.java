package io.pointstream.engine.rules;

import io.pointstream.engine.expression.Expressions.Mistake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Collects what is wrong in one file, so that all of it is reported at once. */
final class Problems {

    private static final int MOST = 100;

    private final String file;
    private final List<String> lines;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    void at(Node node, String message) {
        at(node.getStartMark(), message);
    }

    void at(Optional<Mark> mark, String message) {
        add(
                mark.map(m -> m.getLine() + 1).orElse(1),
                mark.map(m -> m.getColumn() + 1).orElse(1),
                message);
    }

    /** A mistake within an expression, at its place in the file. */
    void in(ScalarNode expression, Mistake mistake) {
        Mark start = expression.getStartMark().orElseThrow();
        int line = start.getLine() + mistake.line();
        int column = mistake.column();
        if (expression.getScalarStyle() == ScalarStyle.LITERAL || expression.getScalarStyle() == ScalarStyle.FOLDED) {
            line++;
            column += indentation(start.getLine() + 1);
        } else if (mistake.line() == 0) {
            column += start.getColumn() + (expression.isPlain() ? 0 : 1);
        }
        add(line + 1, column + 1, mistake.message());
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the file. */
    List<Problem> all() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }

    private void add(int line, int column, String message) {
        if (found.size() < MOST) {
            found.add(new Problem(file, line, column, message));
        }
    }

    private int indentation(int line) {
        String text = line < lines.size() ? lines.get(line) : "";
        return text.length() - text.stripLeading().length();
    }
}
