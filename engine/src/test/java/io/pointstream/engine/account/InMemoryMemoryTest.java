package io.pointstream.engine.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** It behaves as a map of scopes and keys does. */
class InMemoryMemoryTest {

    private static final List<Scope> SCOPES = List.of(new Scope("one", null), new Scope("other", null));

    @Property
    void isAMapOfScopesAndKeys(@ForAll @Size(max = 400) List<@IntRange(min = 0, max = 120) Integer> keys) {
        Map<List<Object>, Instant> expected = new HashMap<>();
        InMemoryMemory memory = new InMemoryMemory();
        for (int i = 0; i < keys.size(); i++) {
            Scope scope = SCOPES.get(i % 3 % 2);
            String key = "key-" + keys.get(i);
            if (i % 5 == 4) {
                memory.forget(new Forgotten(scope, key));
                expected.remove(List.of(scope, key));
            } else {
                Instant at = Instant.ofEpochSecond(i);
                memory.put(new Remembered(scope, key, at));
                expected.put(List.of(scope, key), at);
            }
        }
        for (Scope scope : SCOPES) {
            for (int key = 0; key <= 121; key++) {
                assertThat(memory.firstSeen(scope, "key-" + key)).isEqualTo(expected.get(List.of(scope, "key-" + key)));
            }
        }
    }
}
