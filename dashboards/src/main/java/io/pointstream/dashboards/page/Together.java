package io.pointstream.dashboards.page;

import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.CaseFacts;
import io.pointstream.dashboards.desk.Verdict;
import io.pointstream.sinks.report.CaseReports;
import java.util.ArrayList;
import java.util.List;

/**
 * One decision on several cases, before it is made.
 *
 * @param picked how many were picked; those that are neither free nor somebody else's are closed by now
 * @param free those that it would decide
 * @param others those that somebody else has in hand, or that wait for a second person
 * @param sums what it would do
 */
public record Together(int picked, List<QueueRow> free, List<QueueRow> others, List<Sum> sums) {

    private static final List<Verdict> POSSIBLE = List.of(Verdict.CONFIRM, Verdict.CLEAR);

    /**
     * What it would do to cases of one kind.
     *
     * @param redemptions whether they are redemptions that wait
     * @param points of all of them; of an account that two cases name, once
     * @param accounts of all of them, each once
     * @param takeTwo cases that will wait for a second person
     */
    public record Sum(Verdict verdict, boolean redemptions, long points, long accounts, int takeTwo) {}

    static final Together NOTHING = new Together(0, List.of(), List.of(), List.of());

    /** @param named the accounts of the free ones that are no redemptions */
    static Together of(int picked, List<QueueRow> open, String me, CaseReports.Named named, CaseDesk desk) {
        List<QueueRow> free = open.stream().filter(row -> row.isFreeFor(me)).toList();
        List<CaseFacts> suspicions = facts(free, false);
        List<CaseFacts> redemptions = facts(free, true);
        List<Sum> sums = new ArrayList<>();
        for (Verdict verdict : POSSIBLE) {
            if (!suspicions.isEmpty()) {
                int takeTwo = (int) suspicions.stream()
                        .filter(facts -> desk.takesTwo(facts, verdict))
                        .count();
                sums.add(new Sum(verdict, false, named.held(), named.accounts(), takeTwo));
            }
            if (!redemptions.isEmpty()) {
                long frozen =
                        redemptions.stream().mapToLong(CaseFacts::heldPoints).sum();
                sums.add(new Sum(verdict, true, frozen, redemptions.size(), 0));
            }
        }
        return new Together(
                picked, free, open.stream().filter(row -> !row.isFreeFor(me)).toList(), List.copyOf(sums));
    }

    private static List<CaseFacts> facts(List<QueueRow> rows, boolean redemptions) {
        return rows.stream()
                .filter(row -> row.isRedemption() == redemptions)
                .map(QueueRow::facts)
                .toList();
    }

    /** Those that were picked and are closed by now. */
    public int closed() {
        return picked - free.size() - others.size();
    }

    /** The decisions to choose from. */
    public List<Verdict> verdicts() {
        return free.isEmpty() ? List.of() : POSSIBLE;
    }

    /** What one of them would do. */
    public List<Sum> sums(Verdict verdict) {
        return sums.stream().filter(sum -> sum.verdict() == verdict).toList();
    }
}
