package io.pointstream.engine.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class AccountTest {

    private static final int TODAY = 20_000;

    /** Points that come to the lot of a day or go from it, or a notice of the day; then the account may be stored and read. */
    record Move(int day, int points, boolean notice, boolean stored) {}

    @Provide
    Arbitrary<Move> moves() {
        return Combinators.combine(
                        Arbitraries.integers().between(TODAY, TODAY + 12),
                        Arbitraries.integers().between(-2, 2),
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(true, false))
                .as(Move::new);
    }

    /** Asked after every step, it is what one finds who looks through all lots. */
    @Property
    void theEarliestUnnoticedLot(@ForAll @Size(max = 60) List<@From("moves") Move> moves) {
        Account account = new Account("a");
        TreeMap<Integer, Long> lots = new TreeMap<>();
        TreeSet<Integer> noticed = new TreeSet<>();
        long number = 0;
        for (Move move : moves) {
            Change change;
            if (move.notice) {
                noticed.add(move.day);
                change = new Change.Noticed(move.day, TODAY);
            } else {
                long there = lots.getOrDefault(move.day, 0L);
                long points = Math.max(move.points, -there);
                lots.merge(move.day, points, Long::sum);
                lots.remove(move.day, 0L);
                change = new Change.LotMoved(move.day, points);
            }
            account.apply(step(++number, change));

            Integer unnoticed = lots.keySet().stream()
                    .filter(day -> !noticed.contains(day))
                    .findFirst()
                    .orElse(null);
            Account read = AccountCodec.decode("a", AccountCodec.encode(account));
            assertThat(account.earliestUnnoticed()).isEqualTo(unnoticed);
            assertThat(read.earliestUnnoticed()).isEqualTo(unnoticed);
            assertThat(read.earliestExpiry()).isEqualTo(lots.isEmpty() ? null : lots.firstKey());
            if (move.stored) {
                account = read;
            }
        }
    }

    private static Step step(long number, Change change) {
        return new Step(
                "a",
                number,
                Instant.EPOCH,
                Tier.ORDINARY,
                null,
                List.of(),
                Balance.ZERO,
                List.of(),
                List.of(),
                List.of(change),
                List.of(),
                null,
                null,
                0);
    }
}
