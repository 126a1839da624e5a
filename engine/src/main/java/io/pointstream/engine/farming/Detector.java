package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;

/**
 * One way to tell a farmer from a person, by what one account does. A detector is stateless; what it remembers of an account is its
 * {@code S}, which must stay small whatever the account does, and its work per event bounded.
 *
 * @param <S> what it remembers of one account, mutable
 */
public interface Detector<S> {

    ReasonCode code();

    /** What is remembered of an account that was never seen. */
    S newState();

    /**
     * An event of the account, seen for the first time and not too late; events need not be in order.
     *
     * @param recent the account's newest events, this one among them
     */
    default void onEvent(S state, Event event, RecentEvents recent, Findings out) {}

    /** Whether an event is anything to it, given what people have allowed. */
    default boolean counts(Event event, Lists lists) {
        return true;
    }

    /** The account was invited; may come before or after its first event, and again. Only links may come of it. */
    default void onInvited(S state, Invite invite, Findings out) {}

    /** A decision about the account that counted, each once. */
    default void onDecision(S state, Decided decided, Findings out) {}

    /** Writes the state, its format version first. */
    void write(S state, StateWriter out);

    /** Reads what {@link #write} of this or an older version wrote. */
    S read(StateReader in);
}
