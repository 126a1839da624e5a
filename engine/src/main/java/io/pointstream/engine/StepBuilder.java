package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.decision.Waterfall;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Header;
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

    private final Header header;
    private final EventType type;
    private final long number;
    private final int version;
    private final List<Remembered> remembered = new ArrayList<>(2);
    /** Most events change little and post nothing. */
    private List<Change> changes = List.of();

    private List<Posting> postings = List.of();
    private Balance balance;
    private int keepFrom = Integer.MIN_VALUE;
    private Tier tier;

    StepBuilder(Account account, Header header, EventType type, int version, Tier tier) {
        this.header = header;
        this.type = type;
        this.number = account.steps() + 1;
        this.version = version;
        this.balance = account.balance();
        this.tier = tier;
    }

    void remember(Remembered entry) {
        remembered.add(entry);
    }

    void change(Change change) {
        if (changes.isEmpty()) {
            changes = new ArrayList<>(2);
        }
        changes.add(change);
    }

    /** The account's tier at the event's time. */
    Tier tier() {
        return tier;
    }

    /** The event changes the tier of its own time. */
    void tier(Tier changed) {
        tier = changed;
    }

    void keepFrom(int day) {
        keepFrom = day;
    }

    /** Posts points that become free. */
    void earn(Component component, Rule rule, long points, LocalDate expiresOn) {
        if (postings.isEmpty()) {
            postings = new ArrayList<>(2);
        }
        postings.add(new Posting(
                header.accountId() + "/" + number + "/" + (postings.size() + 1),
                header.accountId(),
                header.eventId(),
                header.occurredAt(),
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

    /** Ends the step without an award: a refusal, or an instruction that was carried out. */
    Step withoutAward(Outcome outcome, Reason why) {
        return step(new Decision(
                header.eventId(),
                type,
                header.occurredAt(),
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
                header.eventId(),
                type,
                header.occurredAt(),
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
        Instant at = header.occurredAt();
        return new Step(
                header.accountId(), number, at, tier, decision, postings, balance, remembered, changes, keepFrom);
    }
}
