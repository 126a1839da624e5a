package io.pointstream.app.rules;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.farming.AccountCase;
import io.pointstream.engine.farming.Behaviour;
import io.pointstream.engine.farming.Decided;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.farming.Findings;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.Link;
import io.pointstream.engine.farming.LinkBehaviour;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * Farming detection over past events, in memory: what the application {@code farming} does, in the order in which a replay
 * does it. An account's own findings are gathered at once, those of links and rings behind the event that made them.
 */
final class Detection {

    private final FarmingConfig config = FarmingConfig.shipped();
    private final Detectors detectors = new Detectors(config);
    private final Map<String, Behaviour> behaviours = new HashMap<>();
    private final Map<String, LinkBehaviour> targets = new HashMap<>();
    private final Map<String, AccountCase> cases = new HashMap<>();
    private final Map<String, Flag> flags = new TreeMap<>();
    private final Queue<Link> links = new ArrayDeque<>();

    private final Findings findings = new Findings() {
        @Override
        public void found(Finding finding) {
            gather(finding);
        }

        @Override
        public void link(Link link) {
            links.add(link);
        }
    };

    /** Takes in an event and what became of it. */
    void observe(Event event, Step step) {
        Behaviour behaviour = behaviours.computeIfAbsent(event.accountId(), id -> new Behaviour(detectors));
        // Reviewers' decisions are no behaviour.
        if (!(event instanceof Review.Decided)) {
            behaviour.observe(event, findings);
            follow();
        }
        Decided decided = Decided.of(step);
        if (decided != null) {
            behaviour.observe(decided, findings);
            follow();
        }
    }

    /** The newest state of each case, by its id. */
    Map<String, Flag> flags() {
        return flags;
    }

    private void follow() {
        for (Link link = links.poll(); link != null; link = links.poll()) {
            LinkBehaviour.Outcome outcome = targets.computeIfAbsent(
                            link.key(), key -> LinkBehaviour.ofKey(detectors, key))
                    .observe(link);
            if (outcome.flag() != null) {
                flags.put(outcome.flag().caseId(), outcome.flag());
            }
            outcome.findings().forEach(this::gather);
        }
    }

    private void gather(Finding finding) {
        Flag flag = cases.computeIfAbsent(finding.accountId(), id -> new AccountCase(config, id))
                .gather(finding)
                .flag();
        if (flag != null) {
            flags.put(flag.caseId(), flag);
        }
    }
}
