package io.pointstream.topologies.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** A store on the heap behaves as a sorted map does, whenever its order is first asked for. */
class SoloStoreTest {

    private enum Act {
        PUT,
        PUT_NULL,
        PUT_IF_ABSENT,
        DELETE,
        RANGE
    }

    /** @param other a value, or where a range ends */
    record Move(Act act, byte key, byte other) {}

    @Provide
    Arbitrary<Move> moves() {
        Arbitrary<Byte> key = Arbitraries.bytes().between((byte) -3, (byte) 3);
        return Combinators.combine(Arbitraries.of(Act.class), key, key).as(Move::new);
    }

    @Property
    void isASortedMap(@ForAll @Size(max = 40) List<@From("moves") Move> moves) {
        Map<Bytes, byte @Nullable []> changelog = new HashMap<>();
        SoloStore store = new SoloStore("s", changelog::put);
        NavigableMap<Bytes, Byte> expected = new TreeMap<>();
        changelog.put(bytes((byte) 0), new byte[] {7});
        store.restore(bytes((byte) 0), new byte[] {7});
        expected.put(bytes((byte) 0), (byte) 7);
        for (Move move : moves) {
            Bytes key = bytes(move.key);
            Byte known = expected.get(key);
            switch (move.act) {
                case PUT -> {
                    store.put(key, new byte[] {move.other});
                    expected.put(key, move.other);
                }
                case PUT_NULL -> {
                    store.put(key, null);
                    expected.remove(key);
                }
                case PUT_IF_ABSENT -> {
                    assertThat(value(store.putIfAbsent(key, new byte[] {move.other})))
                            .isEqualTo(known);
                    expected.putIfAbsent(key, move.other);
                }
                case DELETE -> {
                    assertThat(value(store.delete(key))).isEqualTo(known);
                    expected.remove(key);
                }
                case RANGE -> {
                    Bytes to = bytes(move.other);
                    if (key.compareTo(to) <= 0) {
                        assertThat(list(store.range(key, to))).isEqualTo(list(expected.subMap(key, true, to, true)));
                    }
                }
            }
            assertThat(value(store.get(key))).isEqualTo(expected.get(key));
            assertThat(store.approximateNumEntries()).isEqualTo(expected.size());
            assertThat(value(changelog.get(key))).isEqualTo(expected.get(key));
        }
        assertThat(list(store.all())).isEqualTo(list(expected));
    }

    private static Bytes bytes(byte key) {
        return Bytes.wrap(new byte[] {key});
    }

    private static @Nullable Byte value(byte @Nullable [] value) {
        return value == null ? null : value[0];
    }

    private static List<String> list(KeyValueIterator<Bytes, byte[]> entries) {
        List<String> list = new ArrayList<>();
        try (entries) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                list.add(entry.key + "=" + entry.value[0]);
            }
        }
        return list;
    }

    private static List<String> list(Map<Bytes, Byte> entries) {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }
}
