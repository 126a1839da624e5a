package io.pointstream.engine.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A condition taken apart into cases, each of which says what every subject can be. Together they cover every event for
 * which the condition holds, and perhaps more: where there would be too many cases, some of what they say is left out. So
 * that there is no case proves that the condition holds for no event.
 */
final class Cases {

    /** Most cases that are told apart: enough for a choice of every value against a dozen rules. */
    private static final int MOST = 256;

    /** No event at all. */
    static final Cases NONE = new Cases(List.of());

    /** Every event, as far as is known. */
    static final Cases ANY = new Cases(List.of(Map.of()));

    private final List<Map<String, Domain>> cases;

    private Cases(List<Map<String, Domain>> cases) {
        this.cases = cases;
    }

    static Cases of(String subject, Domain domain) {
        return domain.isEmpty() ? NONE : new Cases(List.of(Map.of(subject, domain)));
    }

    boolean isNone() {
        return cases.isEmpty();
    }

    Cases or(Cases other) {
        if (cases.size() + other.cases.size() > MOST) {
            return ANY;
        }
        List<Map<String, Domain>> either = new ArrayList<>(cases);
        either.addAll(other.cases);
        return new Cases(either);
    }

    Cases and(Cases other) {
        List<Map<String, Domain>> both = new ArrayList<>();
        for (Map<String, Domain> mine : cases) {
            for (Map<String, Domain> theirs : other.cases) {
                if (addIfPossible(mine, theirs, both) && both.size() > MOST) {
                    return this;
                }
            }
        }
        return new Cases(both);
    }

    private static boolean addIfPossible(
            Map<String, Domain> mine, Map<String, Domain> theirs, List<Map<String, Domain>> into) {
        Map<String, Domain> both = new HashMap<>(mine);
        for (Map.Entry<String, Domain> entry : theirs.entrySet()) {
            Domain domain = both.merge(entry.getKey(), entry.getValue(), Domain::and);
            if (domain.isEmpty()) {
                return false;
            }
        }
        return into.add(both);
    }
}
