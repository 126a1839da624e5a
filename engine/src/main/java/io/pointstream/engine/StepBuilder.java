package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.decision.Waterfall;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import io.pointstream.engine.rules.Rule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Gathers what one event does; the step is finished by an outcome. */
final class StepBuilder {

    private final Event event;
    private final long number;
    private final int version;
    private final List<Remembered> remembered = new ArrayList<>(2);
    private final List<Change> changes = new ArrayList<>(2);
    private final List<Posting> postings = new ArrayList<>(2);
    private Balance balance;
    private int keepFrom = Integer.MIN_VALUE;

    StepBuilder(Account account, Event event, int version) {
        this.event = event;
        this.number = account.steps() + 1;
        this.version = version;
        this.balance = account.balance();
    }

    void remember(Remembered entry) {
        remembered.add(entry);
    }

    void change(Change change) {
        changes.add(change);
    }

    void keepFrom(int day) {
        keepFrom = day;
    }

    /** Posts points that become free. */
    void earn(Component component, Rule rule, long points, LocalDate expiresOn) {
        postings.add(new Posting(
                event.accountId() + "/" + number + "/" + (postings.size() + 1),
                event.accountId(),
                event.eventId(),
                event.occurredAt(),
                PostingKind.EARN,
                component,
                rule.category().name(),
                rule.id(),
                version,
                points,
                LedgerAccount.PROGRAM,
                LedgerAccount.AVAILABLE,
                expiresOn,
                rule.valueCoefficient(),
                null,
                null));
        balance = balance.plusAvailable(points);
    }

    /** Ends the step without an award. */
    Step refused(Outcome outcome, Reason why) {
        return step(new Decision(
                event.eventId(),
                event.type(),
                event.occurredAt(),
                outcome,
                null,
                null,
                version,
                0,
                0,
                0,
                List.of(),
                why,
                null));
    }

    /** Ends the step with a rule's award. */
    Step awarded(
            Outcome outcome,
            Rule rule,
            long base,
            long granted,
            long bonus,
            List<String> cappedBy,
            Reason why,
            Waterfall waterfall) {
        return step(new Decision(
                event.eventId(),
                event.type(),
                event.occurredAt(),
                outcome,
                rule.id(),
                rule.category().name(),
                version,
                base,
                granted,
                bonus,
                cappedBy,
                why,
                waterfall));
    }

    private Step step(Decision decision) {
        Instant at = event.occurredAt();
        return new Step(
                event.accountId(),
                number,
                at,
                Tier.ORDINARY,
                decision,
                postings,
                balance,
                remembered,
                changes,
                keepFrom);
    }
}
