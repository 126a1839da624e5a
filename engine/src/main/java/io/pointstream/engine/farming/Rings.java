package io.pointstream.engine.farming;

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
 */
public final class Rings {

    private final FarmingConfig config;
    private final Function<String, RingNode> nodes;

    /**
     * @param nodes what is known of an account, to be changed
     */
    public Rings(FarmingConfig config, Function<String, RingNode> nodes) {
        this.config = config;
        this.nodes = nodes;
    }

    /** What a tie made: news for accounts, and the cases that have changed. */
    public record Outcome(List<AccountNews> news, List<Flag> flags) {}

    public Outcome observe(Tie tie) {
        Outcome outcome = new Outcome(new ArrayList<>(0), new ArrayList<>(0));
        List<Finding> news = new ArrayList<>();
        Set<RingNode> changed = new LinkedHashSet<>();
        for (Finding finding : tie.findings()) {
            RingNode account = nodes.apply(finding.accountId());
            if (tie instanceof Tie.Shared shared
                    && finding.strength() >= config.rings().strength()) {
                join(nodes.apply(shared.with()), account, tie.at(), outcome);
            }
            if (hold(account, finding)) {
                news.add(finding);
            }
        }
        for (Finding finding : tie.findings()) {
            RingNode first = firstOf(finding.accountId());
            if (first != null && changed.add(first) && (!news.isEmpty() || ringOf(first).hasNewcomers())) {
                file(first, tie.at(), outcome);
            }
        }
        if (tie instanceof Tie.Shared) {
            news.forEach(finding -> outcome.news.add(told(finding)));
        }
        return outcome;
    }

    /** Keeps what was found when it is news; whether it is. */
    private boolean hold(RingNode account, Finding finding) {
        Told before = account.held().get(finding.code());
        Instant now = finding.detectedAt();
        if (before != null
                && !before.leavesNews(finding.strength(), now, config.score().repeatAfter())) {
            return false;
        }
        account.held().put(finding.code(), new Told(finding.strength(), now));
        RingNode first = firstOf(account.accountId());
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
        if (together > config.rings().members()) {
            return;
        }
        RingNode into = leads(one, other) ? one : other;
        RingNode from = into == one ? other : one;
        RingState gone = ringOf(from);
        Flag closed = gone.flag(caseId(from), gone.score(config.score(), now), now, caseId(into));
        if (closed != null) {
            outcome.flags.add(closed);
        }
        ringOf(into).absorb(config.score(), gone, now);
        for (String member : gone.members()) {
            nodes.apply(member).first(into.accountId());
        }
        from.ring(null);
    }

    private static boolean leads(RingNode one, RingNode other) {
        Comparator<RingNode> order = Comparator.comparing(
                        (RingNode node) -> ringOf(node).state().raisedAt(), Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(node -> -ringOf(node).members().size())
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
        Flag flag = ring.flag(caseId(first), score, now, null);
        if (flag == null) {
            return;
        }
        outcome.flags.add(flag);
        flag.members().stream()
                .skip(flag.level() == before ? told : 0)
                .forEach(member -> outcome.news.add(new RingNotice(member, flag.caseId(), flag.level(), now)));
    }

    private static RingState ringOf(RingNode first) {
        return Objects.requireNonNull(first.ring());
    }

    private static String caseId(RingNode first) {
        return "ring-" + first.accountId();
    }
}
