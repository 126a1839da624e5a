package io.pointstream.engine.account;

import java.util.ArrayList;
import java.util.List;

/** What one threshold has seen in one window: a sum, distinct elements, and whether its award was paid. */
public final class Tally {

    static final Tally EMPTY = new Tally();

    private long sum;
    private List<String> elements = List.of();
    private boolean paid;

    public long sum() {
        return sum;
    }

    /** How many distinct elements were seen; after the award was paid they are no longer kept, and it is 0. */
    public int distinct() {
        return elements.size();
    }

    /** The elements are few: a threshold stops collecting when it is reached. */
    public boolean contains(String element) {
        return elements.contains(element);
    }

    public boolean paid() {
        return paid;
    }

    List<String> elements() {
        return elements;
    }

    void add(Change.Tallied change) {
        long total = sum + change.amount();
        sum = total < 0 ? Long.MAX_VALUE : total;
        if (change.element() != null) {
            collect(change.element());
        }
        if (change.paid()) {
            paid = true;
            elements = List.of();
        }
    }

    void collect(String element) {
        if (elements.isEmpty()) {
            elements = new ArrayList<>(4);
        }
        elements.add(element);
    }

    void restore(long restoredSum, boolean restoredPaid) {
        sum = restoredSum;
        paid = restoredPaid;
    }
}
