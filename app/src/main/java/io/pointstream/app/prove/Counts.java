package io.pointstream.app.prove;

import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.NoticeKind;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import java.util.EnumMap;
import java.util.Map;

/** What a simulation has met: a proof that met little proves little. Of committed work, but for the restarts and what they repeat. */
final class Counts {

    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<PostingKind, Long> postings = new EnumMap<>(PostingKind.class);
    private final Map<NoticeKind, Long> notices = new EnumMap<>(NoticeKind.class);
    long worlds;
    long steps;
    long events;
    long timers;
    long commits;
    long restarts;
    /** Events that were processed again after a restart. */
    long repeated;

    /** Of detection, news or not. */
    long risks;

    long ticks;
    /** Rule-book versions that were learnt of while events went on. */
    long versions;
    /** Refunds of payments that were carried out at once. */
    long refunds;

    void entry(JournalEntry entry) {
        steps++;
        Decision decision = entry.getDecision();
        if (entry.getRisk() == null && decision == null) {
            timers++;
        }
        if (decision != null) {
            events++;
            outcomes.merge(decision.getOutcome(), 1L, Long::sum);
            if (decision.getOutcome() == Outcome.APPLIED
                    && decision.getEventType().equals("payment.refunded")) {
                refunds++;
            }
        }
        for (Posting posting : entry.getPostings()) {
            postings.merge(posting.getKind(), 1L, Long::sum);
        }
    }

    void notice(NoticeKind kind) {
        notices.merge(kind, 1L, Long::sum);
    }

    long of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    long of(PostingKind kind) {
        return postings.getOrDefault(kind, 0L);
    }

    long of(NoticeKind kind) {
        return notices.getOrDefault(kind, 0L);
    }

    @Override
    public String toString() {
        return "outcomes: %s%npostings: %s%nnotices: %s%ntimers: %d, risks: %d, ticks: %d, commits: %d, rule-book versions learnt: %d, events repeated after restarts: %d"
                .formatted(outcomes, postings, notices, timers, risks, ticks, commits, versions, repeated);
    }
}
