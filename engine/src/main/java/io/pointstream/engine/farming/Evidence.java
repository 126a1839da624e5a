package io.pointstream.engine.farming;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a person can check against the raw events. Each part keeps at most {@value #LIMIT} entries: of the numbers and
 * counterparts the first, of the event ids the newest.
 *
 * @param numbers named figures, such as {@code events} → 41, in the order of their names
 * @param counterparts ids of devices, merchants and accounts on the other side
 * @param eventIds some of the events that were counted, newest last
 */
public record Evidence(SortedMap<String, Double> numbers, List<String> counterparts, List<String> eventIds) {

    public static final int LIMIT = 20;

    public Evidence {
        SortedMap<String, Double> kept = new TreeMap<>();
        for (Map.Entry<String, Double> number : numbers.entrySet()) {
            if (kept.size() == LIMIT) {
                break;
            }
            kept.put(number.getKey(), number.getValue());
        }
        numbers = Collections.unmodifiableSortedMap(kept);
        counterparts = List.copyOf(counterparts.subList(0, Math.min(LIMIT, counterparts.size())));
        eventIds = List.copyOf(eventIds.subList(Math.max(0, eventIds.size() - LIMIT), eventIds.size()));
    }

    public static Evidence of(Map<String, Double> numbers, List<String> counterparts, List<String> eventIds) {
        return new Evidence(new TreeMap<>(numbers), counterparts, eventIds);
    }

    void write(StateWriter out) {
        out.size(numbers.size());
        numbers.forEach((name, value) -> {
            out.string(name);
            out.real(value);
        });
        out.strings(counterparts);
        out.strings(eventIds);
    }

    static Evidence read(StateReader in) {
        SortedMap<String, Double> numbers = new TreeMap<>();
        for (int left = in.size(); left > 0; left--) {
            numbers.put(in.string(), in.real());
        }
        return new Evidence(numbers, in.strings(), in.strings());
    }
}
