package io.pointstream.topologies.points;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Scope;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class KeyFilterTest {

    private static final Scope PAYMENTS = new Scope("payment", null);

    private static Bytes key(Object id) {
        return RememberedKeys.storeKey("account", PAYMENTS, String.valueOf(id));
    }

    private static KeyFilter of(Iterable<?> ids) {
        KeyFilter filter = new KeyFilter();
        ids.forEach(id -> filter.add(key(id)));
        return filter;
    }

    private static KeyFilter writtenAndRead(KeyFilter filter) {
        ByteBuffer out = ByteBuffer.allocate(filter.writtenBytes() + 1);
        filter.write(out);
        assertThat(out.remaining())
                .as("bytes that were announced but not written")
                .isEqualTo(1);
        KeyFilter again = KeyFilter.read(out.flip());
        assertThat(out.remaining()).as("bytes that were written but not read").isZero();
        return again;
    }

    @Test
    void soManyKeysThatItIsOfNoUseTakeNoSpace() {
        KeyFilter filter = of(IntStream.range(0, 20_000).boxed().toList());
        assertThat(filter.weight()).isZero();
        assertThat(filter.writtenBytes()).isEqualTo(2);
        KeyFilter again = writtenAndRead(filter);
        again.add(key("another"));
        assertThat(IntStream.range(0, 30_000)).allMatch(id -> again.mayContain(key(id)));
    }

    @Test
    void bitsThatAreAllSetAreReadAsEarlierReleasesWroteThem() {
        ByteBuffer written = ByteBuffer.allocate(258).putShort((short) 2048);
        while (written.hasRemaining()) {
            written.put((byte) 0xFF);
        }
        KeyFilter filter = KeyFilter.read(written.flip());
        assertThat(written.remaining()).isZero();
        assertThat(filter.writtenBytes()).isEqualTo(2);
        assertThat(IntStream.range(0, 10_000)).allMatch(id -> filter.mayContain(key(id)));
    }

    @Property
    void everyKeyThatWasAddedIsLetThrough(@ForAll @Size(max = 6000) Set<Integer> ids) {
        KeyFilter filter = of(ids);
        KeyFilter again = writtenAndRead(filter);
        assertThat(ids).allSatisfy(id -> {
            assertThat(filter.mayContain(key(id))).isTrue();
            assertThat(again.mayContain(key(id))).isTrue();
        });
    }

    @Test
    void mostOthersAreNot() {
        assertThat(letThrough(0)).isZero();
        assertThat(letThrough(100)).isBetween(300, 700);
        assertThat(letThrough(700)).isBetween(2_600, 3_300);
    }

    /** Of 10,000 new ids that are numbered like those that were added. */
    private static int letThrough(int added) {
        KeyFilter filter = of(IntStream.range(0, added).boxed().toList());
        KeyFilter again = writtenAndRead(filter);
        int[] others = IntStream.range(100_000, 110_000)
                .filter(id -> filter.mayContain(key(id)))
                .toArray();
        assertThat(others)
                .isEqualTo(IntStream.range(100_000, 110_000)
                        .filter(id -> again.mayContain(key(id)))
                        .toArray());
        return others.length;
    }

    @Test
    void aFewKeysAreWrittenAsFewBytes() {
        assertThat(new KeyFilter().writtenBytes()).isEqualTo(2);
        assertThat(of(IntStream.range(0, 10).boxed().toList()).writtenBytes()).isEqualTo(22);
        assertThat(KeyFilter.ofAny().writtenBytes()).isEqualTo(2);
    }

    @Test
    void theSameKeysAreTheSameBytesForEver() {
        KeyFilter filter = of(List.of("p1", "p2", "4200001234"));
        ByteBuffer out = ByteBuffer.allocate(filter.writtenBytes());
        filter.write(out);
        assertThat(HexFormat.of().formatHex(out.array()))
                .as("others would hide payments that were settled before an upgrade")
                .isEqualTo("000301ba03120621");
    }

    @Test
    void anyKeyIsLetThroughByTheFilterOfAny() {
        KeyFilter any = writtenAndRead(KeyFilter.ofAny());
        assertThat(IntStream.range(0, 10_000)).allMatch(id -> any.mayContain(key(id)));
    }
}
