package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimetableTest {

    private static final int DAY_MS = 86_400_000;
    private static final int MINUTE_MS = 60_000;

    @Property
    void repetitionIsThatOfBruteForce(@ForAll @Size(max = 120) List<@IntRange(max = 10 * 1440 - 1) Integer> minutes) {
        Timetable timetable = new Timetable();
        TreeMap<Integer, List<Integer>> returns = new TreeMap<>();
        int last = -1000;
        for (int minute : new TreeSet<>(minutes)) {
            if (minute - last >= 10) {
                returns.computeIfAbsent(minute / 1440, day -> new ArrayList<>()).add(minute % 1440);
            }
            last = minute;
            timetable = add(timetable, minute);
        }
        while (returns.size() > 8) {
            returns.pollFirstEntry();
        }
        int repeated = 0;
        int counted = 0;
        List<Integer> before = null;
        for (List<Integer> day : returns.values()) {
            if (before != null) {
                counted += day.size();
                List<Integer> other = before;
                repeated += (int) day.stream()
                        .filter(time -> other.stream().anyMatch(old -> Math.abs(old - time) <= 1))
                        .count();
            }
            before = day;
        }
        Timetable.Repetition repetition = timetable.repetition(1);
        assertThat(repetition.returns()).isEqualTo(counted);
        assertThat(repetition.repeated()).isEqualTo(repeated);
    }

    @Test
    void surpriseIsThatOfChernoffsBound() {
        Timetable timetable = new Timetable();
        for (int day = 0; day < 2; day++) {
            for (int hour = 8; hour < 16; hour++) {
                timetable = add(timetable, day * 1440 + hour * 60 + (hour < 12 ? day : 30 * day));
            }
        }
        // Four of eight, where a person has one of ten: 8 × (0.5 log2 5 + 0.5 log2 (0.5 / 0.9)).
        assertThat(timetable.repetition(1).repeated()).isEqualTo(4);
        assertThat(timetable.repetition(1).surprise()).isCloseTo(5.896, within(0.001));
    }

    @Test
    void aDayHoldsABoundedNumber() {
        Timetable timetable = new Timetable();
        for (int minute = 0; minute < 30 * 1440; minute += 11) {
            timetable = add(timetable, minute);
        }
        StateWriter out = new StateWriter();
        timetable.write(out);
        assertThat(out.bytes().length).isLessThan(500);
    }

    /** An act at a minute, and the bytes read again. */
    private static Timetable add(Timetable timetable, int minute) {
        long at = (long) minute * MINUTE_MS;
        timetable.add(at, at, minute / 1440, (int) (at % DAY_MS), 10 * MINUTE_MS, MINUTE_MS, 0.1);
        StateWriter out = new StateWriter();
        timetable.write(out);
        return Timetable.read(new StateReader(out.bytes()));
    }
}
