package io.pointstream.topologies.points;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Scope;
import io.pointstream.engine.account.StoredPayload;
import io.pointstream.topologies.state.SoloStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RememberedKeysTest {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final Scope PAYMENTS = new Scope("payments", Duration.ofDays(60));

    private final Map<Bytes, byte @Nullable []> changelog = new HashMap<>();
    private final SoloStore store = new SoloStore("test", changelog::put);
    private final RememberedKeys keys = new RememberedKeys(store);

    private static Bytes at(String account, String id) {
        return RememberedKeys.storeKey(account, PAYMENTS, id);
    }

    private void put(String id, Instant at) {
        keys.put(at("a", id), payment(id, at));
    }

    private static Remembered payment(String id, Instant at) {
        return new Remembered(PAYMENTS, id, at, new StoredPayload(new byte[] {7}));
    }

    @Test
    void aChangeIsSeenAtOnceAndStoredWithTheFlush() {
        put("p1", START);

        assertThat(keys.get(at("a", "p1"))).isEqualTo(START);
        assertThat(keys.get(at("b", "p1"))).isNull();
        assertThat(changelog).isEmpty();

        keys.flush();

        assertThat(changelog).hasSize(1);
        RememberedKeys later = new RememberedKeys(store);
        assertThat(later.get(at("a", "p1"))).isEqualTo(START);
        assertThat(later.recall(at("a", "p1"), PAYMENTS, "p1")).isEqualTo(payment("p1", START));
    }

    @Test
    void whatIsDeletedIsGoneBeforeAndAfterTheFlush() {
        put("p1", START);
        keys.flush();

        keys.delete(at("a", "p1"));

        assertThat(keys.get(at("a", "p1"))).isNull();
        keys.flush();
        assertThat(new RememberedKeys(store).get(at("a", "p1"))).isNull();
        assertThat(changelog.values()).containsOnlyNulls();
    }

    @Test
    void manyChangesAreNotKeptBackUntilTheFlush() {
        for (int i = 0; i < 25_000; i++) {
            put("p" + i, START);
        }
        assertThat(changelog).hasSize(20_000);
        assertThat(keys.get(at("a", "p0"))).isEqualTo(START);
        assertThat(keys.get(at("a", "p24999"))).isEqualTo(START);
    }

    @Test
    void aSweepForgetsChangesThatAreNotYetStored() {
        put("old", START);
        put("new", START.plus(Duration.ofDays(80)));

        KeyFilter kept = new KeyFilter();
        keys.sweep("a", START.plus(Duration.ofDays(100)), null, kept);

        assertThat(kept.mayContain(at("a", "old"))).isFalse();
        assertThat(kept.mayContain(at("a", "new"))).isTrue();
        assertThat(keys.get(at("a", "old"))).isNull();
        assertThat(keys.get(at("a", "new"))).isNotNull();
    }
}
