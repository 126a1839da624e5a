package io.pointstream.engine.expression;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The values that one subject of a condition can still have: at least those that it can, never fewer. */
sealed interface Domain {

    /** What is left when both hold; of one kind, since both are about one subject. */
    Domain and(Domain other);

    boolean isEmpty();

    /** What a boolean expression comes to. */
    enum Answer {
        TRUE,
        FALSE,
        /** It has no value, as after a division by zero. */
        NONE
    }

    /** Of a boolean expression: a flag, which always has a value, or one that nothing more is known of. */
    record Answers(Set<Answer> possible) implements Domain {

        @Override
        public Domain and(Domain other) {
            Set<Answer> both = EnumSet.copyOf(possible);
            both.retainAll(((Answers) other).possible);
            return new Answers(both);
        }

        @Override
        public boolean isEmpty() {
            return possible.isEmpty();
        }
    }

    /**
     * Of a text.
     *
     * @param excluded whether the values are those that it cannot have
     */
    record Texts(Set<String> values, boolean excluded) implements Domain {

        @Override
        public Domain and(Domain other) {
            Texts texts = (Texts) other;
            if (excluded && texts.excluded) {
                Set<String> either = new HashSet<>(values);
                either.addAll(texts.values);
                return new Texts(either, true);
            }
            Texts some = excluded ? texts : this;
            Texts rest = excluded ? this : texts;
            Set<String> left = new HashSet<>(some.values);
            left.removeIf(value -> rest.values.contains(value) == rest.excluded);
            return new Texts(left, false);
        }

        @Override
        public boolean isEmpty() {
            return !excluded && values.isEmpty();
        }
    }

    /**
     * Of a whole number.
     *
     * @param spans in ascending order, without overlap
     */
    record Wholes(List<Span> spans) implements Domain {

        /** From the first to the last, both inclusive. */
        record Span(long first, long last) {}

        static Wholes of(long first, long last) {
            return new Wholes(first > last ? List.of() : List.of(new Span(first, last)));
        }

        /** All numbers but these. */
        Wholes inverse() {
            List<Span> gaps = new ArrayList<>(spans.size() + 1);
            long next = Long.MIN_VALUE;
            for (Span span : spans) {
                if (span.first > next) {
                    gaps.add(new Span(next, span.first - 1));
                }
                if (span.last == Long.MAX_VALUE) {
                    return new Wholes(gaps);
                }
                next = span.last + 1;
            }
            gaps.add(new Span(next, Long.MAX_VALUE));
            return new Wholes(gaps);
        }

        @Override
        public Domain and(Domain other) {
            List<Span> both = new ArrayList<>();
            for (Span mine : spans) {
                for (Span theirs : ((Wholes) other).spans) {
                    long first = Math.max(mine.first, theirs.first);
                    long last = Math.min(mine.last, theirs.last);
                    if (first <= last) {
                        both.add(new Span(first, last));
                    }
                }
            }
            return new Wholes(both);
        }

        @Override
        public boolean isEmpty() {
            return spans.isEmpty();
        }
    }

    /**
     * Of a binary floating-point number: an interval, and perhaps NaN, which every comparison but {@code !=} denies.
     *
     * @param lowOpen whether the lower end does not belong to it
     */
    record Reals(double low, boolean lowOpen, double high, boolean highOpen, boolean nan) implements Domain {

        static final Reals ALL = new Reals(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false, true);

        @Override
        public Domain and(Domain other) {
            Reals reals = (Reals) other;
            boolean mineLow = low > reals.low || (low == reals.low && lowOpen);
            boolean mineHigh = high < reals.high || (high == reals.high && highOpen);
            return new Reals(
                    mineLow ? low : reals.low,
                    mineLow ? lowOpen : reals.lowOpen,
                    mineHigh ? high : reals.high,
                    mineHigh ? highOpen : reals.highOpen,
                    nan && reals.nan);
        }

        @Override
        public boolean isEmpty() {
            boolean noNumber = low > high || (low == high && (lowOpen || highOpen));
            return noNumber && !nan;
        }
    }
}
