package io.pointstream.app.rules;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.pointstream.engine.farming.ReasonCode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much each reason code speaks for farming, in log-odds at strength 1: an L2-regularised logistic regression. A code that would
 * speak against it is left out, since a detector's silence is no proof, and the rest is fitted again.
 *
 * <p>The solver is Newton's method on the whole sum: no chance is in it, and the order of the accounts decides nothing but the last
 * bits.
 */
final class Regression {

    /** What a mistake costs against large coefficients: LIBLINEAR's own choice. */
    private static final double COST = 1;

    private static final double TOLERANCE = 1e-6;

    static {
        Linear.disableDebugOutput();
    }

    /** One account. */
    record Example(Map<ReasonCode, Double> strengths, boolean farms) {}

    private Regression() {}

    /**
     * Fits.
     *
     * @param examples of both kinds
     * @param codes those to look at
     * @return a coefficient over 0 for each code that speaks for farming
     */
    static Map<ReasonCode, Double> fit(List<Example> examples, Set<ReasonCode> codes) {
        Set<ReasonCode> left = EnumSet.noneOf(ReasonCode.class);
        left.addAll(codes);
        while (!left.isEmpty()) {
            Map<ReasonCode, Double> coefficients = coefficients(examples, List.copyOf(left));
            if (!left.removeIf(code -> coefficients.getOrDefault(code, 0.0) <= 0)) {
                return coefficients;
            }
        }
        return new EnumMap<>(ReasonCode.class);
    }

    private static Map<ReasonCode, Double> coefficients(List<Example> examples, List<ReasonCode> codes) {
        Problem problem = new Problem();
        problem.l = examples.size();
        problem.n = codes.size() + 1;
        problem.bias = 1;
        problem.x = examples.stream()
                .map(example -> features(example.strengths, codes))
                .toArray(Feature[][]::new);
        problem.y =
                examples.stream().mapToDouble(example -> example.farms ? 1 : 0).toArray();
        Parameter parameter = new Parameter(SolverType.L2R_LR, COST, TOLERANCE);
        // How rare farmers are is no reason for a penalty.
        parameter.setRegularizeBias(false);
        Model model = Linear.train(problem, parameter);
        // The library names the class of the first example first, and its coefficients speak for that class.
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        Map<ReasonCode, Double> coefficients = new EnumMap<>(ReasonCode.class);
        for (int i = 0; i < codes.size(); i++) {
            coefficients.put(codes.get(i), sign * model.getFeatureWeights()[i]);
        }
        return coefficients;
    }

    private static Feature[] features(Map<ReasonCode, Double> strengths, List<ReasonCode> codes) {
        Feature[] features = new Feature[codes.size() + 1];
        for (int i = 0; i < codes.size(); i++) {
            features[i] = new FeatureNode(i + 1, strengths.getOrDefault(codes.get(i), 0.0));
        }
        features[codes.size()] = new FeatureNode(codes.size() + 1, 1);
        return features;
    }
}
