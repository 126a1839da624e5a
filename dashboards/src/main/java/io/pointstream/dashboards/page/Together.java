package io.pointstream.dashboards.page;

import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.CaseFacts;
import io.pointstream.dashboards.desk.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One decision on several cases, before it is made.
 *
 * @param free those that it would decide
 * @param others those that somebody else has in hand, or that wait for a second person
 * @param sums what it would do
 */
public record Together(List<QueueRow> free, List<QueueRow> others, List<Sum> sums) {

    private static final List<Verdict> POSSIBLE = List.of(Verdict.CONFIRM, Verdict.CLEAR);

    /**
     * What it would do to cases of one kind.
     *
     * @param redemptions whether they are redemptions that wait
     * @param points of all of them
     * @param accounts of all of them; one that two cases name counts twice
     * @param takeTwo cases that will wait for a second person
     */
    public record Sum(Verdict verdict, boolean redemptions, long points, long accounts, int takeTwo) {}

    static Together of(List<QueueRow> picked, String me, CaseDesk desk) {
        List<QueueRow> free = picked.stream().filter(row -> row.isFreeFor(me)).toList();
        List<Sum> sums = new ArrayList<>();
        for (Verdict verdict : POSSIBLE) {
            Stream.of(false, true)
                    .filter(redemptions -> free.stream().anyMatch(row -> row.isRedemption() == redemptions))
                    .map(redemptions -> sum(free, verdict, redemptions, desk))
                    .forEach(sums::add);
        }
        return new Together(
                free, picked.stream().filter(row -> !row.isFreeFor(me)).toList(), List.copyOf(sums));
    }

    private static Sum sum(List<QueueRow> free, Verdict verdict, boolean redemptions, CaseDesk desk) {
        List<CaseFacts> cases = free.stream()
                .filter(row -> row.isRedemption() == redemptions)
                .map(QueueRow::facts)
                .toList();
        return new Sum(
                verdict,
                redemptions,
                cases.stream().mapToLong(CaseFacts::heldPoints).sum(),
                cases.stream().mapToLong(CaseFacts::accounts).sum(),
                (int) cases.stream()
                        .filter(facts -> desk.takesTwo(facts, verdict))
                        .count());
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
