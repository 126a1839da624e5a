package io.pointstream.benchmarks.detection;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a score ranks farmers before honest accounts, and how well its top does.
 *
 * @param precision of those taken, the share that farms; 1 when none is taken
 * @param recall of those who farm, the share that is taken; 1 when nobody farms
 * @param averagePrecision the mean precision over the recall, as the score's threshold falls
 */
record Ranking(int taken, int right, double precision, double recall, double averagePrecision) {

    double f1() {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /** Takes those who are flagged. */
    static Ranking ofFlags(List<Outcome> outcomes) {
        int taken = (int) outcomes.stream().filter(Outcome::flagged).count();
        int right = (int) outcomes.stream()
                .filter(outcome -> outcome.flagged() && outcome.farms())
                .count();
        return of(taken, right, outcomes, Outcome::score);
    }

    /** Takes as many of the highest as there are farmers. */
    static Ranking ofTop(List<Outcome> outcomes, ToDoubleFunction<Outcome> score) {
        int taken = (int) outcomes.stream().filter(Outcome::farms).count();
        int right = (int) outcomes.stream()
                .sorted(Comparator.comparingDouble(score).reversed())
                .limit(taken)
                .filter(Outcome::farms)
                .count();
        return of(taken, right, outcomes, score);
    }

    private static Ranking of(int taken, int right, List<Outcome> outcomes, ToDoubleFunction<Outcome> score) {
        long farmers = outcomes.stream().filter(Outcome::farms).count();
        return new Ranking(
                taken,
                right,
                taken == 0 ? 1 : (double) right / taken,
                farmers == 0 ? 1 : (double) right / farmers,
                averagePrecision(outcomes, score));
    }

    /** The step-wise sum, ties being one step. */
    private static double averagePrecision(List<Outcome> outcomes, ToDoubleFunction<Outcome> score) {
        List<Outcome> ranked = outcomes.stream()
                .sorted(Comparator.comparingDouble(score).reversed())
                .toList();
        long farmers = ranked.stream().filter(Outcome::farms).count();
        double sum = 0;
        long right = 0;
        long rightBefore = 0;
        for (int i = 0; i < ranked.size(); i++) {
            right += ranked.get(i).farms() ? 1 : 0;
            boolean tied = i + 1 < ranked.size()
                    && score.applyAsDouble(ranked.get(i)) == score.applyAsDouble(ranked.get(i + 1));
            if (!tied) {
                sum += (double) (right - rightBefore) * right / (i + 1);
                rightBefore = right;
            }
        }
        return farmers == 0 ? 1 : sum / farmers;
    }
}
