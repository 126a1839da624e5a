package io.pointstream.engine.rules;

/** A factor of at least 1 that gives a bonus on a granted base (DOMAIN 2, step 5). */
public final class Factor {

    private final String text;
    /** factor − 1. */
    private final ExactDecimal extra;

    Factor(ExactDecimal factor) {
        this.text = factor.text();
        this.extra = factor.minusOne();
    }

    /** As the rule book has it, such as {@code 1.5}. */
    public String text() {
        return text;
    }

    /** floor(granted × (factor − 1)), in points; not negative. */
    public long bonus(long granted) {
        return Math.max(0, ExactProduct.floor(granted, extra.unscaled(), extra.scale()));
    }

    /** Whether it gives no bonus, whatever was granted. */
    public boolean isOne() {
        return extra.unscaled() == 0;
    }
}
