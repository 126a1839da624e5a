package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.LedgerTraffic.Input;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.AccountCodec;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.Lot;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Notice;
import io.pointstream.engine.account.RedemptionRecord;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Scope;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import io.pointstream.engine.rules.Cap;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** DOMAIN 4, the invariants, kept by a book of its own from postings alone, over random lives with every instruction. */
class LedgerPropertiesTest {

    /** Points that expire soon, and large redemptions that are not so large. */
    private static final RuleBooks BOOKS = RuleBooks.single(RuleBookParser.parse(
            RuleBooks.shippedYaml()
                    .replace("CONSUMPTION: { validity: 12 months", "CONSUMPTION: { validity: 12 days")
                    .replace("reviewFrom: 20000", "reviewFrom: 2500"),
            "book.yaml"));

    private static final Map<String, Long> LIMITS = BOOKS.versions().getFirst().book().rules().stream()
            .flatMap(rule -> rule.caps().stream())
            .collect(Collectors.toMap(Cap::name, Cap::limit, (one, other) -> one));

    @Property(tries = 60)
    void theLedgerHoldsAfterEveryStep(@ForAll long seed) {
        Program program = new Program(BOOKS);
        Book book = new Book();
        for (Input input : new LedgerTraffic(seed).inputs(400)) {
            for (Step step : play(program, input)) {
                book.enter(step);
            }
            book.agreesWith(program.account());
        }
    }

    @Property(tries = 30)
    void timersFireInTheOrderOfTimeAndNoneIsLeftDue(@ForAll long seed) {
        Program program = new Program(BOOKS);
        Set<String> notices = new HashSet<>();
        for (Input input : new LedgerTraffic(seed).inputs(400)) {
            List<Step> steps = play(program, input);
            List<Step> timers = steps.stream().filter(Step::isTimer).toList();
            assertThat(timers)
                    .isSortedAccordingTo((one, other) -> one.occurredAt().compareTo(other.occurredAt()));
            for (Step timer : timers) {
                for (Notice notice : timer.notices()) {
                    assertThat(notice.points()).isPositive();
                    LocalDate day = Objects.requireNonNull(notice.expiresOn());
                    assertThat(notices.add(day.toString()))
                            .as("one notice for %s", day)
                            .isTrue();
                }
            }
            if (input instanceof Input.Tick(Instant at)) {
                assertThat(program.nextDue()).isAfter(at);
            }
        }
    }

    @Property(tries = 30)
    void decidingChangesNothingAndRepeatsItself(@ForAll long seed) {
        PointsEngine engine = new PointsEngine(BOOKS);
        Program program = new Program(BOOKS);
        Account account = new Account(Program.ACCOUNT);
        InMemoryMemory memory = new InMemoryMemory();
        for (Input input : new LedgerTraffic(seed).inputs(200)) {
            for (Step expected : play(program, input)) {
                byte[] before = AccountCodec.encode(account);
                Step step = next(engine, account, input, memory);
                assertThat(step).isEqualTo(expected);
                assertThat(AccountCodec.encode(account)).isEqualTo(before);
                account.apply(step);
                memory.remember(step);
            }
            if (input instanceof Input.Tick(Instant at)) {
                account.tick(at);
            }
        }
    }

    @Property(tries = 30)
    void aMemoryThatForgetsWhatItMayAnswersTheSame(@ForAll long seed) {
        PointsEngine engine = new PointsEngine(BOOKS);
        Program elephant = new Program(BOOKS);
        Account account = new Account(Program.ACCOUNT);
        InMemoryMemory kept = new InMemoryMemory();
        Memory forgetful = new Forgetful(kept, account);
        for (Input input : new LedgerTraffic(seed).inputs(300)) {
            for (Step expected : play(elephant, input)) {
                Step step = next(engine, account, input, forgetful);
                assertThat(step).isEqualTo(expected);
                account.apply(step);
                kept.remember(step);
            }
            if (input instanceof Input.Tick(Instant at)) {
                account.tick(at);
            }
        }
    }

    @Example
    void everyPathIsWalked() {
        Set<PostingKind> kinds = EnumSet.noneOf(PostingKind.class);
        Set<RedemptionRecord.Status> statuses = EnumSet.noneOf(RedemptionRecord.Status.class);
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        Set<Notice.Kind> notices = EnumSet.noneOf(Notice.Kind.class);
        boolean debt = false;
        for (int seed = 0; seed < 40; seed++) {
            Program program = new Program(BOOKS);
            for (Input input : new LedgerTraffic(seed).inputs(400)) {
                for (Step step : play(program, input)) {
                    step.postings().forEach(posting -> kinds.add(posting.kind()));
                    step.notices().forEach(notice -> notices.add(notice.kind()));
                    if (step.redemption() != null) {
                        statuses.add(step.redemption().status());
                    }
                    if (step.answer() != null) {
                        outcomes.add(step.decision().outcome());
                    }
                    debt |= step.balance().debt() > 0 && step.balance().frozen() > 0;
                }
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder(PostingKind.values());
        assertThat(statuses).containsExactlyInAnyOrder(RedemptionRecord.Status.values());
        assertThat(notices).containsExactlyInAnyOrder(Notice.Kind.values());
        assertThat(outcomes)
                .contains(Outcome.HELD, Outcome.APPLIED, Outcome.DEFERRED, Outcome.NOT_ELIGIBLE, Outcome.TOO_LATE);
        assertThat(debt).isTrue();
    }

    @Example
    void theStateOfALongLifeStaysSmall() {
        Program program = new Program(BOOKS);
        int largest = 0;
        for (Input input : new LedgerTraffic(7).inputs(6_000)) {
            play(program, input);
            largest = Math.max(largest, AccountCodec.encode(program.account()).length);
        }
        assertThat(largest).isLessThan(3_000);
    }

    private static List<Step> play(Program program, Input input) {
        int before = program.steps().size();
        switch (input) {
            case Input.Happens(var event) -> program.take(event);
            case Input.Suspects(var risk) -> program.risk(risk);
            case Input.Tick(Instant at) -> program.tick(at);
        }
        return List.copyOf(program.steps().subList(before, program.steps().size()));
    }

    private static Step next(PointsEngine engine, Account account, Input input, Memory memory) {
        return switch (input) {
            case Input.Happens(var event) -> {
                Step timer = engine.timer(account, event, memory);
                yield timer != null ? timer : engine.decide(account, event, memory);
            }
            case Input.Suspects(var risk) -> Objects.requireNonNull(engine.risk(account, risk));
            case Input.Tick(Instant at) -> Objects.requireNonNull(engine.timer(account, at, memory));
        };
    }

    /** Answers nothing that its scope allows to forget. */
    private record Forgetful(Memory all, Account account) implements Memory {

        @Override
        public @Nullable Instant firstSeen(Scope scope, String key) {
            Remembered entry = recall(scope, key);
            return entry == null ? null : entry.at();
        }

        @Override
        public @Nullable Remembered recall(Scope scope, String key) {
            Remembered entry = all.recall(scope, key);
            Instant newest = account.newestEvent();
            return entry != null
                            && newest != null
                            && scope.retention() != null
                            && entry.at().plus(scope.retention()).isBefore(newest)
                    ? null
                    : entry;
        }
    }

    /** What an auditor knows who sees steps alone. */
    private static final class Book {

        private final Map<LedgerAccount, Long> ledger = new EnumMap<>(LedgerAccount.class);
        private final Map<String, Long> earned = new HashMap<>();
        /** By rule and component. */
        private final Map<String, Long> held = new HashMap<>();

        private final Map<String, List<Lot>> frozen = new HashMap<>();
        private final Map<String, Long> windows = new HashMap<>();
        private final Set<String> ids = new HashSet<>();

        void enter(Step step) {
            for (Posting posting : step.postings()) {
                assertThat(ids.add(posting.postingId())).isTrue();
                long points = Math.abs(posting.points());
                ledger.merge(posting.debit(), -points, Long::sum);
                ledger.merge(posting.credit(), points, Long::sum);
                if (posting.kind() == PostingKind.EARN) {
                    earned.put(posting.postingId(), points);
                } else if (posting.kind() == PostingKind.HOLD) {
                    held.merge(kind(posting), points, Long::sum);
                } else if (posting.debit() == LedgerAccount.HELD) {
                    assertThat(held.merge(kind(posting), -points, Long::sum))
                            .as("held of %s", kind(posting))
                            .isNotNegative();
                } else if (posting.kind() == PostingKind.REVERSE) {
                    assertThat(earned.merge(Objects.requireNonNull(posting.reverses()), -points, Long::sum))
                            .as("what %s has left", posting.reverses())
                            .isNotNegative();
                }
            }
            for (Change change : step.changes()) {
                if (change instanceof Change.Granted granted) {
                    windows.merge(granted.cap() + "@" + granted.start(), granted.points(), Long::sum);
                } else if (change instanceof Change.GivenBack back) {
                    windows.merge(back.cap() + "@" + back.start(), -back.points(), Long::sum);
                }
            }
            RedemptionRecord redemption = step.redemption();
            if (redemption != null) {
                frozen.put(redemption.redemptionId(), redemption.status().isOpen() ? redemption.lots() : List.of());
            }
        }

        void agreesWith(Account account) {
            assertThat(ledger.values().stream().mapToLong(Long::longValue).sum())
                    .isZero();
            assertThat(of(LedgerAccount.AVAILABLE)).isEqualTo(account.balance().available());
            assertThat(of(LedgerAccount.FROZEN)).isEqualTo(account.balance().frozen());
            assertThat(of(LedgerAccount.HELD)).isEqualTo(account.balance().held());
            assertThat(of(LedgerAccount.HELD))
                    .isEqualTo(held.values().stream().mapToLong(Long::longValue).sum());
            assertThat(of(LedgerAccount.CLAWED_BACK)).isNotNegative();
            assertThat(of(LedgerAccount.REDEEMED)).isNotNegative();
            assertThat(of(LedgerAccount.EXPIRED)).isNotNegative();
            List<Lot> open = new ArrayList<>(account.lots());
            frozen.values().forEach(open::addAll);
            assertThat(open).allSatisfy(lot -> assertThat(lot.points()).isPositive());
            assertThat(account.balance().available()
                            + account.balance().held()
                            + account.balance().frozen())
                    .isEqualTo(open.stream().mapToLong(Lot::points).sum()
                            + of(LedgerAccount.HELD)
                            - account.balance().debt());
            windows.forEach((window, points) ->
                    assertThat(points).as(window).isBetween(0L, LIMITS.get(window.substring(0, window.indexOf('@')))));
        }

        private static String kind(Posting posting) {
            return posting.ruleId() + " " + posting.component();
        }

        private long of(LedgerAccount account) {
            return ledger.getOrDefault(account, 0L);
        }
    }
}
