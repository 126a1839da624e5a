package io.pointstream.engine.farming;

import java.time.Instant;

/**
 * The account's first act of a day: what is held against it has aged.
 *
 * @param at the act's time
 */
public record NewDay(String accountId, Instant at) implements AccountNews {

    void write(StateWriter out) {
        out.string(accountId);
        out.instant(at);
    }

    static NewDay read(StateReader in) {
        return new NewDay(in.string(), in.instant());
    }
}
