package io.pointstream.dashboards.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.pointstream.dashboards.desk.PublishedRules.Versions;
import io.pointstream.dashboards.desk.RefusedException.Why;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.rules.RuleBookVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the rule book: one person proposes the next, another publishes it. A publication is the act and the record of
 * {@code program.rules}, in one transaction, from here and from the command line alike: the log of acts has one writer at a
 * time, so of two who publish at once one takes the next number and the other is refused or takes the one after it. Refusals
 * and failures are those of {@link Desk}.
 */
public final class RuleDesk {

    /** Who may propose. */
    public static final Set<Role> PROPOSERS = Set.of(Role.ANALYST, Role.SUPERVISOR);

    /** Who may publish what somebody else has proposed. */
    public static final Set<Role> PUBLISHERS = Set.of(Role.SUPERVISOR, Role.ADMIN);

    /** Of a book in UTF-8: with its act it has to fit into a record of the log. */
    public static final int BOOK_BYTES_MAX = 256 * 1024;

    private static final String SUBJECT = Topics.PROGRAM_RULES.name();

    private final Desk desk;
    private final PublishedRules published;

    RuleDesk(Desk desk, PublishedRules published) {
        this.desk = desk;
        this.published = published;
    }

    /**
     * What somebody wants in force.
     *
     * @param yaml a book that was found right
     * @param effectiveFrom after that of the newest published version
     * @param reason why, in their own words
     */
    public record Draft(String yaml, Instant effectiveFrom, String reason) {}

    /**
     * What was published.
     *
     * @param actId names the act
     * @param follows the version that is in force until this one is
     */
    public record Published(String actId, int version, int follows) {
        static Published of(Act act) {
            JsonNode after = DeskState.after(act);
            return new Published(
                    act.getActId(),
                    after.path("version").asInt(),
                    after.path("follows").asInt());
        }
    }

    /** What is published, as it lies in Kafka. */
    public PublishedRules published() {
        return published;
    }

    /**
     * Proposes the next version. One proposal waits at a time, so that what it changes is plain.
     *
     * @param key of {@link CaseDesk#newKey}: with the same one, nothing is done again
     * @return the proposal's act id
     */
    public String propose(Actor actor, String key, Draft draft) {
        require(actor, PROPOSERS, "proposer");
        CaseDesk.requireKey(key);
        if (draft.reason.isBlank() || draft.reason.length() > CaseDesk.NOTE_LENGTH_MAX) {
            throw new RefusedException(Why.INVALID, "note", CaseDesk.NOTE_LENGTH_MAX);
        }
        if (draft.yaml.getBytes(StandardCharsets.UTF_8).length > BOOK_BYTES_MAX) {
            throw new RefusedException(Why.INVALID, "bookSize", BOOK_BYTES_MAX / 1024);
        }
        readAhead();
        Act.Builder act = act(actor, ActKind.RULES_PROPOSED, key).setNote(draft.reason.strip());
        desk.append(act.build(), () -> {
            RuleProposal waiting = desk.state().ruleProposal();
            if (waiting != null) {
                throw new RefusedException(Why.CONFLICT, "rulesWait", waiting.person());
            }
            Versions versions = published.read();
            requireLater(draft.effectiveFrom, versions);
            // The book comes last: whoever reads the act's beginning has the rest.
            act.setAfter(Desk.json()
                    .put("base", versions.last())
                    .put("effectiveFrom", draft.effectiveFrom.toString())
                    .put("book", BookMark.of(draft.yaml))
                    .put("yaml", draft.yaml)
                    .toString());
            return new ActLog.Entry(act.build(), List.of());
        });
        return key;
    }

    /**
     * Publishes what somebody else has proposed.
     *
     * @param proposalId what was looked at
     */
    public Published approve(Actor actor, String key, String proposalId, String note) {
        require(actor, PUBLISHERS, "publisher");
        @Nullable Published done = desk.state().publication(CaseDesk.requireKey(key));
        if (done != null) {
            return done;
        }
        RuleProposal proposal = proposal(proposalId);
        Act.Builder act = act(actor, ActKind.RULES_PUBLISHED, key)
                .setBefore(before(proposal))
                .setNote(CaseDesk.limited(note));
        return append(act, proposal.yaml(), proposal.effectiveFrom(), by(proposal, actor), versions -> {
            proposal(proposalId);
            if (proposal.person().equals(actor.name())) {
                throw new RefusedException(Why.FORBIDDEN, "ownProposal");
            }
            if (versions.last() != proposal.base()) {
                throw new RefusedException(Why.CONFLICT, "rulesBase", versions.last(), proposal.base());
            }
        });
    }

    /** Refuses what somebody else has proposed; whoever proposed it may take it back. */
    public void refuse(Actor actor, String key, String proposalId, String note) {
        if (desk.state().done(CaseDesk.requireKey(key), SUBJECT) == ActKind.RULES_REFUSED) {
            return;
        }
        RuleProposal proposal = proposal(proposalId);
        Act act = act(actor, ActKind.RULES_REFUSED, key)
                .setBefore(before(proposal))
                .setNote(CaseDesk.limited(note))
                .build();
        desk.append(act, () -> {
            proposal(proposalId);
            if (!proposal.person().equals(actor.name())) {
                require(actor, PUBLISHERS, "publisher");
            }
        });
    }

    /** Publishes for somebody at the command line, who has the servers anyway. */
    public Published publish(Actor actor, String yaml, Instant effectiveFrom) {
        Act.Builder act = act(actor, ActKind.RULES_PUBLISHED, CaseDesk.newKey());
        return append(act, yaml, effectiveFrom, actor.name(), versions -> {});
    }

    /** Throws when a version must not be published, of what is published until it is. */
    @FunctionalInterface
    private interface Check {
        void check(Versions versions);
    }

    private Published append(Act.Builder act, String yaml, Instant effectiveFrom, String by, Check check) {
        readAhead();
        desk.append(act.build(), () -> {
            Versions versions = published.read();
            check.check(versions);
            requireLater(effectiveFrom, versions);
            int number = versions.last() + 1;
            RuleBookVersion newest = versions.newest();
            act.setAfter(Desk.json()
                    .put("version", number)
                    .put("follows", newest == null ? PublishedRules.START_VERSION : newest.getVersion())
                    .put("effectiveFrom", effectiveFrom.toString())
                    .put("book", BookMark.of(yaml))
                    .toString());
            RuleBookVersion version = new RuleBookVersion(number, effectiveFrom, yaml, act.getAt(), by);
            return new ActLog.Entry(
                    act.build(), List.of(new ProducerRecord<>(SUBJECT, Integer.toString(number), version)));
        });
        return Objects.requireNonNull(desk.state().publication(act.getActId()), "the state has what was appended");
    }

    // The shorter an act is checked, the rarer somebody else comes in between.
    private void readAhead() {
        try {
            published.read();
        } catch (KafkaException e) {
            throw new DeskAwayException("The published rule books cannot be read", e);
        }
    }

    private Act.Builder act(Actor actor, ActKind kind, String key) {
        return desk.act(actor, kind, SUBJECT).setActId(key);
    }

    private static String before(RuleProposal proposal) {
        return Desk.json()
                .put("proposal", proposal.actId())
                .put("proposedBy", proposal.person())
                .toString();
    }

    private static String by(RuleProposal proposal, Actor approver) {
        return proposal.person() + " (approved by " + approver.name() + ")";
    }

    private RuleProposal proposal(String id) {
        RuleProposal proposal = desk.state().ruleProposal();
        if (proposal == null || !proposal.actId().equals(id)) {
            throw new RefusedException(Why.CONFLICT, "noProposal");
        }
        return proposal;
    }

    private static void requireLater(Instant effectiveFrom, Versions versions) {
        RuleBookVersion newest = versions.newest();
        if (newest != null && !effectiveFrom.isAfter(newest.getEffectiveFrom())) {
            throw new RefusedException(
                    Why.CONFLICT,
                    "rulesTime",
                    EffectiveTime.shown(effectiveFrom),
                    EffectiveTime.shown(newest.getEffectiveFrom()),
                    newest.getVersion());
        }
    }

    private static void require(Actor actor, Set<Role> roles, String refusal) {
        if (roles.stream().noneMatch(actor.roles()::contains)) {
            throw new RefusedException(Why.FORBIDDEN, refusal);
        }
    }
}
