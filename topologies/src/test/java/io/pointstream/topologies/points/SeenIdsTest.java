package io.pointstream.topologies.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.topologies.state.SoloStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeenIdsTest {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private int puts;
    private int largestPut;
    private final SoloStore store = new SoloStore("test", this::written);

    private void written(Bytes key, byte @Nullable [] value) {
        if (value != null) {
            puts++;
            largestPut = Math.max(largestPut, value.length);
        }
    }

    private static SeenIds reloaded(SeenIds ids, SoloStore store) {
        ByteBuffer bytes = ByteBuffer.allocate(ids.writtenBytes());
        ids.write(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        SeenIds again = new SeenIds("a", store);
        again.read(bytes.flip());
        return again;
    }

    @Test
    void remembersAnIdWithItsTimeAndNoOther() {
        SeenIds ids = new SeenIds("a", store);
        ids.add("e1", START, WEEK);
        assertThat(ids.firstSeen("e1")).isEqualTo(START);
        assertThat(ids.firstSeen("e2")).isNull();
    }

    @Test
    void aHundredThousandIdsSurviveReloadingWithBoundedRecords() {
        SeenIds ids = new SeenIds("a", store);
        int bytesMax = 0;
        for (int i = 0; i < 100_000; i++) {
            ids.add("e" + i, START.plusSeconds(i), WEEK);
            ids.spill(START.plusSeconds(i));
            bytesMax = Math.max(bytesMax, ids.writtenBytes());
        }
        assertThat(bytesMax).isLessThan(SeenIds.TAIL * 24 + 16);
        assertThat(puts).isEqualTo(100_000 / SeenIds.TAIL);
        assertThat(largestPut).isLessThanOrEqualTo(SeenIds.TAIL * 24 + 1);

        SeenIds again = reloaded(ids, store);
        assertThat(again.size()).isEqualTo(100_000);
        for (int i = 0; i < 100_000; i += 7) {
            assertThat(again.firstSeen("e" + i)).isEqualTo(START.plusSeconds(i));
        }
        assertThat(again.firstSeen("e100000")).isNull();
    }

    @Test
    void manyIdsOfOneCommitAreSplitIntoBlocks() {
        SeenIds ids = new SeenIds("a", store);
        for (int i = 0; i < 2_000; i++) {
            ids.add("e" + i, START.plusSeconds(i), WEEK);
        }
        ids.spill(START.plusSeconds(2_000));
        SeenIds again = reloaded(ids, store);
        assertThat(again.size()).isEqualTo(2_000);
        assertThat(largestPut).isLessThanOrEqualTo(SeenIds.TAIL * 24 + 1);
    }

    @Test
    void whatIsOutOfRetentionGoesFromMemoryAndStore() {
        SeenIds ids = new SeenIds("a", store);
        Instant at = START;
        for (int i = 0; i < 60_000; i++) {
            at = START.plus(Duration.ofMinutes(i));
            ids.add("e" + i, at, WEEK);
            ids.spill(at);
        }
        int weekly = 7 * 24 * 60;
        assertThat(ids.size()).isBetween(weekly, weekly + 2 * SeenIds.TAIL);
        assertThat(store.approximateNumEntries()).isLessThanOrEqualTo(weekly / SeenIds.TAIL + 3);
        assertThat(ids.firstSeen("e59999")).isEqualTo(at);
        assertThat(ids.firstSeen("e" + (59_999 - weekly))).isEqualTo(at.minus(WEEK));
        assertThat(ids.firstSeen("e0")).isNull();
        assertThat(reloaded(ids, store).size()).isEqualTo(ids.size());
    }

    @Test
    void anIdSeenAgainAfterItsRetentionKeepsItsNewTimeWhenTheOldBlockGoes() {
        SeenIds ids = new SeenIds("a", store);
        ids.add("again", START, WEEK);
        for (int i = 1; i < SeenIds.TAIL; i++) {
            ids.add("e" + i, START.plusMillis(i), WEEK);
        }
        ids.spill(START);
        Instant later = START.plus(Duration.ofDays(8));
        ids.add("again", later, WEEK);
        for (int i = 0; i < SeenIds.TAIL; i++) {
            ids.add("l" + i, later, WEEK);
        }
        ids.spill(later);
        assertThat(ids.firstSeen("e1")).isNull();
        assertThat(ids.firstSeen("again")).isEqualTo(later);
    }

    @Test
    void aMissingBlockIsAnErrorNotAForgottenId() {
        SeenIds ids = new SeenIds("a", store);
        for (int i = 0; i < SeenIds.TAIL; i++) {
            ids.add("e" + i, START, WEEK);
        }
        ids.spill(START);
        ByteBuffer bytes = ByteBuffer.allocate(ids.writtenBytes());
        ids.write(bytes);
        assertThatThrownBy(() -> new SeenIds("a", new SoloStore("other", (key, value) -> {})).read(bytes.flip()))
                .hasMessageContaining("block 0")
                .hasMessageContaining("account a");
    }

    @Test
    void blocksOfAccountsWhoseIdsBeginAlikeAreApart() {
        SeenIds one = new SeenIds("a", store);
        SeenIds two = new SeenIds("a\0\0\0\0", store);
        for (int i = 0; i < SeenIds.TAIL; i++) {
            one.add("one" + i, START, WEEK);
            two.add("two" + i, START, WEEK);
        }
        one.spill(START);
        two.spill(START);
        assertThat(reloaded(one, store).firstSeen("one0")).isEqualTo(START);
        assertThat(store.get(Bytes.wrap(new byte[] {'a', 0, 0, 0, 0}))).isNotNull();
        assertThat(store.approximateNumEntries()).isEqualTo(2);
    }

    @Test
    void anOpenBlockOfAnEarlierReleaseIsKeptAndFollowedByTheNext() {
        SeenIds before = new SeenIds("a", store);
        for (int i = 0; i < SeenIds.TAIL; i++) {
            before.add("e" + i, START, WEEK);
        }
        before.spill(START);
        ByteBuffer written = ByteBuffer.allocate(12)
                .putInt(0)
                .putInt(0)
                .putShort((short) SeenIds.TAIL)
                .putShort((short) 0);
        SeenIds ids = new SeenIds("a", store);
        ids.read(written.flip());
        for (int i = 0; i < SeenIds.TAIL; i++) {
            ids.add("f" + i, START, WEEK);
        }
        ids.spill(START);
        SeenIds again = reloaded(ids, store);
        assertThat(again.firstSeen("e0")).isEqualTo(START);
        assertThat(again.firstSeen("f0")).isEqualTo(START);
        assertThat(again.size()).isEqualTo(2 * SeenIds.TAIL);
    }
}
