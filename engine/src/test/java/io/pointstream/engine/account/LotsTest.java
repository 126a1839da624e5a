package io.pointstream.engine.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Packed lots behave as a sorted map of days does. */
class LotsTest {

    @Property
    void areASortedMapOfDays(
            @ForAll @Size(max = 200) List<@IntRange(min = -70, max = 200) Integer> days,
            @ForAll @LongRange(min = 1) long points,
            @ForAll @IntRange(min = 1, max = 5) int takeEvery) {
        NavigableMap<Integer, Long> expected = new TreeMap<>();
        Lots lots = new Lots();
        for (int i = 0; i < days.size(); i++) {
            int day = days.get(i);
            Long known = expected.get(day);
            long change = known == null ? points : i % takeEvery == 0 ? -known : known > 1 ? -1 : 0;
            lots.add(day, change);
            expected.merge(day, change, Long::sum);
            expected.remove(day, 0L);
            assertThat(lots.of(day)).isEqualTo(expected.getOrDefault(day, 0L));
            assertThat(lots.firstDay()).isEqualTo(expected.isEmpty() ? null : expected.firstKey());
        }
        assertSame(lots, expected);
        assertSame(new Lots(lots.packed()), expected);
    }

    private static void assertSame(Lots lots, NavigableMap<Integer, Long> expected) {
        assertThat(lots.isEmpty()).isEqualTo(expected.isEmpty());
        assertThat(lots.list())
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(lot -> new Lot(LocalDate.ofEpochDay(lot.getKey()), lot.getValue()))
                        .toList());
        for (int day = -80; day < 210; day++) {
            int from = day;
            assertThat(lots.of(day)).isEqualTo(expected.getOrDefault(day, 0L));
            assertThat(lots.firstDayExcept(runs(IntStream.range(-80, from)))).isEqualTo(expected.ceilingKey(from));
        }
        DayRuns odd = runs(IntStream.range(-80, 210).filter(day -> day % 2 != 0));
        assertThat(lots.firstDayExcept(odd))
                .isEqualTo(expected.keySet().stream()
                        .filter(day -> day % 2 == 0)
                        .findFirst()
                        .orElse(null));
    }

    @Property
    void aCopyKeepsWhatItHad(@ForAll @IntRange(min = 0, max = 100) int day) {
        Lots lots = new Lots();
        lots.add(day, 5);
        Lots copy = new Lots(lots);
        lots.add(day, 1);
        assertThat(copy.of(day)).isEqualTo(5);
        copy.add(day, 2);
        assertThat(copy.of(day)).isEqualTo(7);
        assertThat(lots.of(day)).isEqualTo(6);
    }

    @Property
    void theBytesThatTheyWereReadFromStayAsTheyAre(
            @ForAll @Size(max = 20) List<@IntRange(min = -70, max = 200) Integer> days,
            @ForAll @IntRange(min = -70, max = 200) int changed) {
        Lots written = new Lots();
        NavigableMap<Integer, Long> expected = new TreeMap<>();
        for (int day : days) {
            written.add(day, 3);
            expected.merge(day, 3L, Long::sum);
        }
        StateWriter out = new StateWriter();
        out.number(7);
        out.number(written.packed().left());
        written.packed().copyTo(out);
        out.number(9);
        byte[] bytes = out.toByteArray();
        byte[] before = bytes.clone();

        StateReader in = new StateReader(bytes);
        in.number();
        Lots read = new Lots(in.part());
        assertThat(in.number()).isEqualTo(9);
        assertSame(read, expected);
        read.add(changed, 1);
        read.add(changed, 1);
        expected.merge(changed, 2L, Long::sum);
        assertSame(read, expected);
        assertThat(bytes).isEqualTo(before);
    }

    private static DayRuns runs(IntStream days) {
        DayRuns runs = new DayRuns();
        days.forEach(runs::add);
        return runs;
    }
}
