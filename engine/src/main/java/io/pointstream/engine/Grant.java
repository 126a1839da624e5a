package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.decision.BonusStep;
import io.pointstream.engine.decision.CapStep;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Price;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.decision.Waterfall;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.rules.Cap;
import io.pointstream.engine.rules.Factor;
import io.pointstream.engine.rules.Multiplier;
import io.pointstream.engine.rules.Rule;
import io.pointstream.engine.rules.Tiers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that awards an event, carried out: streak, caps, bonuses, postings (DOMAIN 2, steps 2 to 6).
 *
 * @param price above 0
 * @param progress the threshold that was reached, if the rule has one
 * @param next the step of a sequence that is taken, if the rule has one
 * @param used the key that is used up, if the rule has one
 */
record Grant(
        Rule rule,
        Price price,
        @Nullable Progress progress,
        @Nullable NextStep next,
        @Nullable Used used) {

    private static final List<Component> BONUSES =
            List.of(Component.TIER_BONUS, Component.BIRTHDAY_BONUS, Component.CAMPAIGN_BONUS);

    /** Carries it out; gives the decision on the event. */
    Decision carryOut(StepBuilder step, Account account, Instant at, CalendarDay day) {
        if (next != null) {
            next.take(step);
        }
        if (used != null) {
            used.up(step);
        }
        int streakLength = 0;
        long streakReward = 0;
        if (rule.streak() != null) {
            streakLength = account.streakLength(rule.id(), day.epochDay());
            streakReward = rule.streak().reward(streakLength);
            step.change(new Change.StreakDay(rule.id(), day.epochDay()));
        }
        long sum = price.points() + streakReward;
        long base = sum < 0 ? Long.MAX_VALUE : sum;

        List<CapStep> caps = caps(account, day, base);
        long granted = base;
        List<String> cappedBy = List.of();
        for (CapStep cap : caps) {
            if (cap.cut() > 0) {
                granted -= cap.cut();
                cappedBy = cappedBy.isEmpty() ? new ArrayList<>(2) : cappedBy;
                cappedBy.add(cap.cap());
            }
        }
        List<BonusStep> bonuses = List.of();
        long bonus = 0;
        if (granted > 0) {
            use(step, day, granted);
            bonuses = bonuses(account, step.tier(), granted, at, day);
            LocalDate expiresOn = rule.category().validity().expiresOn(day.date());
            step.earn(Component.BASE, rule, granted, expiresOn);
            bonus = post(step, bonuses, expiresOn);
        }
        RiskCase held = account.suspicion().holds(step.number()) && granted > 0
                ? account.suspicion().gravest()
                : null;
        Outcome outcome = outcome(held != null, cappedBy, granted);
        Waterfall waterfall = new Waterfall(price, streakLength, streakReward, caps, granted, base - granted, bonuses);
        Reason why = new Reason.Award(
                rule.id(),
                progress == null ? null : progress.reached(),
                waterfall,
                held == null ? null : held.caseId());
        return step.award(outcome, rule, base, granted, bonus, cappedBy, why, waterfall);
    }

    private static Outcome outcome(boolean held, List<String> cappedBy, long granted) {
        if (held) {
            return Outcome.HELD;
        }
        return cappedBy.isEmpty() ? Outcome.AWARDED : granted > 0 ? Outcome.PARTIALLY_CAPPED : Outcome.CAPPED;
    }

    /** Each cap in its order, with what it takes from what the earlier ones left. */
    private List<CapStep> caps(Account account, CalendarDay day, long base) {
        List<Cap> asked = rule.caps();
        if (asked.isEmpty()) {
            return List.of();
        }
        List<CapStep> steps = new ArrayList<>(asked.size());
        long left = base;
        for (int i = 0; i < asked.size(); i++) {
            Cap cap = asked.get(i);
            long before = cap.window() == Window.TRANSACTION
                    ? 0
                    : account.granted(cap.name(), day.start(cap.window()), day.end(cap.window()));
            long cut = Math.max(0, left - Math.max(0, cap.limit() - before));
            left -= cut;
            steps.add(new CapStep(cap.name(), cap.window(), cap.limit(), before, cut));
        }
        return steps;
    }

    /** Uses up what was granted in every window. */
    private void use(StepBuilder step, CalendarDay day, long granted) {
        List<Cap> caps = rule.caps();
        for (int i = 0; i < caps.size(); i++) {
            Cap cap = caps.get(i);
            if (cap.window() != Window.TRANSACTION) {
                step.change(new Change.Granted(cap.name(), day.start(cap.window()), day.end(cap.window()), granted));
            }
        }
    }

    /** Each bonus on the granted base: the tier's, the birthday's, the campaigns' (DOMAIN 2, step 5). */
    private List<BonusStep> bonuses(Account account, Tier tier, long granted, Instant at, CalendarDay day) {
        List<BonusStep> bonuses = List.of();
        Tiers.Terms terms = rule.tiers() == null ? null : rule.tiers().of(tier);
        if (terms != null && !terms.addNothing()) {
            bonuses = new ArrayList<>(3);
            if (!terms.factor().isOne()) {
                bonuses.add(bonus(Component.TIER_BONUS, tier.name(), terms.factor(), granted));
            }
            MonthDay birthday = account.birthdayAt(at);
            if (terms.birthday() != null && birthday != null && terms.birthday().runsOn(day, birthday)) {
                bonuses.add(bonus(
                        Component.BIRTHDAY_BONUS, "birthday", terms.birthday().factor(), granted));
            }
        }
        List<Multiplier> multipliers = rule.multipliers();
        for (int i = 0; i < multipliers.size(); i++) {
            Multiplier multiplier = multipliers.get(i);
            if ((multiplier.opening() == null || account.isOpen(multiplier.id(), at)) && multiplier.runsAt(at, day)) {
                bonuses = bonuses.isEmpty() ? new ArrayList<>(2) : bonuses;
                bonuses.add(bonus(Component.CAMPAIGN_BONUS, multiplier.id(), multiplier.factor(), granted));
            }
        }
        return bonuses;
    }

    private static BonusStep bonus(Component component, String source, Factor factor, long granted) {
        return new BonusStep(component, source, factor.text(), factor.bonus(granted));
    }

    /** One posting for each component; gives the sum. */
    private long post(StepBuilder step, List<BonusStep> bonuses, LocalDate expiresOn) {
        long all = 0;
        if (!bonuses.isEmpty()) {
            for (Component component : BONUSES) {
                long points = 0;
                for (BonusStep bonus : bonuses) {
                    points += bonus.component() == component ? bonus.points() : 0;
                }
                if (points > 0) {
                    step.earn(component, rule, points, expiresOn);
                    all = Math.addExact(all, points);
                }
            }
        }
        return all;
    }
}
