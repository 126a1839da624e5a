package io.pointstream.app.rules;

import io.pointstream.engine.farming.FlagReason;
import io.pointstream.engine.farming.ReasonCode;
import io.pointstream.engine.farming.RiskScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How strongly an account was suspected when it was suspected most. What that was depends on the weights; so all moments are
 * kept that were not weaker in every reason code than another one.
 */
final class Strengths {

    private static final int CODES = ReasonCode.values().length;

    /** Nothing was ever found. */
    static final Strengths NONE = new Strengths();

    private final List<double[]> moments = new ArrayList<>(1);

    /** Takes in what is left, at one moment, of all that was found. */
    void add(RiskScore score) {
        double[] moment = new double[CODES];
        for (FlagReason reason : score.reasons()) {
            moment[reason.code().ordinal()] = reason.strength();
        }
        if (moments.stream().noneMatch(known -> covers(known, moment))) {
            moments.removeIf(known -> covers(moment, known));
            moments.add(moment);
        }
    }

    private static boolean covers(double[] strong, double[] weak) {
        for (int code = 0; code < CODES; code++) {
            if (strong[code] < weak[code]) {
                return false;
            }
        }
        return true;
    }

    /** The highest score that the account would have had under some weights. */
    double score(Map<ReasonCode, Double> weights) {
        double highest = 0;
        for (double[] moment : moments) {
            highest = Math.max(highest, score(moment, weights));
        }
        return highest;
    }

    /** As {@link RiskScore} adds it up: each contribution to a tenth. */
    private static double score(double[] moment, Map<ReasonCode, Double> weights) {
        long tenths = 0;
        for (Map.Entry<ReasonCode, Double> weight : weights.entrySet()) {
            tenths += Math.round(weight.getValue() * moment[weight.getKey().ordinal()] * 10);
        }
        return Math.min(RiskScore.MAX, tenths / 10.0);
    }

    /** The strength of each code at the moment at which all together were strongest; a code that was not found is absent. */
    Map<ReasonCode, Double> peak() {
        Map<ReasonCode, Double> peak = new EnumMap<>(ReasonCode.class);
        double highest = 0;
        for (double[] moment : moments) {
            double sum = Arrays.stream(moment).sum();
            if (sum > highest) {
                highest = sum;
                peak.clear();
                for (ReasonCode code : ReasonCode.values()) {
                    if (moment[code.ordinal()] > 0) {
                        peak.put(code, moment[code.ordinal()]);
                    }
                }
            }
        }
        return peak;
    }
}
