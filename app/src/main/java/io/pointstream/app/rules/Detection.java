package io.pointstream.app.rules;

import io.pointstream.engine.farming.AccountCase;
import io.pointstream.engine.farming.AccountNews;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.farming.Findings;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.Link;
import io.pointstream.engine.farming.LinkBehaviour;
import io.pointstream.engine.farming.NewDay;
import io.pointstream.engine.farming.RingNode;
import io.pointstream.engine.farming.Rings;
import io.pointstream.engine.farming.RiskScore;
import io.pointstream.engine.farming.Tie;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the findings about accounts lead to, in memory: what the application {@code farming} does with them, in the order in
 * which a replay does it. An account's own findings are gathered at once, those of links and rings behind the event that
 * made them.
 */
final class Detection implements Findings {

    private final Detectors detectors;
    private final Map<String, LinkBehaviour> targets = new HashMap<>();
    private final Map<String, AccountCase> cases = new HashMap<>();
    private final Map<String, Flag> flags = new TreeMap<>();
    private final Map<String, RingNode> nodes = new HashMap<>();
    private final Rings rings;
    private final Queue<Link> links = new ArrayDeque<>();
    private final Queue<Tie> ties = new ArrayDeque<>();

    private final Consumer<Flag> listener;
    private final Consumer<Finding> findings;

    Detection(Detectors detectors) {
        this(detectors, flag -> {}, finding -> {});
    }

    /**
     * Nothing is found yet.
     *
     * @param listener is told of each new state of a case
     * @param findings is told of each finding that an account's score has taken in
     */
    Detection(Detectors detectors, Consumer<Flag> listener, Consumer<Finding> findings) {
        this.detectors = detectors;
        this.rings = new Rings(detectors.config(), id -> nodes.computeIfAbsent(id, RingNode::new));
        this.listener = listener;
        this.findings = findings;
    }

    @Override
    public void found(Finding finding) {
        tell(finding);
        ties.add(new Tie.Own(finding));
    }

    @Override
    public void link(Link link) {
        links.add(link);
    }

    /** Follows the links and ties that have come; to be called behind each event and each decision. */
    void follow() {
        for (Link link = links.poll(); link != null; link = links.poll()) {
            Tie tie = targets.computeIfAbsent(link.key(), key -> LinkBehaviour.ofKey(detectors, key))
                    .observe(link);
            if (tie != null) {
                ties.add(tie);
            }
        }
        for (Tie tie = ties.poll(); tie != null; tie = ties.poll()) {
            Rings.Outcome outcome = rings.observe(tie);
            outcome.flags().forEach(this::keep);
            outcome.news().forEach(this::tell);
        }
    }

    @Override
    public void day(NewDay day) {
        AccountCase known = cases.get(day.accountId());
        if (known != null && known.mayLapse()) {
            tell(day);
        }
    }

    private void tell(AccountNews news) {
        keep(caseOf(news.accountId()).take(news).flag());
        if (news instanceof Finding finding) {
            findings.accept(finding);
        }
    }

    private AccountCase caseOf(String accountId) {
        return cases.computeIfAbsent(accountId, id -> new AccountCase(detectors.config(), id));
    }

    /** The newest state of each case, by its id. */
    Map<String, Flag> flags() {
        return flags;
    }

    /** What is held against an account at a time. */
    RiskScore score(String accountId, Instant at) {
        return cases.getOrDefault(accountId, new AccountCase(detectors.config(), accountId))
                .score(at);
    }

    private void keep(@Nullable Flag flag) {
        if (flag != null) {
            flags.put(flag.caseId(), flag);
            listener.accept(flag);
        }
    }
}
