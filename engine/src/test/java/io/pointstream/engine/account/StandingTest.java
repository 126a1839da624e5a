package io.pointstream.engine.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Membership.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StandingTest {

    @Property
    void tellsTheTierOfEveryInstantThatAnEventCanStillHave(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 3) Integer> behind,
            @ForAll @Size(min = 30, max = 30) List<Tier> tiers) {
        Standing standing = new Standing();
        TreeMap<Integer, Tier> known = new TreeMap<>();
        int newest = 10;
        for (int i = 0; i < behind.size(); i++) {
            int second = newest + 1 - behind.get(i);
            newest = Math.max(newest, second);
            standing.tierFrom(tiers.get(i), at(second), at(newest - 3));
            known.put(second, tiers.get(i));
            for (int asked = newest - 3; asked <= newest + 1; asked++) {
                Map.Entry<Integer, Tier> entry = known.floorEntry(asked);
                assertThat(standing.tierAt(at(asked))).isEqualTo(entry == null ? Tier.ORDINARY : entry.getValue());
            }
            assertThat(standing.tiers()).hasSizeLessThanOrEqualTo(5);
        }
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
