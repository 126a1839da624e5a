package io.pointstream.topologies.points;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Price;
import io.pointstream.engine.decision.Quantity;
import io.pointstream.engine.decision.Running;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.CaseReview;
import io.pointstream.schemas.points.Clamp;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Credited;
import io.pointstream.schemas.points.CreditedWhen;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.NoticeKind;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.points.RiskMove;
import io.pointstream.schemas.points.RunningTotal;
import io.pointstream.schemas.points.Streak;
import io.pointstream.schemas.points.Waterfall;
import io.pointstream.topologies.RiskTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The border on the way out: the engine's steps and balances as Avro records. */
final class JournalTranslator {

    /** Decimals of a posting's value coefficient in the schema. */
    private static final int COEFFICIENT_SCALE = 4;

    private JournalTranslator() {}

    /** @throws ArithmeticException when a value coefficient does not fit its schema */
    static JournalEntry entry(Step step) {
        return new JournalEntry(
                step.accountId(),
                step.number(),
                step.occurredAt(),
                MemberTier.valueOf(step.tier().name()),
                step.answer() == null ? null : decision(step.answer()),
                list(step.postings(), JournalTranslator::posting),
                new Balance(
                        step.balance().available(),
                        step.balance().held(),
                        step.balance().frozen(),
                        step.balance().debt()),
                step.risk() == null ? null : risk(step.risk()));
    }

    /** The balance after an account's newest step. */
    static AccountBalance balance(String accountId, LiveAccount account) {
        return new AccountBalance(
                accountId,
                account.steps(),
                account.asOf(),
                account.balance().available(),
                account.balance().held(),
                account.balance().frozen(),
                account.balance().debt());
    }

    /** What an owner is told. */
    static Notice notice(String accountId, io.pointstream.engine.account.Notice n) {
        return new Notice(accountId, NoticeKind.valueOf(n.kind().name()), n.points(), n.occurredAt(), n.expiresOn());
    }

    private static RiskMove risk(io.pointstream.engine.account.RiskMove move) {
        return new RiskMove(
                RiskTranslator.level(RiskCase.highest(move.cases())),
                list(move.cases(), RiskTranslator::riskCase),
                move.review() == null ? null : review(move.review()));
    }

    private static CaseReview review(Review.Decided review) {
        return new CaseReview(
                review.caseId(), ReviewDecision.valueOf(review.decision().name()), review.reviewer(), review.note());
    }

    private static Decision decision(io.pointstream.engine.decision.Decision d) {
        return new Decision(
                d.eventId(),
                d.eventType().publicName(),
                d.occurredAt(),
                Outcome.valueOf(d.outcome().name()),
                d.ruleId(),
                d.category(),
                d.ruleBookVersion(),
                d.basePoints(),
                d.grantedPoints(),
                d.bonusPoints(),
                d.cappedBy(),
                d.reason(),
                waterfall(d.waterfall()));
    }

    private static @Nullable Waterfall waterfall(io.pointstream.engine.decision.@Nullable Waterfall w) {
        if (w == null) {
            return null;
        }
        Price price = w.price();
        Quantity quantity = price.quantity();
        return new Waterfall(
                text(quantity),
                quantity == null ? null : quantity.unit(),
                text(price.counted()),
                price.rate(),
                price.brackets(),
                price.weight(),
                running(price),
                price.clamp() == null
                        ? null
                        : new Clamp(price.clamp().computed(), price.clamp().to()),
                w.streakLength() == 0 ? null : new Streak(w.streakLength(), w.streakReward()),
                list(w.caps(), JournalTranslator::cap),
                w.granted(),
                w.forfeited(),
                list(w.bonuses(), JournalTranslator::bonus));
    }

    private static @Nullable String text(@Nullable Quantity quantity) {
        return quantity == null ? null : quantity.text();
    }

    /** The total is counted in the smallest part of the quantity; it is told in the quantity's own unit. */
    private static @Nullable RunningTotal running(Price price) {
        Running running = price.running();
        Quantity quantity = price.quantity();
        return running == null || quantity == null
                ? null
                : new RunningTotal(
                        running.key(),
                        new Quantity(running.before(), quantity.decimals(), quantity.unit()).text(),
                        CapWindow.valueOf(running.per().name()),
                        running.from(),
                        price.earlier());
    }

    private static CapStep cap(io.pointstream.engine.decision.CapStep c) {
        return new CapStep(c.cap(), CapWindow.valueOf(c.window().name()), c.limit(), c.usedBefore(), c.cut());
    }

    private static BonusStep bonus(io.pointstream.engine.decision.BonusStep b) {
        return new BonusStep(component(b.component()), b.source(), b.factor(), b.points());
    }

    private static Posting posting(io.pointstream.engine.ledger.Posting p) {
        return new Posting(
                p.postingId(),
                p.eventId(),
                p.occurredAt(),
                PostingKind.valueOf(p.kind().name()),
                p.component() == null ? null : component(p.component()),
                p.category(),
                p.ruleId(),
                p.ruleBookVersion(),
                p.points(),
                LedgerAccount.valueOf(p.debit().name()),
                LedgerAccount.valueOf(p.credit().name()),
                p.expiresOn(),
                p.valueCoefficient().setScale(COEFFICIENT_SCALE),
                p.reverses(),
                p.redemptionId(),
                credited(p.credited()));
    }

    private static @Nullable Credited credited(io.pointstream.engine.ledger.@Nullable Credited c) {
        return c == null
                ? null
                : new Credited(
                        c.amount().toPlainString(),
                        c.unit(),
                        CreditedWhen.valueOf(c.when().name()),
                        c.on());
    }

    private static Component component(io.pointstream.engine.ledger.Component c) {
        return Component.valueOf(c.name());
    }

    private static <A, B> List<B> list(List<A> from, Function<A, B> translate) {
        List<B> to = new ArrayList<>(from.size());
        for (A item : from) {
            to.add(translate.apply(item));
        }
        return to;
    }
}
