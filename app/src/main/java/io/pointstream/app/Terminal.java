package io.pointstream.app;

import java.io.Console;
import java.util.Optional;

/** Whether a person watches: only then lines are drawn anew in place. */
public final class Terminal {

    private Terminal() {}

    public static boolean isWatched() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
