package io.pointstream.app.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** Who would be flagged at each threshold, and who of them rightly. */
final class Curve {

    /** One labelled account and its score. */
    record Scored(double score, boolean farms) {}

    /** What a threshold leads to. */
    record Point(long farmers, long honest, long allFarmers) {

        long flagged() {
            return farmers + honest;
        }

        /** Not a number when nobody is flagged. */
        double precision() {
            return (double) farmers / flagged();
        }

        double recall() {
            return (double) farmers / allFarmers;
        }

        /**
         * Whether the flagged accounts show a precision: by Jeffreys' estimate, under which few accounts cannot show a high one
         * even without a mistake.
         */
        boolean shows(double precision) {
            return (farmers + 0.5) / (flagged() + 1) >= precision;
        }
    }

    private final List<Scored> falling;
    private final long farmers;

    Curve(List<Scored> accounts) {
        falling = new ArrayList<>(accounts);
        falling.sort(Comparator.comparingDouble(Scored::score).reversed());
        farmers = accounts.stream().filter(Scored::farms).count();
    }

    /** When all with a score at the threshold or above are flagged. */
    Point at(double threshold) {
        long rightly = 0;
        long wrongly = 0;
        for (Scored account : falling) {
            if (account.score < threshold) {
                break;
            }
            if (account.farms) {
                rightly++;
            } else {
                wrongly++;
            }
        }
        return new Point(rightly, wrongly, farmers);
    }

    /** The lowest score over 0 that {@linkplain Point#shows shows} a precision; empty when none does. */
    OptionalDouble threshold(double precision) {
        OptionalDouble lowest = OptionalDouble.empty();
        long rightly = 0;
        for (int i = 0; i < falling.size() && falling.get(i).score > 0; i++) {
            Scored account = falling.get(i);
            rightly += account.farms ? 1 : 0;
            boolean lastOfItsScore = i + 1 == falling.size() || falling.get(i + 1).score < account.score;
            if (lastOfItsScore && new Point(rightly, i + 1 - rightly, farmers).shows(precision)) {
                lowest = OptionalDouble.of(account.score);
            }
        }
        return lowest;
    }
}
