package io.pointstream.engine.farming;

import io.pointstream.engine.event.Review;
import io.pointstream.engine.risk.RiskLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins accounts that were found together, through whatever they share, into rings: a streaming union-find whose classes are
 * cases. Each shared target hands over a star of its accounts (a spanning forest of what it knows), so that one place can join
 * them all; it meets only what is suspicious.
 *
 * <p>A class is named by its first account, and no larger than the configured bound. When two meet, the one whose case was opened
 * first takes in the other, or else the larger one; the other's case closes and points to it. When both do not fit into one they stay
 * apart, and who finds no room has a case of its own. So a tie costs at most one bound of accounts.
 *
 * <p>A reviewer may decide on a case at the moment at which it goes into another: what was decided of its accounts then still is, and of
 * no others. It comes out again as it was, and the other goes on without it. A decision that meets a case which has just lapsed is followed,
 * too: the points program, which has carried it out, had not heard of the end.
 */
public final class Rings {

    private FarmingConfig config;
    private Lists lists = Lists.NONE;
    private final Function<String, RingNode> nodes;

    /**
     * @param nodes what is known of an account, to be changed
     */
    public Rings(FarmingConfig config, Function<String, RingNode> nodes) {
        this.config = config;
        this.nodes = nodes;
    }

    /** Goes on with what is in force now. */
    public Rings under(FarmingConfig inForce, Lists listed) {
        config = inForce;
        lists = listed;
        return this;
    }

    /** What a tie made: news for accounts, and the cases that have changed. */
    public record Outcome(List<AccountNews> news, List<Flag> flags) {}

    public Outcome observe(Tie tie) {
        Outcome outcome = new Outcome(new ArrayList<>(0), new ArrayList<>(0));
        if (tie instanceof Tie.Ruled(Ruling ruling)) {
            rule(ruling, outcome);
            return outcome;
        }
        List<Finding> findings = live(tie, outcome);
        List<Finding> news = new ArrayList<>();
        Set<RingNode> changed = new LinkedHashSet<>();
        for (Finding finding : findings) {
            RingNode account = nodes.apply(finding.accountId());
            if (tie instanceof Tie.Shared shared
                    && finding.strength() >= config.rings().strength()) {
                join(nodes.apply(shared.with()), account, tie.at(), outcome);
            }
            if (hold(account, finding)) {
                news.add(finding);
            }
        }
        for (Finding finding : findings) {
            RingNode first = firstOf(finding.accountId());
            if (first != null
                    && changed.add(first)
                    && (!news.isEmpty() || ringOf(first).hasNewcomers())) {
                file(first, tie.at(), outcome);
            }
        }
        if (tie instanceof Tie.Shared) {
            news.forEach(finding -> outcome.news.add(told(finding)));
        }
        return outcome;
    }

    /**
     * What counts of a tie. What a detector in shadow has found, and what was found of those whom people spare, joins nobody: its
     * accounts are told of it, each alone.
     */
    private List<Finding> live(Tie tie, Outcome outcome) {
        List<Finding> live = new ArrayList<>(tie.findings().size());
        for (Finding finding : tie.findings()) {
            if (!config.score().inShadow(finding.code()) && lists.sparing(finding) == null) {
                live.add(finding);
            } else if (tie instanceof Tie.Shared) {
                outcome.news.add(finding);
            }
        }
        return live;
    }

    /** Follows a reviewer's decision on the case of a ring, and tells the members that the case has named. */
    private void rule(Ruling ruling, Outcome outcome) {
        Instant at = ruling.at();
        RingNode now = firstOf(ruling.accountId());
        RingNode first = now == null ? null : decided(now, ruling.caseId());
        if (now == null || first == null || !awaits(ringOf(first), ruling.decision())) {
            return;
        }
        if (now != first) {
            if (isDecided(now, at)) {
                return;
            }
            letGo(now, first, at, outcome);
        }
        RingState ring = ringOf(first);
        RiskScore score = ring.score(config.score(), at);
        List<String> named = ring.named();
        outcome.flags.add(ring.last(config.score(), caseId(first), score, at, FlagEnd.reviewed(ruling)));
        if (ruling.decision() == Review.Decision.CONFIRM) {
            ring.state().confirm(at);
            named.forEach(member -> outcome.news.add(new RingNotice(member, ruling.caseId(), RiskLevel.BLOCKED, at)));
            return;
        }
        Instant until = ruling.decision() == Review.Decision.CLEAR
                ? at.plus(config.score().exempt())
                : null;
        for (String member : ring.members()) {
            nodes.apply(member).held().keySet().removeAll(score.codes());
        }
        ring.close(score.codes(), until);
        named.forEach(member ->
                outcome.news.add(new RingNotice(member, ruling.caseId(), RiskLevel.NONE, at, score.codes(), until)));
    }

    /** The first account of the ring with this case: of this ring, or of one that it has taken in; else null. */
    private @Nullable RingNode decided(RingNode first, String caseId) {
        for (String member : ringOf(first).members()) {
            if (caseId(member).equals(caseId)) {
                RingNode node = nodes.apply(member);
                return node.ring() == null ? null : node;
            }
        }
        return null;
    }

    private static boolean awaits(RingState ring, Review.Decision decision) {
        return switch (decision) {
            case CONFIRM, CLEAR -> ring.state().open() || ring.hasLapsed();
            case REINSTATE -> ring.state().confirmed();
            case ESCALATE -> false;
        };
    }

    /** Lets those go whom a case had named before another ring took it in; whom it had not, stay. */
    private void letGo(RingNode from, RingNode first, Instant at, Outcome outcome) {
        RingState ring = ringOf(from);
        RingState gone = ringOf(first);
        Set<String> named = Set.copyOf(gone.named());
        for (String member : List.copyOf(gone.members())) {
            RingNode account = nodes.apply(member);
            if (named.contains(member) && from.accountId().equals(account.first())) {
                ring.remove(config.score(), account, at);
                account.first(first.accountId());
            } else {
                gone.remove(config.score(), account, at);
            }
        }
        ring.disown(gone);
        file(from, at, outcome);
    }

    /** Keeps what was found when it is news; whether it is. */
    private boolean hold(RingNode account, Finding finding) {
        Told before = account.held().get(finding.code());
        Instant now = finding.detectedAt();
        RingNode first = firstOf(account.accountId());
        if (first != null && ringOf(first).isExempt(finding.code(), now)) {
            return true;
        }
        if (before != null
                && !before.leavesNews(finding.strength(), now, config.score().repeatAfter())) {
            return false;
        }
        account.held().put(finding.code(), new Told(finding.strength(), now));
        if (first != null) {
            ringOf(first).found(config.score(), before, finding);
        }
        return true;
    }

    /** As its account is told of it: no case of its own may run ahead of the ring's. */
    private Finding told(Finding finding) {
        RingNode first = firstOf(finding.accountId());
        if (first == null) {
            return finding;
        }
        RingState ring = ringOf(first);
        double strength = ring.strength(config.score(), finding.code(), finding.detectedAt());
        if (strength == 0) {
            // The ring is exempt from the code, and so are those who were in it then.
            return finding;
        }
        return finding.in(strength, ring.state().open() ? caseId(first) : null);
    }

    private @Nullable RingNode firstOf(String accountId) {
        String first = nodes.apply(accountId).first();
        return first == null ? null : nodes.apply(first);
    }

    private void join(RingNode one, RingNode other, Instant now, Outcome outcome) {
        if (one == other) {
            return;
        }
        if (one.first() == null && other.first() == null) {
            begin(one, now);
        }
        if (one.first() == null) {
            enter(one, other, now);
        } else if (other.first() == null) {
            enter(other, one, now);
        } else if (!one.first().equals(other.first())) {
            merge(nodes.apply(one.first()), nodes.apply(other.first()), now, outcome);
        }
    }

    private void begin(RingNode first, Instant now) {
        RingState ring = new RingState();
        ring.add(config.score(), first, now);
        first.ring(ring);
        first.first(first.accountId());
    }

    private void enter(RingNode newcomer, RingNode member, Instant now) {
        RingNode first = nodes.apply(Objects.requireNonNull(member.first()));
        RingState ring = ringOf(first);
        if (ring.members().size() < config.rings().members()) {
            ring.add(config.score(), newcomer, now);
            newcomer.first(first.accountId());
        }
    }

    private void merge(RingNode one, RingNode other, Instant now, Outcome outcome) {
        int together = ringOf(one).members().size() + ringOf(other).members().size();
        if (together > config.rings().members() || isDecided(one, now) || isDecided(other, now)) {
            return;
        }
        RingNode into = leads(one, other) ? one : other;
        RingNode from = into == one ? other : one;
        RingState gone = ringOf(from);
        RiskScore score = gone.score(config.score(), now);
        if (gone.state().open()) {
            outcome.flags.add(gone.last(config.score(), caseId(from), score, now, FlagEnd.merged(caseId(into), now)));
        }
        ringOf(into).absorb(config.score(), gone, now);
        for (String member : gone.members()) {
            nodes.apply(member).first(into.accountId());
        }
    }

    /** What a reviewer has said of these accounts is said of no others. */
    private static boolean isDecided(RingNode first, Instant now) {
        return ringOf(first).state().confirmed() || ringOf(first).isExempt(now);
    }

    private static boolean leads(RingNode one, RingNode other) {
        Comparator<RingNode> order = Comparator.comparing(
                        (RingNode node) -> ringOf(node).state().raisedAt(),
                        Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparingInt(node -> -ringOf(node).members().size())
                .thenComparing(RingNode::accountId);
        return order.compare(one, other) < 0;
    }

    /** Tells of the ring's case where it has changed, and its members where they do not know of it. */
    private void file(RingNode first, Instant now, Outcome outcome) {
        RingState ring = ringOf(first);
        CaseState state = ring.state();
        FlagLevel before = state.open() ? state.level() : null;
        int told = ring.toldMembers();
        RiskScore score = ring.score(config.score(), now);
        if (state.lapses(score, config.score())) {
            FlagEnd end = FlagEnd.lapsed(score, config.score(), now);
            outcome.flags.add(ring.last(config.score(), caseId(first), score, now, end));
            ring.lapse();
            // All of them: who has just come in with a case of another ring has no case any more, either.
            ring.members()
                    .forEach(member -> outcome.news.add(new RingNotice(member, caseId(first), RiskLevel.NONE, now)));
            return;
        }
        Flag flag = ring.flag(config.score(), caseId(first), score, now);
        if (flag == null) {
            return;
        }
        RiskLevel level = Objects.requireNonNull(state.riskCase(flag.caseId())).level();
        outcome.flags.add(flag);
        flag.members().stream()
                .skip(flag.level() == before ? told : 0)
                .forEach(member -> outcome.news.add(new RingNotice(member, flag.caseId(), level, now)));
    }

    private static RingState ringOf(RingNode first) {
        return Objects.requireNonNull(first.ring());
    }

    private static String caseId(RingNode first) {
        return caseId(first.accountId());
    }

    private static String caseId(String first) {
        return "ring-" + first;
    }
}
