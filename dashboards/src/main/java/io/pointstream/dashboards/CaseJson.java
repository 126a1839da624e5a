package io.pointstream.dashboards;

import io.pointstream.dashboards.desk.CaseDesk.Preview;
import io.pointstream.dashboards.desk.CaseWork;
import io.pointstream.dashboards.desk.Grounds;
import io.pointstream.dashboards.desk.Verdict;
import io.pointstream.dashboards.page.Case;
import io.pointstream.dashboards.page.CaseFile;
import io.pointstream.dashboards.page.QueueRow;
import io.pointstream.schemas.json.Times;
import io.pointstream.sinks.report.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case for programs: what detection says of it, what people have done about it, and what can be decided.
 *
 * @param verdict the last word on it since it was raised
 * @param available points that its accounts have free
 * @param held points that its accounts have; of a redemption, those that are frozen for it
 */
record CaseJson(
        String caseId,
        String accountId,
        List<String> members,
        double score,
        String level,
        String status,
        List<Reason> reasons,
        String counterfactual,
        String endWhy,
        @Nullable String raisedAt,
        @Nullable String updatedAt,
        long held,
        long available,
        @Nullable Verdict verdict,
        Hand hand,
        List<Note> notes,
        @Nullable Proposal proposal,
        List<Choice> choices) {

    /** Whose it is, and who has it in hand. */
    record Hand(
            @Nullable String assignee,
            @Nullable String lockedBy,
            @Nullable String lockedUntil) {

        static Hand of(CaseWork work, CaseWork.@Nullable Lock lock) {
            return new Hand(
                    work.assignee(),
                    lock == null ? null : lock.person(),
                    lock == null ? null : Times.utc(lock.until()));
        }
    }

    /** What somebody wrote down. */
    record Note(String person, String at, String text) {}

    /** A decision that waits for a second person. */
    record Proposal(String id, String person, String at, Verdict decision, String reason, String note) {}

    /** A decision that can be made, and what it would do. */
    record Choice(Verdict decision, long points, int accounts, boolean takesTwo, List<Grounds> reasons) {}

    static CaseJson of(CaseFile file, Case shown, CaseWork work, List<Preview> previews, Instant now) {
        CaseWork.Proposal proposal = work.proposal();
        return new CaseJson(
                shown.caseId(),
                shown.accountId(),
                shown.members(),
                shown.score(),
                shown.level(),
                shown.status(),
                shown.reasons(),
                shown.counterfactual(),
                shown.endWhy(),
                time(shown.raisedAt()),
                time(shown.updatedAt()),
                file.facts().heldPoints(),
                file.available(),
                work.verdict(file.facts()),
                Hand.of(work, work.lockedAt(now).orElse(null)),
                work.notes().stream()
                        .map(note -> new Note(note.person(), Times.utc(note.at()), note.text()))
                        .toList(),
                proposal == null
                        ? null
                        : new Proposal(
                                proposal.actId(),
                                proposal.person(),
                                Times.utc(proposal.at()),
                                proposal.verdict(),
                                proposal.reason(),
                                proposal.note()),
                previews.stream()
                        .map(preview -> new Choice(
                                preview.verdict(),
                                preview.points(),
                                preview.accounts(),
                                preview.takesTwo(),
                                preview.grounds()))
                        .toList());
    }

    /** A case of the queue. */
    record Queued(
            String caseId,
            String accountId,
            long accounts,
            double score,
            String level,
            List<String> codes,
            String tier,
            long held,
            long available,
            long stake,
            @Nullable String raisedAt,
            @Nullable String due,
            boolean overdue,
            Hand hand,
            @Nullable String proposedBy) {

        static Queued of(QueueRow row) {
            CaseWork.Proposal proposal = row.work().proposal();
            return new Queued(
                    row.caseId(),
                    row.accountId(),
                    row.accounts(),
                    row.score(),
                    row.level(),
                    row.codes(),
                    row.tier(),
                    row.held(),
                    row.available(),
                    row.stake(),
                    time(row.raisedAt()),
                    time(row.due()),
                    row.overdue(),
                    Hand.of(row.work(), row.lock()),
                    proposal == null ? null : proposal.person());
        }
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : Times.utc(at);
    }
}
