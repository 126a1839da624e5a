package io.pointstream.engine.decision;

import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Membership.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a decision came out as it did: kept in parts, put into English words when asked. */
public sealed interface Reason {

    /** One line. */
    String text();

    /**
     * A rule matched: how the number came about.
     *
     * @param heldBy the case for which the points are withheld; null when they are not
     */
    record Award(
            String ruleId,
            @Nullable Reached reached,
            Waterfall waterfall,
            @Nullable String heldBy) implements Reason {
        @Override
        public String text() {
            return AwardWords.of(this);
        }
    }

    /**
     * A threshold, and how far its window has come.
     *
     * @param what is counted
     * @param key that is counted apart; empty for none
     * @param soFar the sum or count, this event included
     * @param from the first day of the window
     */
    record Reached(String what, String key, long soFar, long at, Window per, LocalDate from) {}

    /** The event id is known. */
    record Duplicate(Instant first) implements Reason {
        @Override
        public String text() {
            return "the event id was already used by an event of " + first;
        }
    }

    /** Older than the lateness limit. */
    record TooLate(Instant newest, Duration behind, Duration limit) implements Reason {
        @Override
        public String text() {
            return words(behind) + " behind the account's newest event of " + newest + "; the limit is " + words(limit);
        }
    }

    /** The version in force has no rule for the type. */
    record NoRule(EventType type) implements Reason {
        @Override
        public String text() {
            return "no rule for " + type.publicName();
        }
    }

    /** An instruction that the program does not know how to carry out. */
    record NotCarriedOut(EventType type) implements Reason {
        @Override
        public String text() {
            return type.publicName() + " instructions are not carried out by this rule book";
        }
    }

    /** There are rules for the type, but the event meets none's condition. */
    record NoCondition(EventType type) implements Reason {
        @Override
        public String text() {
            return "no rule's condition holds for this " + type.publicName();
        }
    }

    /** A threshold is not reached yet. */
    record NotYet(String ruleId, Reached reached) implements Reason {
        @Override
        public String text() {
            StringBuilder out = new StringBuilder(96).append(ruleId).append(": ");
            Numbers.grouped(out, reached.soFar).append(" of ");
            Numbers.grouped(out, reached.at).append(' ').append(reached.what);
            return AwardWords.window(out, reached).append(" so far").toString();
        }
    }

    /** A threshold was reached before, and paid. */
    record ReachedBefore(String ruleId, Reached reached) implements Reason {
        @Override
        public String text() {
            StringBuilder out = new StringBuilder(96).append(ruleId).append(": ");
            Numbers.grouped(out, reached.at).append(' ').append(reached.what);
            return AwardWords.window(out, reached)
                    .append(" were reached and paid before")
                    .toString();
        }
    }

    /** When something happened that happens once. */
    sealed interface Before {

        /** Such as {@code in the day of 2026-05-20}. */
        String text();

        /** Somewhere in a window. */
        record In(Window window, LocalDate from) implements Before {
            @Override
            public String text() {
                return "in the " + window.word() + " of " + from;
            }
        }

        /** At a time. */
        record At(Instant at) implements Before {
            @Override
            public String text() {
                return "at " + at;
            }
        }
    }

    /**
     * What pays once was paid before.
     *
     * @param fields that make the key; empty for none
     * @param when it was paid
     */
    record PaidBefore(String ruleId, String fields, Before when) implements Reason {
        @Override
        public String text() {
            return ruleId + ": " + (fields.isEmpty() ? "" : "this " + fields + " was ") + "already paid " + when.text();
        }
    }

    /** What can be used once was used before. */
    record UsedBefore(String multiplier, String fields, Before when) implements Reason {
        @Override
        public String text() {
            return multiplier + ": " + (fields.isEmpty() ? "" : "this " + fields + " was ") + "already used "
                    + when.text();
        }
    }

    /** The rule matched but its points round down to nothing. */
    record ZeroBase(String ruleId, Price price) implements Reason {
        @Override
        public String text() {
            StringBuilder out = new StringBuilder(96).append(ruleId).append(": ");
            return AwardWords.product(out, price)
                    .append(" is less than 1 point")
                    .toString();
        }
    }

    /** The rule's condition holds, but it is for higher tiers. */
    record TierTooLow(String ruleId, Tier tier, Tier atLeast) implements Reason {
        @Override
        public String text() {
            return ruleId + ": for " + atLeast + (atLeast == Tier.DIAMOND ? "" : " and above") + "; the tier is "
                    + tier;
        }
    }

    /** A field does not name the period that the event lies in. */
    record OtherPeriod(String ruleId, String field, String given, String own) implements Reason {
        @Override
        public String text() {
            return ruleId + ": " + field + " " + given + " is not " + own + ", in which the event lies";
        }
    }

    /**
     * The rule does not run at the event's time.
     *
     * @param from null when it always ran before its end
     * @param until the first instant after it; null when it has no end
     */
    record NotRunning(
            String ruleId, @Nullable Instant from, @Nullable Instant until) implements Reason {
        @Override
        public String text() {
            return ruleId + ": runs" + (from == null ? "" : " from " + from) + (until == null ? "" : " until " + until);
        }
    }

    /**
     * A step of a sequence that is not the next.
     *
     * @param key the sequence, where several are told apart; empty for none
     * @param done when the step was done; null when it was not
     */
    record NotNext(
            String ruleId,
            String field,
            long step,
            int upTo,
            String key,
            @Nullable Instant done) implements Reason {
        @Override
        public String text() {
            String what = ruleId + ": " + field + " " + step + (key.isEmpty() ? "" : " for " + key);
            if (step < 1 || step > upTo) {
                return what + " is none of 1 to " + upTo;
            }
            return done != null
                    ? what + " was already done at " + done
                    : what + " comes after " + (step - 1) + ", which is not done";
        }
    }

    /** A tier change was carried out. */
    record TierSet(Tier tier, Instant from) implements Reason {
        @Override
        public String text() {
            return "tier " + tier + " from " + from;
        }
    }

    /** A multiplier was opened for a time. */
    record Opened(String multiplier, String factor, Instant from, Instant until) implements Reason {
        @Override
        public String text() {
            return multiplier + ": × " + factor + " from " + from + " until " + until;
        }
    }

    /** An expression of the rule has no value for this event. */
    record Failed(String ruleId, String problem) implements Reason {
        @Override
        public String text() {
            return ruleId + ": " + problem;
        }
    }

    /**
     * An instruction's answer, which is rare enough to be put into words at once.
     *
     * @param text one line
     */
    record Told(String text) implements Reason {}

    private static String words(Duration duration) {
        long ms = duration.toMillis();
        long days = ms / 86_400_000;
        String rest = Duration.ofMillis(ms % 86_400_000).toString().substring(2).toLowerCase(Locale.ROOT);
        if (days == 0) {
            return rest;
        }
        return days + (days == 1 ? " day" : " days") + (ms % 86_400_000 == 0 ? "" : " " + rest);
    }
}
