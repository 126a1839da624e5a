package io.pointstream.app.simulate.world;

import java.util.List;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Chance, reproducible from a seed on every machine. Each account has dice of its own, so that what one does never
 * changes what another rolls.
 */
public final class Dice {
    /** More than this mean is not rolled as a Poisson number: the product below would underflow. */
    private static final double POISSON_MEAN_MAX = 500;

    private final SplittableGenerator generator;

    private Dice(SplittableGenerator generator) {
        this.generator = generator;
    }

    public static Dice of(long seed) {
        return new Dice(RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom")
                .create(seed));
    }

    /** New dice, independent of these. */
    public Dice split() {
        return new Dice(generator.split());
    }

    public boolean chance(double probability) {
        return generator.nextDouble() < probability;
    }

    /** Uniform in 0 (inclusive) to 1 (exclusive). */
    public double fraction() {
        return generator.nextDouble();
    }

    /** Uniform, both ends inclusive. */
    public int between(int least, int most) {
        return generator.nextInt(least, most + 1);
    }

    /** Uniform, the end exclusive. */
    public double between(double least, double most) {
        return least + (most - least) * generator.nextDouble();
    }

    /** Around a mean; a spread of 1 holds two thirds of the values within ±1. */
    public double normal(double mean, double spread) {
        return mean + spread * gaussian();
    }

    /** A heavy-tailed amount: half of the values are below the median; sigma 1 puts one in a hundred above ten times it. */
    public double logNormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * gaussian());
    }

    /** How often something happens that happens {@code mean} times on average. */
    public int poisson(double mean) {
        double limit = StrictMath.exp(-Math.min(mean, POISSON_MEAN_MAX));
        int count = 0;
        for (double product = generator.nextDouble(); product > limit; product *= generator.nextDouble()) {
            count++;
        }
        return count;
    }

    public <T> T pick(List<T> values) {
        return values.get(generator.nextInt(values.size()));
    }

    /** An index below {@code size}; low ones are popular: the first eighth is hit half of the time. */
    public int popular(int size) {
        double fraction = generator.nextDouble();
        return (int) (size * fraction * fraction * fraction);
    }

    /** An index with the probability of its weight. */
    public int weighted(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double rolled = sum * generator.nextDouble();
        for (int i = 0; i < weights.length - 1; i++) {
            rolled -= weights[i];
            if (rolled < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** One of the values, with the probability of its weight. */
    public <T> T weighted(List<T> values, double... weights) {
        return values.get(weighted(weights));
    }

    /** Fisher and Yates. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = generator.nextInt(i + 1);
            int value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }

    /** Marsaglia's polar method over strict mathematics: {@code nextGaussian} may differ in the last bit between machines. */
    private double gaussian() {
        while (true) {
            double x = 2 * generator.nextDouble() - 1;
            double y = 2 * generator.nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }
}
