package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OverlapTest {

    /** The debt is the most by which the events of any stretch that ends now claim more than the time since the event before it. */
    @Property
    void whatIsOwedIsThatOfBruteForce(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 100) Integer> pauses,
            @ForAll @Size(min = 40, max = 40) List<@IntRange(max = 200) Integer> lengths) {
        Overlap overlap = new Overlap();
        long owed = 0;
        int at = 0;
        for (int last = 0; last < pauses.size(); last++) {
            at += pauses.get(last);
            Overlap.Excess excess = overlap.add(at, lengths.get(last));
            long most = mostClaimed(pauses, lengths, last);
            assertThat(excess.byEnds()).isEqualTo(Math.max(0, most - owed));
            owed = most;
        }
    }

    private static long mostClaimed(List<Integer> pauses, List<Integer> lengths, int last) {
        long most = 0;
        for (int first = 1; first <= last; first++) {
            long claimed = 0;
            for (int i = first; i <= last; i++) {
                claimed += lengths.get(i) - pauses.get(i);
            }
            most = Math.max(most, claimed);
        }
        return most;
    }

    @Property
    void eventsThatFollowOneAnotherHaveNoExcessByOneOfTheReadings(
            @ForAll @Size(max = 40) List<@IntRange(max = 200) Integer> lengths,
            @ForAll @Size(min = 40, max = 40) List<@IntRange(max = 50) Integer> breaks,
            @ForAll boolean ends) {
        Overlap overlap = new Overlap();
        long at = 0;
        for (int i = 0; i < lengths.size(); i++) {
            long end = at + lengths.get(i);
            Overlap.Excess excess = overlap.add(ends ? end : at, lengths.get(i));
            assertThat(ends ? excess.byEnds() : excess.byStarts()).isZero();
            at = end + breaks.get(i);
        }
    }

    @Property
    void bytesKeepIt(@ForAll @Size(max = 40) List<@IntRange(max = 100) Integer> pauses) {
        Overlap kept = new Overlap();
        Overlap read = new Overlap();
        int at = 0;
        for (int pause : pauses) {
            at += pause;
            assertThat(read.add(at, 50)).isEqualTo(kept.add(at, 50));
            StateWriter out = new StateWriter();
            read.write(out);
            read = Overlap.read(new StateReader(out.bytes()));
        }
    }
}
