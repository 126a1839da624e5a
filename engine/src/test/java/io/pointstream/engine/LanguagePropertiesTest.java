package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What holds for every input of the constructs that remember. */
class LanguagePropertiesTest {

    private static final String NOON = "2026-05-15T12:00:00";

    private static final RuleBooks BRACKETS = RuleBooks.single(RuleBookParser.parse("""
            language: 1
            zone: Asia/Shanghai
            lateness: 3 days
            eventIdMemory: 7 days
            categories:
              CONSUMPTION: { validity: 12 months, bonuses: true }
            rules:
              - id: each
                category: CONSUMPTION
                on: payment.settled
                when: channel != 'JD'
                points:
                  { quantity: amountFen, decimals: 2, rate: 0.3, brackets: [{ above: 0.5, rate: 2 }, { above: 500, rate: 0.0007 }] }
              - id: total
                category: CONSUMPTION
                on: payment.settled
                when: channel == 'JD'
                points:
                  quantity: amountFen
                  decimals: 2
                  rate: 0.3
                  brackets: [{ above: 0.5, rate: 2 }, { above: 500, rate: 0.0007 }]
                  ofTotal: { per: day }
            """, "brackets.yaml"));

    @Property(tries = 200)
    void aDaysCommentsAreWorthTheirWeightedCount(@ForAll @Size(max = 80) List<Content.StreamKind> comments) {
        Program program = new Program();
        Map<Content.StreamKind, Integer> counts = new HashMap<>();
        Map<Content.StreamKind, Long> points = new HashMap<>();
        for (Content.StreamKind kind : comments) {
            Decision decision = program.take(new Content.LiveCommented(program.at(NOON), "s", kind, 900))
                    .decision();
            int count = counts.merge(kind, 1, Integer::sum);
            long all = points.merge(kind, decision.basePoints(), Long::sum);
            assertThat(all).isEqualTo(count * (kind == Content.StreamKind.TALENT ? 12L : 8L) / 10);
            assertThat(decision.outcome() == Outcome.NOT_ELIGIBLE).isEqualTo(decision.basePoints() == 0);
        }
        assertThat(program.account().balance().available()).isLessThanOrEqualTo(50);
    }

    @Property
    void bracketsAreExact(@ForAll @LongRange(min = 1) long fen) {
        Decision decision = new Program(BRACKETS).pay(NOON, Channel.ONLINE, fen).decision();
        assertThat(decision.basePoints()).isEqualTo(worth(fen));
    }

    @Property
    void aTotalIsPaidWhatItIsWorthHoweverItComes(
            @ForAll @Size(max = 20) List<@LongRange(min = 1, max = 100_000) Long> amounts) {
        Program program = new Program(BRACKETS);
        long total = 0;
        for (long fen : amounts) {
            program.pay(NOON, Channel.JD, fen);
            total += fen;
            assertThat(program.account().balance().available()).isEqualTo(worth(total));
        }
    }

    @Property(tries = 200)
    void aCollectionPaysItsFifthDistinctCardOnce(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 13) Integer> cards) {
        Program program = new Program();
        Map<Integer, Set<Integer>> collected = new HashMap<>();
        for (int drawn : cards) {
            int campaign = drawn % 2;
            Set<Integer> set = collected.computeIfAbsent(campaign, c -> new HashSet<>());
            boolean fifth = set.add(drawn) && set.size() == 5;
            Decision decision = program.take(
                            new Campaign.CardCollected(program.at(NOON), "c" + campaign, "card" + drawn))
                    .decision();
            assertThat(decision.outcome()).isEqualTo(fifth ? Outcome.AWARDED : Outcome.NOT_ELIGIBLE);
        }
    }

    @Property(tries = 200)
    void aChainTakesOnlyTheNextStep(@ForAll @Size(max = 40) List<@IntRange(min = 0, max = 9) Integer> drawn) {
        Program program = new Program();
        int[] last = new int[2];
        for (int number : drawn) {
            int campaign = number % 2;
            int step = number / 2;
            boolean next = step == last[campaign] + 1 && step <= 3;
            Decision decision = program.take(new Campaign.ChainStep(program.at(NOON), "c" + campaign, step))
                    .decision();
            assertThat(decision.outcome()).isEqualTo(next ? Outcome.AWARDED : Outcome.NOT_ELIGIBLE);
            assertThat(decision.basePoints()).isEqualTo(next ? 25L << step : 0);
            last[campaign] = next ? step : last[campaign];
        }
    }

    /** By another way than the engine's: each fen at its own rate. */
    private static long worth(long fen) {
        BigDecimal first = BigDecimal.valueOf(Math.min(fen, 50)).multiply(new BigDecimal("0.003"));
        BigDecimal second =
                BigDecimal.valueOf(Math.max(0, Math.min(fen, 50_000) - 50)).multiply(new BigDecimal("0.02"));
        BigDecimal third = BigDecimal.valueOf(Math.max(0, fen - 50_000)).multiply(new BigDecimal("0.000007"));
        return first.add(second).add(third).longValue();
    }
}
