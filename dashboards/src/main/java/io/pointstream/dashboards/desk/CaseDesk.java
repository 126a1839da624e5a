package io.pointstream.dashboards.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointstream.dashboards.desk.CaseWork.Proposal;
import io.pointstream.dashboards.desk.RefusedException.Why;
import io.pointstream.dashboards.text.Language;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.console.Act;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cases in hand and decisions. A decision is the act and the event {@code review.decided}, in one transaction; the program
 * carries it out, and detection follows. Refusals and failures are those of {@link Desk}.
 */
public final class CaseDesk {

    private static final Texts ENGLISH = new Texts(Language.EN, ZoneOffset.UTC);

    /** Who may decide a case, and whose it can be. */
    public static final Set<Role> DECIDERS = Collections.unmodifiableSet(EnumSet.of(Role.REVIEWER, Role.SUPERVISOR));

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    static final int NOTE_LENGTH_MAX = 2_000;
    private static final int VIEW_LENGTH_MAX = 64;

    private final Desk desk;
    private final DeskConfig config;
    private final InstantSource programClock;

    CaseDesk(Desk desk, DeskConfig config, InstantSource programClock) {
        this.desk = desk;
        this.config = config;
        this.programClock = programClock;
    }

    /**
     * What somebody thinks of a case.
     *
     * @param note in their own words; may be empty where the grounds say it all
     */
    public record Opinion(Verdict verdict, Grounds grounds, String note) {}

    /**
     * What became of it.
     *
     * @param actId names the decision, or the proposal
     * @param waits whether it waits for a second person
     */
    public record Outcome(String actId, boolean waits) {}

    /** A key for an act that somebody is about to ask for; asking again with it is the same act. */
    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** The time of the program, in which cases are raised. */
    public Instant programNow() {
        return programClock.instant();
    }

    /** Takes a case in hand, for {@link DeskConfig#lockMax}; who has it already gets that time anew. */
    public void take(Actor actor, CaseFacts facts) {
        requireDecider(actor);
        Instant until = desk.now().plus(config.lockMax());
        Act act = desk.act(actor, ActKind.CASE_TAKEN, facts.caseId())
                .setCaseId(facts.caseId())
                .setAfter(Desk.json().put("until", until.toString()).toString())
                .build();
        desk.append(act, () -> {
            CaseWork work = desk.state().work(facts.caseId());
            requireOpen(work, facts);
            requireNotLocked(work, actor);
        });
    }

    /** Gives a case back to the queue. */
    public void putBack(Actor actor, String caseId) {
        desk.append(
                desk.act(actor, ActKind.CASE_PUT_BACK, caseId).setCaseId(caseId).build(), () -> {
                    if (desk.state().work(caseId).lockedAt(desk.now()).isEmpty()) {
                        throw new RefusedException(Why.CONFLICT, "notTaken");
                    }
                    requireNotLocked(desk.state().work(caseId), actor);
                });
    }

    /** Makes a case somebody's; null makes it nobody's. Supervisors assign, reviewers only to themselves and from themselves. */
    public void assign(Actor actor, String caseId, @Nullable String assignee) {
        requireDecider(actor);
        @Nullable String before = desk.state().work(caseId).assignee();
        Act act = desk.act(actor, ActKind.CASE_ASSIGNED, caseId)
                .setCaseId(caseId)
                .setBefore(Desk.json().put("assignee", before).toString())
                .setAfter(Desk.json().put("assignee", assignee).toString())
                .build();
        desk.append(act, () -> {
            if (!Objects.equals(desk.state().work(caseId).assignee(), before)) {
                throw new RefusedException(Why.CONFLICT, "assignedMeanwhile");
            }
            boolean own = (assignee == null || assignee.equals(actor.name()))
                    && (before == null || before.equals(actor.name()));
            if (!own && !actor.roles().contains(Role.SUPERVISOR)) {
                throw new RefusedException(Why.FORBIDDEN, "assignOthers");
            }
            if (assignee != null
                    && desk.state()
                            .user(assignee)
                            .filter(user -> user.roles().stream().anyMatch(DECIDERS::contains))
                            .isEmpty()) {
                throw new RefusedException(Why.INVALID, "noReviewer", assignee);
            }
        });
    }

    /** Writes something down about a case. */
    public void note(Actor actor, String key, String caseId, String text) {
        requireDecider(actor);
        if (text.isBlank() || text.length() > NOTE_LENGTH_MAX) {
            throw new RefusedException(Why.INVALID, "note", NOTE_LENGTH_MAX);
        }
        desk.append(
                desk.act(actor, ActKind.CASE_NOTED, caseId)
                        .setActId(requireKey(key))
                        .setCaseId(caseId)
                        .setNote(text.strip())
                        .build(),
                () -> {});
    }

    /**
     * What a decision would do, in figures.
     *
     * @param points that are clawed back, released, given back or captured, or stay held
     * @param grounds that it can have
     */
    public record Preview(Verdict verdict, long points, int accounts, boolean takesTwo, List<Grounds> grounds) {}

    /** The decisions that a case is open to. */
    public List<Preview> previews(CaseFacts facts) {
        CaseWork work = desk.state().work(facts.caseId());
        List<Verdict> possible = work.isOpen(facts)
                ? List.of(Verdict.CONFIRM, Verdict.CLEAR, Verdict.ESCALATE)
                : work.isConfirmed(facts) && !facts.isRedemption() ? List.of(Verdict.REINSTATE) : List.of();
        return possible.stream()
                .map(verdict -> new Preview(
                        verdict, facts.heldPoints(), facts.accounts(), takesTwo(facts, verdict), Grounds.of(verdict)))
                .toList();
    }

    /** Whether a decision takes two people. */
    public boolean takesTwo(CaseFacts facts, Verdict verdict) {
        // Refusing a redemption gives its points back, which claws back nothing.
        if (facts.isRedemption()) {
            return false;
        }
        return switch (verdict) {
            case CONFIRM -> facts.heldPoints() > config.clawBackMax() || facts.accounts() > config.accountsMax();
            case CLEAR -> facts.accounts() > config.accountsMax();
            case ESCALATE, REINSTATE -> false;
        };
    }

    /**
     * Decides a case, or proposes the decision where that takes two.
     *
     * @param key of {@link #newKey}: with the same one, what was done is answered and nothing is done again
     */
    public Outcome decide(Actor actor, String key, CaseFacts facts, Opinion opinion) {
        requireDecider(actor);
        requireGrounds(opinion);
        @Nullable ActKind done = desk.state().done(requireKey(key), facts.caseId());
        if (done == ActKind.DECISION_PROPOSED || done == ActKind.CASE_DECIDED) {
            return new Outcome(key, done == ActKind.DECISION_PROPOSED);
        }
        boolean waits = takesTwo(facts, opinion.verdict());
        Act act = decision(actor, waits ? ActKind.DECISION_PROPOSED : ActKind.CASE_DECIDED, key, facts, opinion)
                .build();
        Runnable guard = () -> {
            CaseWork work = desk.state().work(facts.caseId());
            if (opinion.verdict() == Verdict.REINSTATE) {
                if (!work.isConfirmed(facts)) {
                    throw new RefusedException(Why.CONFLICT, "notConfirmed");
                }
                return;
            }
            requireOpen(work, facts);
            requireNotLocked(work, actor);
            if (work.proposal() != null) {
                throw new RefusedException(
                        Why.CONFLICT, "waits", work.proposal().person());
            }
        };
        desk.append(act, guard, waits ? List.of() : List.of(review(act, facts, opinion, actor.name(), "")));
        return new Outcome(key, waits);
    }

    /** Approves what somebody else has proposed, which decides the case. */
    public Outcome approve(Actor actor, String key, CaseFacts facts, String note) {
        @Nullable ActKind done = desk.state().done(requireKey(key), facts.caseId());
        if (done == ActKind.CASE_DECIDED) {
            return new Outcome(key, false);
        }
        Proposal proposal = proposal(facts.caseId());
        Opinion opinion = new Opinion(proposal.verdict(), Grounds.valueOf(proposal.reason()), limited(note));
        Act act = decision(actor, ActKind.CASE_DECIDED, key, facts, opinion)
                .setBefore(Desk.json()
                        .put("proposal", proposal.actId())
                        .put("proposedBy", proposal.person())
                        .toString())
                .build();
        Opinion proposed = new Opinion(proposal.verdict(), opinion.grounds(), proposal.note());
        desk.append(
                act,
                () -> requireSecond(actor, facts.caseId(), proposal),
                List.of(review(act, facts, proposed, proposal.person(), actor.name())));
        return new Outcome(key, false);
    }

    /** Refuses what somebody else has proposed; the case is open again. Whoever proposed it may take it back. */
    public void refuse(Actor actor, String key, String caseId, String note) {
        if (desk.state().done(requireKey(key), caseId) == ActKind.PROPOSAL_REFUSED) {
            return;
        }
        Proposal proposal = proposal(caseId);
        Act act = desk.act(actor, ActKind.PROPOSAL_REFUSED, caseId)
                .setActId(key)
                .setCaseId(caseId)
                .setBefore(Desk.json()
                        .put("proposal", proposal.actId())
                        .put("proposedBy", proposal.person())
                        .put("decision", proposal.verdict().name())
                        .toString())
                .setNote(limited(note))
                .build();
        desk.append(act, () -> {
            requireSame(caseId, proposal);
            if (!proposal.person().equals(actor.name())) {
                requireApprover(actor);
            }
        });
    }

    /** Keeps a view of the queue under a name; one of that name is replaced. */
    public void saveView(Actor actor, String name, String query) {
        if (name.isBlank() || name.length() > VIEW_LENGTH_MAX || query.length() > NOTE_LENGTH_MAX) {
            throw new RefusedException(Why.INVALID, "view", VIEW_LENGTH_MAX);
        }
        desk.append(
                desk.act(actor, ActKind.VIEW_SAVED, name.strip())
                        .setAfter(Desk.json().put("query", query).toString())
                        .build(),
                () -> {});
    }

    /** Forgets a view. */
    public void removeView(Actor actor, String name) {
        desk.append(desk.act(actor, ActKind.VIEW_REMOVED, name).build(), () -> {});
    }

    /** Whether somebody has asked to see the devices and addresses of a case, not longer ago than a lock lasts. */
    public boolean isUnmasked(@Nullable String person, String caseId) {
        return person != null
                && desk.state()
                        .unmaskedAt(person, caseId)
                        .filter(at -> at.plus(config.lockMax()).isAfter(desk.now()))
                        .isPresent();
    }

    /** Notes that somebody looks at the devices and addresses of a case, and why. */
    public void unmask(Actor actor, String caseId, String why) {
        requireDecider(actor);
        if (why.isBlank()) {
            throw new RefusedException(Why.INVALID, "note", NOTE_LENGTH_MAX);
        }
        desk.append(
                desk.act(actor, ActKind.UNMASKED, caseId)
                        .setCaseId(caseId)
                        .setNote(limited(why))
                        .build(),
                () -> {});
    }

    /**
     * Notes that a program was shown the ids of devices and addresses, once while a lock lasts.
     *
     * @param route what it asked, without the ids in it
     * @param first what it asked first
     */
    public void noteShown(Actor actor, String route, String first) {
        if (!isUnmasked(actor.name(), route)) {
            desk.append(
                    desk.act(actor, ActKind.UNMASKED, route)
                            .setSubjectType(ActKind.Subject.ROUTE.name())
                            .setNote(first.substring(0, Math.min(first.length(), NOTE_LENGTH_MAX)))
                            .build(),
                    () -> {});
        }
    }

    private Act.Builder decision(Actor actor, ActKind kind, String key, CaseFacts facts, Opinion opinion) {
        ObjectNode after = Desk.json()
                .put("decision", opinion.verdict().name())
                .put("raisedAt", facts.raisedAt().toString())
                .put("heldPoints", facts.heldPoints())
                .put("accounts", facts.accounts());
        return desk.act(actor, kind, facts.caseId())
                .setActId(key)
                .setCaseId(facts.caseId())
                .setAfter(after.toString())
                .setReason(opinion.grounds().name())
                .setNote(opinion.note());
    }

    // The event's id is the act's, so that it is the same event however often it is sent. Its time is the program's: on
    // replayed traffic a decision of today would expire what that traffic earned.
    private Activity review(Act act, CaseFacts facts, Opinion opinion, String reviewer, String approver) {
        Instant now = programClock.instant();
        String words = ENGLISH.lookup("grounds." + opinion.grounds().name())
                + (opinion.note().isEmpty() ? "" : ": " + opinion.note())
                + (approver.isEmpty() ? "" : " (approved by " + approver + ")");
        return Activity.newBuilder()
                .setEventId("decision-" + act.getActId())
                .setAccountId(facts.accountId())
                .setOccurredAt(now.isBefore(facts.updatedAt()) ? facts.updatedAt() : now)
                .setBody(new ReviewDecided(facts.caseId(), opinion.verdict().toAvro(), reviewer, words))
                .build();
    }

    private Proposal proposal(String caseId) {
        Proposal proposal = desk.state().work(caseId).proposal();
        if (proposal == null) {
            throw new RefusedException(Why.CONFLICT, "noProposal");
        }
        return proposal;
    }

    private void requireSecond(Actor actor, String caseId, Proposal proposal) {
        requireSame(caseId, proposal);
        if (proposal.person().equals(actor.name())) {
            throw new RefusedException(Why.FORBIDDEN, "ownProposal");
        }
        requireApprover(actor);
    }

    private void requireApprover(Actor actor) {
        if (actor.roles().stream().noneMatch(config.approvers()::contains)) {
            throw new RefusedException(Why.FORBIDDEN, "approver");
        }
    }

    private void requireSame(String caseId, Proposal proposal) {
        if (!proposal.equals(desk.state().work(caseId).proposal())) {
            throw new RefusedException(Why.CONFLICT, "noProposal");
        }
    }

    private static void requireDecider(Actor actor) {
        if (actor.roles().stream().noneMatch(DECIDERS::contains)) {
            throw new RefusedException(Why.FORBIDDEN, "decider");
        }
    }

    private static void requireOpen(CaseWork work, CaseFacts facts) {
        if (!work.isOpen(facts)) {
            throw new RefusedException(Why.CONFLICT, "closed");
        }
    }

    private void requireNotLocked(CaseWork work, Actor actor) {
        work.lockedAt(desk.now())
                .filter(lock -> !lock.person().equals(actor.name()))
                .ifPresent(lock -> {
                    throw new RefusedException(Why.CONFLICT, "locked", lock.person());
                });
    }

    private static void requireGrounds(Opinion opinion) {
        if (!Grounds.of(opinion.verdict()).contains(opinion.grounds())) {
            throw new RefusedException(Why.INVALID, "grounds");
        }
        if (opinion.grounds() == Grounds.OTHER && opinion.note().isBlank()) {
            throw new RefusedException(Why.INVALID, "otherGrounds");
        }
        limited(opinion.note());
    }

    static String limited(String note) {
        if (note.length() > NOTE_LENGTH_MAX) {
            throw new RefusedException(Why.INVALID, "note", NOTE_LENGTH_MAX);
        }
        return note.strip();
    }

    static String requireKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new RefusedException(Why.INVALID, "key");
        }
        return key;
    }
}
