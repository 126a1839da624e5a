package io.pointstream.sinks.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One summand of a case's score.
 *
 * @param code the reason code (DOMAIN 5)
 * @param strength 0 to 1, of the strongest signal
 * @param contribution points of the score that it gives
 * @param reason in words
 * @param numbers the named figures behind it
 * @param counterparts ids of devices, merchants or accounts on the other side
 * @param eventIds some of the events counted
 */
public record Reason(
        String code,
        double strength,
        double contribution,
        String reason,
        Map<String, Double> numbers,
        List<String> counterparts,
        List<String> eventIds) {

    public Reason {
        numbers = Map.copyOf(numbers);
        counterparts = List.copyOf(counterparts);
        eventIds = List.copyOf(eventIds);
    }

    /** One line for people: {@code VELOCITY +42.0: 41 payments in a minute}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s +%.1f: %s", code, contribution, reason);
    }
}
