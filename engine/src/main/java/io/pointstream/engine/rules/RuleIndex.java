package io.pointstream.engine.rules;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.expression.Condition;
import io.pointstream.engine.expression.EventFields;
import io.pointstream.engine.expression.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules on one event type, so that an event meets only its own: they are split by the text field that most of them
 * demand a value of, such as a payment's channel.
 */
public final class RuleIndex {

    /**
     * A rule that an event may match.
     *
     * @param when what is still to be asked of the event
     */
    public record Candidate(Rule rule, Condition when) {}

    private final @Nullable Field splitBy;
    private final Map<String, List<Candidate>> byValue = new HashMap<>();
    private final List<Candidate> others;

    RuleIndex(EventFields fields, List<Rule> rules) {
        splitBy = mostDemanded(fields, rules);
        for (Rule rule : rules) {
            String value = splitBy == null ? null : rule.when().demanded(splitBy);
            if (value != null) {
                byValue.computeIfAbsent(value, v -> candidates(v, rules));
            }
        }
        others = candidates(null, rules);
    }

    /** The rules that an event may match, in the order of the book. */
    public List<Candidate> candidates(Event event) {
        return splitBy == null ? others : byValue.getOrDefault((String) splitBy.value(event), others);
    }

    /** The rules for one value of the field, and those that demand none. */
    private List<Candidate> candidates(@Nullable String value, List<Rule> rules) {
        List<Candidate> candidates = new ArrayList<>();
        for (Rule rule : rules) {
            String demanded = splitBy == null ? null : rule.when().demanded(splitBy);
            if (splitBy == null || demanded == null) {
                candidates.add(new Candidate(rule, rule.when()));
            } else if (demanded.equals(value)) {
                candidates.add(new Candidate(rule, rule.when().given(splitBy)));
            }
        }
        return List.copyOf(candidates);
    }

    private static @Nullable Field mostDemanded(EventFields fields, List<Rule> rules) {
        Field best = null;
        long most = 0;
        for (String name : fields.names()) {
            Field field = Objects.requireNonNull(fields.field(name));
            long demands = rules.stream()
                    .filter(rule -> rule.when().demanded(field) != null)
                    .count();
            if (demands > most) {
                most = demands;
                best = field;
            }
        }
        return best;
    }
}
