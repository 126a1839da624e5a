package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Forgotten;
import io.pointstream.engine.account.Held;
import io.pointstream.engine.account.Lot;
import io.pointstream.engine.account.Notice;
import io.pointstream.engine.account.PaymentRecord;
import io.pointstream.engine.account.PaymentRecord.UsedUp;
import io.pointstream.engine.account.Purse;
import io.pointstream.engine.account.RedemptionRecord;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.RiskMove;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.decision.Waterfall;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.Credited;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import io.pointstream.engine.rules.RedemptionTerms;
import io.pointstream.engine.rules.Rule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gathers what one event, or one timer, does; the step is finished by an outcome, or by {@link #fired}. */
final class StepBuilder {

    /** Coefficient of postings that no single rule stands behind. */
    private static final BigDecimal ONE = BigDecimal.ONE.setScale(1);

    private final @Nullable Header header;
    private final @Nullable EventType type;
    private final Account account;
    private final String accountId;
    private final Instant at;
    private final long number;
    private final int version;
    private final List<Remembered> remembered = new ArrayList<>(2);
    private List<Forgotten> forgotten = List.of();
    private final List<Change> changes = new ArrayList<>(4);
    private List<Posting> postings = List.of();
    private List<Notice> notices = List.of();
    private @Nullable List<UsedUp> usedUpWithPayment;
    private @Nullable RedemptionRecord redemption;
    private @Nullable RiskMove risk;
    /** Made when points are first moved, which many events do not. */
    private @Nullable Purse purse;

    private int keepFrom = Integer.MIN_VALUE;
    private Tier tier;

    /**
     * Of an event.
     *
     * @param keepFromMs what was before it, tiers included, may have been forgotten
     */
    StepBuilder(Account account, Header header, EventType type, int version, long keepFromMs) {
        this(account, header, type, header.occurredAt(), version);
        if (at.toEpochMilli() < keepFromMs) {
            tier = account.tierAt(Instant.ofEpochMilli(keepFromMs));
        }
    }

    /** Of a timer, or of news from detection. */
    StepBuilder(Account account, Instant due, int version) {
        this(account, null, null, due, version);
    }

    private StepBuilder(Account account, @Nullable Header header, @Nullable EventType type, Instant at, int version) {
        this.header = header;
        this.type = type;
        this.account = account;
        this.accountId = account.id();
        this.at = at;
        this.number = account.steps() + 1;
        this.version = version;
        this.tier = account.tierAt(at);
    }

    /** The step's number among the account's steps. */
    long number() {
        return number;
    }

    /** What was posted so far. */
    List<Posting> postings() {
        return postings;
    }

    /** What was changed so far. */
    List<Change> changes() {
        return changes;
    }

    void remember(Remembered entry) {
        remembered.add(entry);
    }

    /** The keys that the payment's id has used up, this step included; whoever remembers the payment keeps them with it. */
    void useUpWithPayment(List<UsedUp> keys) {
        usedUpWithPayment = keys;
    }

    /** Null when the step uses up none. */
    @Nullable
    List<UsedUp> usedUpWithPayment() {
        return usedUpWithPayment;
    }

    void forget(Forgotten entry) {
        forgotten = List.of(entry);
    }

    void change(Change change) {
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

    void notify(Notice notice) {
        notices = List.of(notice);
    }

    /** Posts points that are awarded: they become free, or are withheld while the account's awards are held. */
    void earn(Component component, Rule rule, long points, LocalDate expiresOn) {
        post(
                PostingKind.EARN,
                header().eventId(),
                at,
                component,
                rule.category().name(),
                rule.id(),
                version,
                points,
                expiresOn,
                rule.valueCoefficient(),
                null,
                null,
                null);
        if (account.suspicion().holds(number)) {
            Held award =
                    new Held(rule.id(), rule.category().name(), component, version, rule.valueCoefficient(), expiresOn);
            Held as = purse().hold(award, points);
            post(PostingKind.HOLD, header().eventId(), at, as, points, as.expiresOn());
        } else {
            purse().free((int) expiresOn.toEpochDay(), points);
        }
    }

    /** Held points become free: all of them, each kind on a day of its own. */
    long release(Function<LocalDate, LocalDate> day) {
        long all = 0;
        for (Map.Entry<Held, Long> entry : purse().heldPoints().entrySet()) {
            Held kind = entry.getKey();
            LocalDate expiresOn = day.apply(kind.expiresOn());
            post(PostingKind.RELEASE, eventId(), at, kind, entry.getValue(), expiresOn);
            purse().unhold(kind);
            purse().free((int) expiresOn.toEpochDay(), entry.getValue());
            all += entry.getValue();
        }
        return all;
    }

    /** Held points leave for good: all of them. */
    long clawBack() {
        long all = 0;
        for (Map.Entry<Held, Long> entry : purse().heldPoints().entrySet()) {
            Held kind = entry.getKey();
            post(PostingKind.CLAWBACK, eventId(), at, kind, entry.getValue(), kind.expiresOn());
            purse().unhold(kind);
            all += entry.getValue();
        }
        return all;
    }

    /** Where the account stands after this step. */
    void risk(RiskMove move) {
        risk = move;
    }

    /**
     * Takes back points of a payment's posting: from the held ones while the payment's award is held.
     *
     * @param eventId of the refund
     * @param refundedAt the refund's event time
     * @return the part that became debt
     */
    long reverse(
            PaymentRecord.Earned earned, PaymentRecord.Part part, long points, String eventId, Instant refundedAt) {
        long held = 0;
        if (account.suspicion().holds(earned.step())) {
            Held award = new Held(
                    earned.ruleId(),
                    earned.category(),
                    part.component(),
                    earned.version(),
                    earned.valueCoefficient(),
                    earned.expiresOn());
            for (Map.Entry<Held, Long> taken : purse().takeHeld(award, points).entrySet()) {
                Held kind = taken.getKey();
                post(PostingKind.RELEASE, eventId, refundedAt, kind, taken.getValue(), kind.expiresOn());
                held += taken.getValue();
            }
        }
        post(
                PostingKind.REVERSE,
                eventId,
                refundedAt,
                part.component(),
                earned.category(),
                earned.ruleId(),
                earned.version(),
                points,
                earned.expiresOn(),
                earned.valueCoefficient(),
                Posting.id(accountId, earned.step(), part.number()),
                null,
                null);
        return held == points ? 0 : purse().takeBack((int) earned.expiresOn().toEpochDay(), points - held);
    }

    /** Freezes free points for a redemption; gives the lots that they came from. */
    List<Lot> freeze(String redemptionId, long points) {
        moved(PostingKind.FREEZE, header().eventId(), redemptionId, points, null);
        return purse().freeze(points);
    }

    /** Frozen points leave for good. */
    void capture(RedemptionRecord captured, Credited credited) {
        moved(PostingKind.CAPTURE, header().eventId(), captured.redemptionId(), captured.cost(), credited);
        purse().thaw(captured.cost());
    }

    /**
     * Frozen points become free again.
     *
     * @param eventId of the answer; of a time-out the request's
     * @param lots that they become, earliest expiry first
     */
    void unfreeze(RedemptionRecord released, String eventId, List<Lot> lots) {
        moved(PostingKind.UNFREEZE, eventId, released.redemptionId(), released.cost(), null);
        purse().thaw(released.cost());
        free(lots);
    }

    /**
     * Captured points become free again.
     *
     * @param lots that they become, earliest expiry first
     */
    void refund(RedemptionRecord refunded, List<Lot> lots) {
        moved(PostingKind.REFUND, header().eventId(), refunded.redemptionId(), refunded.cost(), null);
        free(lots);
    }

    /** The free points of a day expire. */
    void expire(int day) {
        long points = purse().expire(day);
        post(
                PostingKind.EXPIRE,
                null,
                at,
                null,
                null,
                null,
                null,
                points,
                LocalDate.ofEpochDay(day),
                ONE,
                null,
                null,
                null);
    }

    /** Keeps where a redemption is after this step. */
    void redemption(RedemptionRecord record) {
        redemption = record;
        remember(new Remembered(RedemptionTerms.REDEMPTIONS, record.redemptionId(), record.requestedAt(), record));
    }

    /** Ends the step without an award: a refusal, or an instruction that was carried out. */
    Step withoutAward(Outcome outcome, Reason why) {
        return end(refusal(outcome, why));
    }

    /** A decision without an award. */
    Decision refusal(Outcome outcome, Reason why) {
        return new Decision(
                header().eventId(),
                Objects.requireNonNull(type),
                at,
                outcome,
                null,
                null,
                version,
                0,
                0,
                0,
                List.of(),
                why,
                null);
    }

    /** Ends the step of an instruction that was carried out. */
    Step applied(Reason why) {
        return withoutAward(Outcome.APPLIED, why);
    }

    /** A decision that a rule's award was met. */
    Decision award(
            Outcome outcome,
            Rule rule,
            long base,
            long granted,
            long bonus,
            List<String> cappedBy,
            Reason why,
            Waterfall waterfall) {
        return new Decision(
                header().eventId(),
                Objects.requireNonNull(type),
                at,
                outcome,
                rule.id(),
                rule.category().name(),
                version,
                base,
                granted,
                bonus,
                cappedBy,
                why,
                waterfall);
    }

    /** Ends the step of a timer, or of news from detection. */
    Step fired() {
        return end(null);
    }

    /** Ends the step: of an event with its decision, of a timer or of news without one. */
    Step end(@Nullable Decision decision) {
        return new Step(
                accountId,
                number,
                at,
                tier,
                decision,
                postings,
                purse == null ? account.balance() : purse.balance(),
                remembered,
                forgotten,
                changes,
                notices,
                redemption,
                risk,
                keepFrom);
    }

    private Header header() {
        return Objects.requireNonNull(header, "no event caused this step");
    }

    /** Of the event that caused the step, if one did. */
    private @Nullable String eventId() {
        return header == null ? null : header.eventId();
    }

    private Purse purse() {
        if (purse == null) {
            purse = new Purse(account, changes);
        }
        return purse;
    }

    private void free(List<Lot> lots) {
        for (Lot lot : lots) {
            purse().free((int) lot.expiresOn().toEpochDay(), lot.points());
        }
    }

    /** Posts the move of a redemption's points, which no single lot or rule stands behind. */
    private void moved(
            PostingKind kind, String eventId, String redemptionId, long points, @Nullable Credited credited) {
        post(kind, eventId, at, null, null, null, version, points, null, ONE, null, redemptionId, credited);
    }

    /** Posts held points, as what they were awarded as. */
    private void post(
            PostingKind kind,
            @Nullable String eventId,
            Instant occurredAt,
            Held held,
            long points,
            LocalDate expiresOn) {
        post(
                kind,
                eventId,
                occurredAt,
                held.component(),
                held.category(),
                held.ruleId(),
                held.version(),
                points,
                expiresOn,
                held.valueCoefficient(),
                null,
                null,
                null);
    }

    private void post(
            PostingKind kind,
            @Nullable String eventId,
            Instant occurredAt,
            @Nullable Component component,
            @Nullable String category,
            @Nullable String ruleId,
            @Nullable Integer ruleBookVersion,
            long points,
            @Nullable LocalDate expiresOn,
            BigDecimal valueCoefficient,
            @Nullable String reverses,
            @Nullable String redemptionId,
            @Nullable Credited credited) {
        if (postings.isEmpty()) {
            postings = new ArrayList<>(2);
        }
        postings.add(new Posting(
                accountId,
                number,
                postings.size() + 1,
                eventId,
                occurredAt,
                kind,
                component,
                category,
                ruleId,
                ruleBookVersion,
                kind.signed(points),
                kind.debit(),
                kind.credit(),
                expiresOn,
                valueCoefficient,
                reverses,
                redemptionId,
                credited));
    }
}
