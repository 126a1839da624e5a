package io.pointstream.engine.farming;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with the thresholds, weights and windows of detection, and where. */
public final class FarmingMistake extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Node node;

    FarmingMistake(@Nullable Node node, @Nullable String message) {
        super(message);
        this.node = node;
    }

    /** The part of the file that is to blame, or null when there is none. */
    public @Nullable Node node() {
        return node;
    }

    /** {@code :line:column}, counted from 1, or nothing. */
    String place() {
        return node == null
                ? ""
                : node.getStartMark()
                        .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                        .orElse("");
    }
}
