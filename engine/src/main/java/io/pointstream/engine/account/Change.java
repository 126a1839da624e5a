package io.pointstream.engine.account;

import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.risk.RiskCase;
import java.time.Instant;
import java.time.MonthDay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change of an account's live state. Windows are given by day numbers: first day, and first day after. */
public sealed interface Change {

    /** Points were granted within a capped window. */
    record Granted(String cap, int start, int end, long points) implements Change {}

    /** Points that a refund gave back to a capped window; a window that is gone needs none. */
    record GivenBack(String cap, int start, int end, long points) implements Change {}

    /**
     * A threshold's tally moved.
     *
     * @param counter of the rule that counts, and what it counts apart, such as an article
     * @param amount added to the sum, not negative
     * @param element added to the distinct set; null for none
     * @param paid whether the threshold's award went to this event
     */
    record Tallied(
            CounterKey counter,
            int start,
            int end,
            long amount,
            @Nullable String element,
            boolean paid) implements Change {}

    /** A key was used up within a window. */
    record Marked(String scope, String key, int start, int end) implements Change {}

    /** A day joined a rule's streak. */
    record StreakDay(String rule, int day) implements Change {}

    /**
     * Free points came or went.
     *
     * @param day the day number on which the lot expires
     * @param points negative when they went
     */
    record LotMoved(int day, long points) implements Change {}

    /**
     * The owner was told of a lot's expiry.
     *
     * @param today what was told of days before it can go
     */
    record Noticed(int day, int today) implements Change {}

    /** A redemption waits for an answer. */
    record TimeOutSet(TimeOut timeOut) implements Change {}

    /** It waits no longer. */
    record TimeOutEnded(TimeOut timeOut) implements Change {}

    /** A refund waits for its payment, at most until the given time in epoch milliseconds. */
    record RefundWaits(long untilMs) implements Change {}

    /**
     * The account registered, for the first time.
     *
     * @param at the event's time; the birthday counts from it on
     * @param birthday null when it told none
     */
    record Registered(Instant at, @Nullable MonthDay birthday) implements Change {}

    /**
     * A tier counts from an instant on.
     *
     * @param keepFrom the earliest instant whose tier can still be asked for
     */
    record TierFrom(Tier tier, Instant from, Instant keepFrom) implements Change {}

    /**
     * A multiplier is open for the account.
     *
     * @param until the first instant after it
     * @param keepFrom the earliest instant that can still be asked about
     */
    record Opened(String multiplier, Instant from, Instant until, Instant keepFrom) implements Change {}

    /**
     * Held points came or went.
     *
     * @param points negative when they went
     */
    record HeldMoved(Held held, long points) implements Change {}

    /**
     * What is held against the account.
     *
     * @param cases oldest first
     * @param revision of the newest risk that was taken in
     * @param reviewedStep the newest step that carried out a reviewer's decision on one of the cases
     */
    record RiskSet(List<RiskCase> cases, long revision, long reviewedStep) implements Change {}
}
