package io.pointstream.app.rules;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.CapStep;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one rule book made of some events, added up. */
final class Figures {

    /** Points of one part of the program. */
    static final class Sum {
        /** Granted base and bonuses, less what refunds took back. */
        long points;
        /** Base that caps cut off. */
        long forfeited;

        private void add(long more, long cut) {
            points += more;
            forfeited += cut;
        }
    }

    /** What one cap cut off. */
    static final class CapSum {
        long points;
        long events;
        final Set<String> accounts = new HashSet<>();
    }

    final Sum all = new Sum();
    final Map<String, Sum> categories = new HashMap<>();
    final Map<String, Sum> rules = new HashMap<>();
    final Map<String, Sum> tiers = new HashMap<>();
    final Map<String, CapSum> caps = new HashMap<>();

    /**
     * Adds a step.
     *
     * @param account the points of the step's account, which are not kept here
     */
    void add(Step step, Sum account) {
        Decision decision = step.answer();
        if (decision != null && decision.ruleId() != null) {
            long cut = decision.basePoints() - decision.grantedPoints();
            long points = decision.grantedPoints() + decision.bonusPoints();
            add(step, account, decision.category(), decision.ruleId(), points, cut);
            if (cut > 0 && decision.waterfall() != null) {
                decision.waterfall().caps().forEach(cap -> add(step.accountId(), cap));
            }
        }
        for (Posting posting : step.postings()) {
            if (posting.kind() == PostingKind.REVERSE) {
                add(step, account, posting.category(), posting.ruleId(), -Math.abs(posting.points()), 0);
            }
        }
    }

    private void add(Step step, Sum account, @Nullable String category, @Nullable String rule, long points, long cut) {
        all.add(points, cut);
        of(categories, category).add(points, cut);
        of(rules, rule).add(points, cut);
        of(tiers, step.tier().name()).add(points, cut);
        account.add(points, cut);
    }

    private void add(String accountId, CapStep cap) {
        if (cap.cut() > 0) {
            CapSum sum = caps.computeIfAbsent(cap.cap(), name -> new CapSum());
            sum.points += cap.cut();
            sum.events++;
            sum.accounts.add(accountId);
        }
    }

    private static Sum of(Map<String, Sum> sums, @Nullable String name) {
        return sums.computeIfAbsent(name == null ? "" : name, key -> new Sum());
    }
}
