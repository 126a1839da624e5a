package io.pointstream.topologies.farming;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.farming.Decided;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.FlagEnd;
import io.pointstream.engine.farming.FlagReason;
import io.pointstream.engine.farming.Invite;
import io.pointstream.engine.farming.Ruling;
import io.pointstream.engine.farming.Signal;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.SocialInviteOpened;
import io.pointstream.schemas.farming.Evidence;
import io.pointstream.schemas.farming.FlagEndCause;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.CaseReview;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.points.RiskMove;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The border: journal entries in, signals and flags out. */
final class FarmingTranslator {

    private FarmingTranslator() {}

    /** The invite of an activity, or null when it is none of somebody new. */
    static @Nullable Invite invite(Activity activity) {
        return activity.getBody() instanceof SocialInviteOpened opened
                ? Invite.of(
                        activity.getAccountId(),
                        opened.getInviteeId(),
                        opened.getInviteeIsNew(),
                        activity.getOccurredAt())
                : null;
    }

    /** What detection needs of a step, or null when it needs nothing: of a timer, or an event that did not count. */
    static @Nullable Decided decided(JournalEntry entry) {
        Decision decision = entry.getDecision();
        if (decision == null
                || decision.getOutcome() == Outcome.DUPLICATE
                || decision.getOutcome() == Outcome.TOO_LATE) {
            return null;
        }
        EventType type = EventType.of(decision.getEventType());
        if (type == null) {
            return null;
        }
        List<String> reached = new ArrayList<>(1);
        boolean asked = false;
        if (decision.getWaterfall() != null) {
            for (CapStep cap : decision.getWaterfall().getCaps()) {
                if (cap.getWindow() == CapWindow.DAY) {
                    asked = true;
                    if (decision.getGrantedPoints() > 0
                            && cap.getUsedBefore() + decision.getGrantedPoints() == cap.getLimit()) {
                        reached.add(cap.getCap());
                    }
                }
            }
        }
        return new Decided(
                entry.getAccountId(),
                entry.getStep(),
                decision.getEventId(),
                type,
                decision.getOccurredAt(),
                reached,
                asked || decision.getGrantedPoints() == 0 ? null : decision.getRuleId(),
                spent(entry));
    }

    private static Decided.@Nullable Spent spent(JournalEntry entry) {
        for (Posting posting : entry.getPostings()) {
            if (posting.getKind() == PostingKind.FREEZE) {
                return new Decided.Spent(
                        -posting.getPoints(), entry.getBalance().getAvailable());
            }
        }
        return null;
    }

    /** A reviewer's decision that the step has carried out, or null. */
    static @Nullable Ruling ruling(JournalEntry entry) {
        RiskMove move = entry.getRisk();
        CaseReview review = move == null ? null : move.getReview();
        return review == null
                ? null
                : new Ruling(
                        entry.getAccountId(),
                        entry.getStep(),
                        review.getCaseId(),
                        Review.Decision.valueOf(review.getDecision().name()),
                        review.getReviewer(),
                        review.getNote(),
                        entry.getOccurredAt());
    }

    static io.pointstream.schemas.farming.Signal signal(Signal signal) {
        Finding finding = signal.finding();
        return new io.pointstream.schemas.farming.Signal(
                signal.signalId(),
                finding.accountId(),
                code(finding.code()),
                finding.strength(),
                finding.detectedAt(),
                finding.from(),
                finding.to(),
                finding.reason(),
                evidence(finding.evidence()),
                signal.shadow(),
                signal.suppressedBy());
    }

    static io.pointstream.schemas.farming.Flag flag(Flag flag) {
        FlagEnd end = flag.end();
        return new io.pointstream.schemas.farming.Flag(
                flag.caseId(),
                flag.accountId(),
                flag.members(),
                flag.raisedAt(),
                flag.updatedAt(),
                flag.score(),
                FlagLevel.valueOf(flag.level().name()),
                end == null ? FlagStatus.OPEN : FlagStatus.CLOSED,
                flag.reasons().stream().map(FarmingTranslator::reason).toList(),
                end == null ? null : end.mergedInto(),
                flag.counterfactual(),
                end == null
                        ? null
                        : new io.pointstream.schemas.farming.FlagEnd(
                                FlagEndCause.valueOf(end.cause().name()), end.at(), end.reviewer(), end.why()));
    }

    private static io.pointstream.schemas.farming.FlagReason reason(FlagReason reason) {
        return new io.pointstream.schemas.farming.FlagReason(
                code(reason.code()),
                reason.strength(),
                reason.contribution(),
                reason.reason(),
                evidence(reason.evidence()));
    }

    private static Evidence evidence(io.pointstream.engine.farming.Evidence evidence) {
        return new Evidence(evidence.numbers(), evidence.counterparts(), evidence.eventIds());
    }

    private static ReasonCode code(io.pointstream.engine.farming.ReasonCode code) {
        return ReasonCode.valueOf(code.name());
    }
}
