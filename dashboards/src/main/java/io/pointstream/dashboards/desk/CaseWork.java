package io.pointstream.dashboards.desk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people have done about a case.
 *
 * @param lock who has it in hand
 * @param assignee whose it is; null for nobody's
 * @param notes oldest first
 * @param proposal a decision that waits for a second person
 * @param decided the newest decision
 */
public record CaseWork(
        @Nullable Lock lock,
        @Nullable String assignee,
        List<Note> notes,
        @Nullable Proposal proposal,
        @Nullable Decided decided) {

    static final CaseWork NONE = new CaseWork(null, null, List.of(), null, null);

    /** Who has it in hand, until when. */
    public record Lock(String person, Instant until) {}

    /** What somebody wrote down. */
    public record Note(String person, Instant at, String text) {}

    /**
     * A decision that takes two.
     *
     * @param actId names it
     */
    public record Proposal(String actId, String person, Instant at, Verdict verdict, String reason, String note) {}

    /**
     * A decision.
     *
     * @param raisedAt of the case that it was about
     */
    public record Decided(String actId, String person, Instant at, Verdict verdict, Instant raisedAt) {}

    public CaseWork {
        notes = List.copyOf(notes);
    }

    CaseWork lockedBy(@Nullable Lock by) {
        return new CaseWork(by, assignee, notes, proposal, decided);
    }

    CaseWork assignedTo(@Nullable String person) {
        return new CaseWork(lock, person, notes, proposal, decided);
    }

    CaseWork noted(Note note) {
        return new CaseWork(
                lock, assignee, Stream.concat(notes.stream(), Stream.of(note)).toList(), proposal, decided);
    }

    CaseWork proposed(@Nullable Proposal waiting) {
        return new CaseWork(null, assignee, notes, waiting, decided);
    }

    CaseWork decided(Decided word) {
        boolean goesOn = word.verdict() == Verdict.ESCALATE;
        return new CaseWork(null, null, notes, null, goesOn ? decided : word);
    }

    /** Who has it in hand now. */
    public Optional<Lock> lockedAt(Instant now) {
        return Optional.ofNullable(lock).filter(held -> held.until().isAfter(now));
    }

    /** The last word on a case since it was raised: of the desk or, where it came another way, of the facts. */
    public @Nullable Verdict verdict(CaseFacts facts) {
        return decided != null && decided.raisedAt().equals(facts.raisedAt()) ? decided.verdict() : facts.verdict();
    }

    /** Whether nobody has decided it yet. */
    public boolean isOpen(CaseFacts facts) {
        return facts.open() && verdict(facts) == null;
    }

    /** Whether it was confirmed, and stands. */
    public boolean isConfirmed(CaseFacts facts) {
        return verdict(facts) == Verdict.CONFIRM;
    }
}
