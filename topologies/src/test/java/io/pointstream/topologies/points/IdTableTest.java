package io.pointstream.topologies.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IdTableTest {

    record Op(boolean put, long id, long atMs) {}

    /** Few ids with equal low bits, so that they push each other along. */
    @Provide
    Arbitrary<List<Op>> ops() {
        return Combinators.combine(
                        Arbitraries.of(true, true, false),
                        Arbitraries.longs().between(1, 40).map(i -> i << (i % 3)),
                        Arbitraries.longs().between(0, 3))
                .as(Op::new)
                .list()
                .ofMaxSize(300);
    }

    @Property
    void behavesAsAMapWhateverIsAddedAndRemoved(@ForAll("ops") List<Op> ops) {
        IdTable table = new IdTable();
        Map<Long, Long> model = new HashMap<>();
        for (Op op : ops) {
            if (op.put) {
                table.put(op.id, ~op.id, op.atMs);
                model.put(op.id, op.atMs);
            } else {
                table.remove(op.id, ~op.id, op.atMs);
                model.remove(op.id, op.atMs);
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
        for (long i = 1; i <= 40; i++) {
            long id = i << (i % 3);
            assertThat(table.get(id, ~id)).isEqualTo(model.getOrDefault(id, IdTable.ABSENT));
        }
    }
}
