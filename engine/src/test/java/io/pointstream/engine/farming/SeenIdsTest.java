package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SeenIdsTest {

    private static final long DAY = 86_400_000;

    @Property
    void knowsExactlyWhatItWasGiven(
            @ForAll @Size(max = 50) List<@AlphaChars @NumericChars @StringLength(min = 1, max = 8) String> ids,
            @ForAll @Size(min = 50, max = 50) List<@IntRange(max = 5) Integer> days) {
        SeenIds seen = new SeenIds();
        Set<String> reference = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            assertThat(seen.has(ids.get(i))).isEqualTo(reference.contains(ids.get(i)));
            if (reference.add(ids.get(i))) {
                seen.add(ids.get(i), days.get(i) * DAY);
            }
            StateWriter out = new StateWriter();
            seen.write(out);
            seen = SeenIds.read(new StateReader(out.bytes()));
        }
    }

    @Test
    void forgetsWholeDays() {
        SeenIds seen = new SeenIds();
        seen.add("a", 0);
        seen.add("b", DAY);
        seen.forget(DAY);
        assertThat(seen.has("a")).isFalse();
        assertThat(seen.has("b")).isTrue();
    }

    @Test
    void aDayHoldsABoundedNumber() {
        SeenIds seen = new SeenIds();
        for (int i = 0; i < 100_000; i++) {
            seen.add("id-" + i, 5);
        }
        StateWriter out = new StateWriter();
        seen.write(out);
        assertThat(out.bytes().length).isLessThan(SeenIds.DAY_LIMIT * 5 + 20);
        assertThat(seen.has("id-0")).isTrue();
    }
}
