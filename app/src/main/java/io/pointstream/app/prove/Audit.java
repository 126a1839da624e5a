package io.pointstream.app.prove;

import io.pointstream.engine.account.Step;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.ActivityTranslator;
import io.pointstream.topologies.RiskTranslator;
import io.pointstream.topologies.points.SoloPoints;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;

/**
 * Looks at everything that a task commits, step by step: each account's book is kept from its journal, and each record is held
 * against what the engine comes to without stores, restarts and cache.
 */
final class Audit {

    private static final int LAST_EVENTS = 12;

    private final Counts counts;
    private final Digest digest;
    private final LedgerSimulation.Faults faults;
    private final PlainProgram plain = new PlainProgram();
    private final Map<String, AccountBook> books = new HashMap<>();
    private final Map<String, Balance> balances = new HashMap<>();
    private final Set<String> untold = new HashSet<>();
    private final Map<String, Deque<Work>> last = new HashMap<>();
    private final Serde<JournalEntry> journal = AvroSerdes.create(LedgerSimulation.SERDES);
    private final Serde<Notice> notices = AvroSerdes.create(LedgerSimulation.SERDES);
    private final Serde<AccountBalance> told = AvroSerdes.create(LedgerSimulation.SERDES);
    private long steps;

    Audit(Counts counts, Digest digest, LedgerSimulation.Faults faults) {
        this.counts = counts;
        this.digest = digest;
        this.faults = faults;
    }

    /** Committed, of this world. */
    long steps() {
        return steps;
    }

    void repeats() {
        counts.repeated++;
    }

    void learns() {
        counts.versions++;
    }

    void restarts() {
        counts.restarts++;
    }

    /** What a task did from one commit to the next, the writing back before the commit at the end. */
    void committed(List<Work> works) {
        counts.commits++;
        Set<String> moved = new HashSet<>();
        for (Work work : works.subList(0, works.size() - 1)) {
            if (work.activity() != null) {
                processed(work, work.activity());
            } else if (work.risk() != null) {
                suspected(work, work.risk());
            } else {
                ticked(work, moved);
            }
            work.sent().forEach(sent -> moved.add(sent.key()));
            work.sent().forEach(digest::add);
        }
        writtenBack(works.getLast());
        works.getLast().sent().forEach(digest::add);
    }

    private void processed(Work work, Activity activity) {
        String account = activity.getAccountId();
        remember(account, work);
        List<JournalEntry> entries = entries(work, account);
        for (int i = 0; i < entries.size(); i++) {
            Decision decision = entries.get(i).getDecision();
            boolean last = i == entries.size() - 1;
            Violation.unless(
                    last == (decision != null),
                    account,
                    "record %d of %d of event %s decides: %s",
                    i + 1,
                    entries.size(),
                    activity.getEventId(),
                    String.valueOf(decision));
        }
        Decision decision = entries.isEmpty() ? null : entries.getLast().getDecision();
        Violation.unless(
                decision != null
                        && decision.getEventId().equals(activity.getEventId())
                        && decision.getOccurredAt().equals(activity.getOccurredAt()),
                account,
                "event %s has the decision %s",
                activity.getEventId(),
                String.valueOf(decision));
        agree(work, account, plain.event(work.engine(), ActivityTranslator.toEvent(activity), work.tick()));
    }

    private void suspected(Work work, AccountRisk risk) {
        String account = risk.getAccountId();
        remember(account, work);
        counts.risks++;
        for (JournalEntry entry : entries(work, account)) {
            Violation.unless(entry.getDecision() == null, account, "a risk has the decision %s", entry.getDecision());
        }
        agree(work, account, plain.risk(work.engine(), RiskTranslator.toRisk(risk), work.tick()));
    }

    /** @param moved the accounts that moved since the last commit, whose timers the tick may not know yet */
    private void ticked(Work work, Set<String> moved) {
        if (work.tick() == null) {
            Violation.unless(
                    work.sent().isEmpty(),
                    "-",
                    "%d records came of no tick",
                    work.sent().size());
            return;
        }
        counts.ticks++;
        Set<String> fired = new HashSet<>();
        work.sent().forEach(sent -> fired.add(sent.key()));
        for (String account : fired) {
            remember(account, work);
            for (JournalEntry entry : entries(work, account)) {
                Violation.unless(
                        entry.getDecision() == null, account, "a tick has the decision %s", entry.getDecision());
            }
            agree(work, account, plain.tick(work.engine(), account, work.tick()));
        }
        for (String account : plain.accounts()) {
            Violation.unless(
                    fired.contains(account)
                            || moved.contains(account)
                            || !plain.isDue(work.engine(), account, work.tick()),
                    account,
                    "a timer is due at the tick of %s and did not fire",
                    work.tick());
        }
    }

    private List<JournalEntry> entries(Work work, String account) {
        List<JournalEntry> entries = new ArrayList<>(1);
        for (Work.Sent sent : work.sent()) {
            Violation.unless(
                    sent.key().equals(account) || work.account() == null, account, "the key is %s", sent.key());
            if (sent.topic().equals(Topics.POINTS_JOURNAL) && sent.key().equals(account)) {
                JournalEntry entry =
                        faults.seen(journal.deserializer().deserialize(Topics.POINTS_JOURNAL.name(), sent.value()));
                books.computeIfAbsent(account, AccountBook::new)
                        .enter(entry, work.engine().books(), work.tick());
                if (!entry.getBalance().equals(balances.put(account, entry.getBalance()))) {
                    untold.add(account);
                }
                counts.entry(entry);
                steps++;
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The engine by itself says the same, and tells the owner the same. */
    private void agree(Work work, String account, List<Step> expected) {
        List<byte[]> said = new ArrayList<>(1);
        List<byte[]> noticed = new ArrayList<>(0);
        for (Work.Sent sent : work.sent()) {
            if (sent.key().equals(account)) {
                (sent.topic().equals(Topics.POINTS_JOURNAL) ? said : noticed).add(sent.value());
            }
        }
        Violation.unless(said.size() == expected.size(), account, "%d steps, not %d", said.size(), expected.size());
        List<Notice> expectedNotices = new ArrayList<>(0);
        for (int i = 0; i < said.size(); i++) {
            Step step = expected.get(i);
            JournalEntry entry = SoloPoints.entry(step);
            if (!Arrays.equals(journal.serializer().serialize(Topics.POINTS_JOURNAL.name(), entry), said.get(i))) {
                throw new Violation(
                        account,
                        "step %d is %n%s%nwithout stores it is%n%s"
                                .formatted(
                                        step.number(),
                                        journal.deserializer().deserialize(Topics.POINTS_JOURNAL.name(), said.get(i)),
                                        entry));
            }
            step.notices().forEach(notice -> expectedNotices.add(SoloPoints.notice(account, notice)));
        }
        List<Notice> tolds = noticed.stream()
                .map(bytes -> notices.deserializer().deserialize(Topics.POINTS_NOTICES.name(), bytes))
                .toList();
        Violation.unless(
                tolds.equals(expectedNotices), account, "the owner is told %s, not %s", tolds, expectedNotices);
        tolds.forEach(notice -> counts.notice(notice.getKind()));
    }

    /** One balance for each account that is new or whose balance moved, that of its newest step. */
    private void writtenBack(Work work) {
        Map<String, AccountBalance> written = new LinkedHashMap<>();
        for (Work.Sent sent : work.sent()) {
            Violation.unless(
                    sent.topic().equals(Topics.POINTS_BALANCES), sent.key(), "a commit writes to %s", sent.topic());
            AccountBalance balance = told.deserializer().deserialize(Topics.POINTS_BALANCES.name(), sent.value());
            Violation.unless(
                    written.put(sent.key(), balance) == null, sent.key(), "two balances in one commit: %s", balance);
        }
        Violation.unless(
                written.keySet().equals(untold),
                "-",
                "balances of %s, moved have those of %s",
                written.keySet(),
                untold);
        untold.clear();
        written.forEach((account, balance) -> {
            Balance is = Objects.requireNonNull(balances.get(account));
            Violation.unless(
                    balance.getStep()
                                    == Objects.requireNonNull(books.get(account))
                                            .steps()
                            && balance.getAvailable() == is.getAvailable()
                            && balance.getHeld() == is.getHeld()
                            && balance.getFrozen() == is.getFrozen()
                            && balance.getDebt() == is.getDebt(),
                    account,
                    "the balance is written as %s, it is %s",
                    balance,
                    is);
        });
    }

    private void remember(String account, Work work) {
        Deque<Work> works = last.computeIfAbsent(account, name -> new ArrayDeque<>());
        if (works.size() == LAST_EVENTS) {
            works.removeFirst();
        }
        works.addLast(work);
    }

    /**
     * What happened to an account at last, in words.
     *
     * @param pending what the task did since the last commit; looked at already when the audit found the fault
     */
    List<String> lastEvents(String account, List<Work> pending) {
        List<Work> works = new ArrayList<>(last.getOrDefault(account, new ArrayDeque<>()));
        List<Work> own =
                pending.stream().filter(work -> account.equals(work.account())).toList();
        if (own.stream().noneMatch(works::contains)) {
            works.addAll(own);
        }
        return works.stream()
                .skip(Math.max(0, works.size() - LAST_EVENTS))
                .map(work -> work.account() == null
                        ? "tick " + work.tick()
                        : String.valueOf(work.activity() != null ? work.activity() : work.risk()))
                .toList();
    }
}
