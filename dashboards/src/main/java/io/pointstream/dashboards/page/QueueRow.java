package io.pointstream.dashboards.page;

import io.pointstream.dashboards.desk.CaseFacts;
import io.pointstream.dashboards.desk.CaseWork;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One case of the queue.
 *
 * @param accounts how many it names
 * @param tier of its first account
 * @param held points that its accounts have
 * @param available points that its accounts have free
 * @param score 0 for a redemption, which has none
 * @param stake score × what they have; of a redemption, what is frozen
 * @param due by when it is to be decided
 * @param overdue whether that has passed
 * @param lock who has it in hand now
 */
public record QueueRow(
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
        @Nullable Instant raisedAt,
        @Nullable Instant due,
        boolean overdue,
        CaseWork work,
        CaseWork.@Nullable Lock lock) {

    static List<QueueRow> of(Table queue, Desk desk, Instant now, Instant programNow) {
        return Cells.of(queue)
                .map(row -> {
                    CaseWork work = desk.state().work(row.text("caseId"));
                    Instant raisedAt = row.time("raisedAt");
                    Instant due = raisedAt == null
                            ? null
                            : raisedAt.plus(desk.config().dueAfter(row.text("level")));
                    return new QueueRow(
                            row.text("caseId"),
                            row.text("accountId"),
                            row.integer("accounts"),
                            row.number("score"),
                            row.text("level"),
                            row.list("codes", String.class),
                            row.text("tier"),
                            row.integer("held"),
                            row.integer("available"),
                            row.integer("stake"),
                            raisedAt,
                            due,
                            due != null && due.isBefore(programNow),
                            work,
                            work.lockedAt(now).orElse(null));
                })
                .toList();
    }

    /** Its page. */
    public String href() {
        return PageContext.url("/case", Map.of("id", caseId));
    }

    /** Whether it is a redemption that waits, which has no score. */
    public boolean isRedemption() {
        return CaseFacts.isRedemption(caseId);
    }

    /** Whether somebody could decide it now: it is open, and nobody else's turn. */
    boolean isFreeFor(String person) {
        return work.isOpen(facts())
                && work.proposal() == null
                && (lock == null || lock.person().equals(person));
    }

    /** It as the desk sees it. */
    CaseFacts facts() {
        Instant raised = Objects.requireNonNull(raisedAt, "a case has its times");
        return new CaseFacts(
                caseId, accountId, (int) accounts, true, raised, raised, null, isRedemption() ? stake : held);
    }

    /** The names of its reasons, in one line. */
    public String codes(Texts t) {
        return codes.stream().distinct().map(code -> t.name("code", code)).collect(Collectors.joining(" · "));
    }

    /** The level as a style. */
    public String style() {
        return level.equals("HOLD") ? "hold" : "review";
    }
}
