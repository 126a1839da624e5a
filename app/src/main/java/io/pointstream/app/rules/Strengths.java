package io.pointstream.app.rules;

import io.pointstream.engine.farming.FlagReason;
import io.pointstream.engine.farming.ReasonCode;
import io.pointstream.engine.farming.RiskScore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How strongly an account was suspected when it was suspected most. What that was depends on the weights; so all moments are
 * kept that were not weaker in every reason code than another one.
 */
final class Strengths {

    /** Nothing was ever found. */
    static final Strengths NONE = new Strengths();

    private final List<Map<ReasonCode, Double>> moments = new ArrayList<>(1);

    /** Takes in what is left, at one moment, of all that was found. */
    void add(RiskScore score) {
        Map<ReasonCode, Double> moment = new EnumMap<>(ReasonCode.class);
        for (FlagReason reason : score.reasons()) {
            moment.put(reason.code(), reason.strength());
        }
        if (moments.stream().noneMatch(known -> covers(known, moment))) {
            moments.removeIf(known -> covers(moment, known));
            moments.add(moment);
        }
    }

    private static boolean covers(Map<ReasonCode, Double> strong, Map<ReasonCode, Double> weak) {
        return weak.entrySet().stream().allMatch(each -> strong.getOrDefault(each.getKey(), 0.0) >= each.getValue());
    }

    /** The highest score that the account would have had under some weights. */
    double score(Map<ReasonCode, Double> weights) {
        double highest = 0;
        for (Map<ReasonCode, Double> moment : moments) {
            highest = Math.max(highest, score(moment, weights));
        }
        return highest;
    }

    /** As {@link RiskScore} adds it up: each contribution to a tenth. */
    private static double score(Map<ReasonCode, Double> moment, Map<ReasonCode, Double> weights) {
        long tenths = 0;
        for (Map.Entry<ReasonCode, Double> weight : weights.entrySet()) {
            tenths += Math.round(weight.getValue() * moment.getOrDefault(weight.getKey(), 0.0) * 10);
        }
        return Math.min(RiskScore.MAX, tenths / 10.0);
    }

    /** The strength of each code at the moment at which all together were strongest; a code that was not found is absent. */
    Map<ReasonCode, Double> peak() {
        Map<ReasonCode, Double> peak = Map.of();
        double highest = 0;
        for (Map<ReasonCode, Double> moment : moments) {
            double sum =
                    moment.values().stream().mapToDouble(Double::doubleValue).sum();
            if (sum > highest) {
                highest = sum;
                peak = moment;
            }
        }
        return peak;
    }
}
