package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.Window;
import java.util.Comparator;

/**
 * The most points that may be granted in one window.
 *
 * @param name {@code <rule id, category or PROGRAM>/<window>}
 * @param limit points
 */
public record Cap(String name, Window window, long limit) {

    /** Owner of the caps on everything together. */
    public static final String PROGRAM = "PROGRAM";

    /** In the order in which caps are applied; among those of one window the rule's before the category's. */
    static final Comparator<Cap> ORDER = Comparator.comparing(Cap::window);

    static Cap of(String owner, Window window, long limit) {
        return new Cap(owner + "/" + window, window, limit);
    }
}
