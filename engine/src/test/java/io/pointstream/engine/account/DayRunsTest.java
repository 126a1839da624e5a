package io.pointstream.engine.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DayRunsTest {

    @Property
    void tellsTheSameLengthsAsAPlainSetOfDays(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 40) Integer> days) {
        DayRuns runs = new DayRuns();
        Set<Integer> known = new HashSet<>();
        for (int day : days) {
            int length = 1;
            while (known.contains(day - length)) {
                length++;
            }
            assertThat(runs.lengthEndingAt(day)).isEqualTo(length);
            runs.add(day);
            known.add(day);
        }
        for (int i = 1; i < runs.size(); i++) {
            assertThat(runs.start(i)).isGreaterThan(runs.end(i - 1) + 1);
        }
    }

    @Property
    void prunedRunsAreThoseThatNoLaterDayCanJoin(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 40) Integer> days,
            @ForAll @IntRange(min = 0, max = 42) int keepFrom) {
        DayRuns all = new DayRuns();
        DayRuns pruned = new DayRuns();
        days.forEach(all::add);
        days.forEach(pruned::add);
        pruned.prune(keepFrom);
        for (int day = keepFrom; day <= 42; day++) {
            assertThat(pruned.lengthEndingAt(day)).isEqualTo(all.lengthEndingAt(day));
        }
    }

    @Property
    void daysBeforeOneAreDropped(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 40) Integer> days,
            @ForAll @IntRange(min = 0, max = 42) int from) {
        DayRuns dropped = new DayRuns();
        DayRuns expected = new DayRuns();
        days.forEach(dropped::add);
        days.stream().filter(day -> day >= from).forEach(expected::add);
        dropped.dropBefore(from);
        assertThat(dropped.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(dropped.start(i)).isEqualTo(expected.start(i));
            assertThat(dropped.end(i)).isEqualTo(expected.end(i));
        }
    }
}
