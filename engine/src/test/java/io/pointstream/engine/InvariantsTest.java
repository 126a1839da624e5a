package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.AccountCodec;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.Lot;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.rules.Cap;
import io.pointstream.engine.rules.Rule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** DOMAIN 4, the invariants that awarding can break; and that deciding is a pure, repeatable function. */
class InvariantsTest {

    private static final Set<Outcome> WITH_RULE =
            EnumSet.of(Outcome.AWARDED, Outcome.PARTIALLY_CAPPED, Outcome.CAPPED, Outcome.HELD);
    private static final ProgramCalendar CALENDAR = new ProgramCalendar(ZoneId.of("Asia/Shanghai"));

    @Property(tries = 60)
    void theLedgerBalancesAfterEveryStep(@ForAll long seed) {
        Program program = new Program();
        Map<LedgerAccount, Long> ledger = new EnumMap<>(LedgerAccount.class);
        Set<String> postingIds = new HashSet<>();
        for (Event event : new Traffic(seed).events(300)) {
            int before = program.steps().size();
            Step step = program.take(event);
            for (Step taken : program.steps().subList(before, program.steps().size())) {
                for (Posting posting : taken.postings()) {
                    assertThat(postingIds.add(posting.postingId())).isTrue();
                    ledger.merge(posting.debit(), -Math.abs(posting.points()), Long::sum);
                    ledger.merge(posting.credit(), Math.abs(posting.points()), Long::sum);
                }
            }
            long lots = program.account().lots().stream().mapToLong(Lot::points).sum();
            assertThat(step.balance()).isEqualTo(program.account().balance());
            assertThat(step.balance().available()).isEqualTo(lots);
            assertThat(ledger.getOrDefault(LedgerAccount.AVAILABLE, 0L)).isEqualTo(lots);
            assertThat(ledger.values().stream().mapToLong(Long::longValue).sum())
                    .isZero();
        }
    }

    @Property(tries = 60)
    void aDecisionAgreesWithItsWaterfallAndItsPostings(@ForAll long seed) {
        Program program = new Program();
        for (Event event : new Traffic(seed).events(300)) {
            Step step = program.take(event);
            Decision decision = step.decision();
            assertThat(decision.reason()).isNotBlank();
            assertThat(decision.ruleId() != null).isEqualTo(WITH_RULE.contains(decision.outcome()));
            if (decision.waterfall() == null) {
                assertThat(decision.basePoints() + decision.grantedPoints() + decision.bonusPoints())
                        .isZero();
                assertThat(step.postings()).isEmpty();
                continue;
            }
            long cut = decision.waterfall().caps().stream()
                    .mapToLong(cap -> cap.cut())
                    .sum();
            assertThat(decision.grantedPoints()).isEqualTo(decision.basePoints() - cut);
            assertThat(posted(step, true)).isEqualTo(decision.grantedPoints());
            assertThat(posted(step, false)).isEqualTo(decision.bonusPoints());
            assertThat(decision.outcome())
                    .isEqualTo(
                            cut == 0
                                    ? Outcome.AWARDED
                                    : decision.grantedPoints() > 0 ? Outcome.PARTIALLY_CAPPED : Outcome.CAPPED);
        }
    }

    @Property(tries = 60)
    void noWindowGrantsMoreThanItsCap(@ForAll long seed) {
        Program program = new Program();
        Map<String, Long> granted = new HashMap<>();
        for (Event event : new Traffic(seed).events(300)) {
            Decision decision = program.take(event).decision();
            for (Rule rule : Program.SHIPPED.versions().getFirst().book().rules()) {
                if (rule.id().equals(decision.ruleId())) {
                    rule.caps().forEach(cap -> assertWithin(cap, event, decision, granted));
                }
            }
        }
    }

    @Property(tries = 40)
    void decidingChangesNothingAndRepeatsItself(@ForAll long seed) {
        PointsEngine engine = new PointsEngine(Program.SHIPPED);
        PointsEngine other = new PointsEngine(Program.SHIPPED);
        Account account = new Account(Program.ACCOUNT);
        InMemoryMemory memory = new InMemoryMemory();
        for (Event event : new Traffic(seed).events(200)) {
            byte[] before = AccountCodec.encode(account);
            Step step = engine.decide(account, event, memory);
            assertThat(AccountCodec.encode(account)).isEqualTo(before);
            assertThat(other.decide(account, event, memory)).isEqualTo(step);
            assertThat(other.decide(AccountCodec.decode(Program.ACCOUNT, before), event, memory))
                    .isEqualTo(step);
            account.apply(step);
            memory.remember(step);
        }
    }

    @Property(tries = 40)
    void stateGoesThroughItsBytesUnchanged(@ForAll long seed) {
        Program program = new Program();
        for (Event event : new Traffic(seed).events(200)) {
            program.take(event);
            byte[] bytes = AccountCodec.encode(program.account());
            assertThat(AccountCodec.encode(AccountCodec.decode(Program.ACCOUNT, bytes)))
                    .isEqualTo(bytes);
        }
    }

    @Property(tries = 20)
    void whatIsForgottenWouldNeverHaveBeenAsked(@ForAll long seed) {
        PointsEngine engine = new PointsEngine(Program.SHIPPED);
        Account forgetful = new Account(Program.ACCOUNT);
        Account elephant = new Account(Program.ACCOUNT);
        InMemoryMemory memory = new InMemoryMemory();
        for (Event event : new Traffic(seed).events(300)) {
            Step step = engine.decide(forgetful, event, memory);
            Step remembering = engine.decide(elephant, event, memory);
            if (step.decision().outcome().counted()) {
                assertThat(remembering).isEqualTo(step);
            } else {
                assertThat(remembering.decision()).isEqualTo(step.decision());
            }
            forgetful.apply(step);
            elephant.apply(keepingAll(step));
            memory.remember(step);
        }
    }

    @Example
    void theStateOfALongLifeStaysSmall() {
        Program program = new Program();
        List<Integer> sizes = new ArrayList<>();
        for (Event event : new Traffic(7).events(4_000)) {
            program.take(event);
            sizes.add(AccountCodec.encode(program.account()).length);
        }
        assertThat(sizes.stream().mapToInt(Integer::intValue).max().orElseThrow())
                .isLessThan(8_000);
    }

    private static void assertWithin(Cap cap, Event event, Decision decision, Map<String, Long> granted) {
        if (cap.window() == Window.TRANSACTION) {
            assertThat(decision.grantedPoints()).isLessThanOrEqualTo(cap.limit());
            return;
        }
        int start = CALENDAR.day(event.occurredAt().toEpochMilli()).start(cap.window());
        long sum = granted.merge(cap.name() + "@" + start, decision.grantedPoints(), Long::sum);
        assertThat(sum).isLessThanOrEqualTo(cap.limit());
    }

    private static long posted(Step step, boolean base) {
        return step.postings().stream()
                .filter(posting -> (posting.component() == Component.BASE) == base)
                .mapToLong(Posting::points)
                .sum();
    }

    private static Step keepingAll(Step step) {
        return new Step(
                step.accountId(),
                step.number(),
                step.occurredAt(),
                step.tier(),
                step.answer(),
                step.postings(),
                step.balance(),
                step.remembered(),
                step.forgotten(),
                step.changes().stream().map(InvariantsTest::keepingAll).toList(),
                step.notices(),
                step.redemption(),
                step.risk(),
                Integer.MIN_VALUE);
    }

    private static Change keepingAll(Change change) {
        return switch (change) {
            case Change.TierFrom tier -> new Change.TierFrom(tier.tier(), tier.from(), Instant.MIN);
            case Change.Opened opened ->
                new Change.Opened(opened.multiplier(), opened.from(), opened.until(), Instant.MIN);
            default -> change;
        };
    }
}
