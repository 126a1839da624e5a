package io.pointstream.engine.farming;

/** How improbable it is that chance alone made what was counted. */
final class Chance {

    private Chance() {}

    /**
     * A bound of the binomial tail, in nats: at least {@code hits} of {@code trials} at a chance of {@code p} each come at most once in
     * {@code exp(nats)} times (Chernoff). It holds too when the trials have chances of their own whose mean is {@code p} (Hoeffding 1956).
     * 0 when there are no more hits than expected.
     */
    static double nats(double hits, double trials, double p) {
        if (trials <= 0 || hits <= p * trials) {
            return 0;
        }
        double share = Math.min(1, hits / trials);
        double misses = share == 1 ? 0 : (1 - share) * StrictMath.log((1 - share) / (1 - p));
        return trials * (share * StrictMath.log(share / p) + misses);
    }
}
