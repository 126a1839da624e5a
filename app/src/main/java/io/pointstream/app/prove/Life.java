package io.pointstream.app.prove;

import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.CampaignBattleWon;
import io.pointstream.schemas.activity.CampaignCardCollected;
import io.pointstream.schemas.activity.CampaignChainStep;
import io.pointstream.schemas.activity.CampaignDoubleCardUsed;
import io.pointstream.schemas.activity.CampaignTrial;
import io.pointstream.schemas.activity.CampaignWheelSpun;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.ContentKind;
import io.pointstream.schemas.activity.ContentLiveCommented;
import io.pointstream.schemas.activity.ContentPurchased;
import io.pointstream.schemas.activity.ContentVideoWatched;
import io.pointstream.schemas.activity.FinanceLoanRepaid;
import io.pointstream.schemas.activity.FinancePremiumPaid;
import io.pointstream.schemas.activity.FinanceStatement;
import io.pointstream.schemas.activity.GamingCropsHarvested;
import io.pointstream.schemas.activity.GamingLevelCleared;
import io.pointstream.schemas.activity.GamingRankPromoted;
import io.pointstream.schemas.activity.GamingSeasonSettled;
import io.pointstream.schemas.activity.GamingTeamChallengeCompleted;
import io.pointstream.schemas.activity.GamingWeekRanked;
import io.pointstream.schemas.activity.MembershipAdWatched;
import io.pointstream.schemas.activity.MembershipGiftClaimed;
import io.pointstream.schemas.activity.MembershipRegistered;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.MembershipTaskCompleted;
import io.pointstream.schemas.activity.MembershipTierChanged;
import io.pointstream.schemas.activity.Partner;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentRefunded;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.Rank;
import io.pointstream.schemas.activity.RedemptionAccepted;
import io.pointstream.schemas.activity.RedemptionDeclined;
import io.pointstream.schemas.activity.RedemptionKind;
import io.pointstream.schemas.activity.RedemptionOutOfStock;
import io.pointstream.schemas.activity.RedemptionRefunded;
import io.pointstream.schemas.activity.RedemptionRequested;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.activity.SocialArticleForwarded;
import io.pointstream.schemas.activity.SocialInviteOpened;
import io.pointstream.schemas.activity.SocialStepsDonated;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.activity.StatementProduct;
import io.pointstream.schemas.activity.StreamKind;
import io.pointstream.schemas.activity.Tier;
import io.pointstream.schemas.activity.VideoKind;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.RiskCase;
import io.pointstream.schemas.farming.RiskLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one account, at random but bent towards trouble: few ids, so that they are used again; times on the edges
 * of every limit; answers to what was asked and to what was not.
 */
final class Life {

    private static final List<PaymentChannel> CHANNELS = List.of(PaymentChannel.values());
    private static final List<RedemptionKind> KINDS = List.of(RedemptionKind.values());
    private static final List<Partner> PARTNERS = List.of(Partner.values());
    private static final List<ReviewDecision> DECISIONS = List.of(ReviewDecision.values());
    private static final List<String> CASES = List.of("account-a", "ring-b");
    private static final List<RiskLevel> LEVELS =
            List.of(RiskLevel.REVIEW, RiskLevel.HOLD, RiskLevel.HOLD, RiskLevel.HOLD, RiskLevel.BLOCKED);
    private static final List<Rank> RANKS = List.of(Rank.values());
    private static final List<Tier> TIERS = List.of(Tier.values());

    /** Differences at which the shipped book's time limits lie: lateness, ids, answers, refunds, payments. */
    private static final List<Duration> LIMITS = List.of(
            Duration.ofDays(1),
            Duration.ofHours(72),
            Duration.ofDays(6),
            Duration.ofDays(7),
            Duration.ofHours(5),
            Duration.ofDays(20));

    /** A refund is applied however late, but payments are not kept for ever: twice their time, and a month. */
    private static final Duration LATE_MAX = Duration.ofDays(29);

    /** No clock runs ahead of the others by more than this, or all that follows would be too late. */
    private static final Duration EARLY_MAX = Duration.ofDays(1);

    private static final int RECENT_MAX = 40;

    /** How much of each kind happens in a world. */
    record Mix(double payments, double refunds, double requests, double answers, double earning, double membership) {

        static Mix random(Dice dice) {
            return new Mix(
                    dice.between(1.0, 8.0),
                    dice.between(0.2, 4.0),
                    dice.between(0.2, 3.0),
                    dice.between(0.2, 4.0),
                    dice.between(0.5, 10.0),
                    dice.between(0.3, 3.0));
        }
    }

    private final String account;
    private final Mix mix;
    private final Dice dice;
    private final List<AccountRisk> risks = new ArrayList<>();
    private final List<Activity> recent = new ArrayList<>();
    private Instant newest;
    private int events;
    private int payments;
    private int refunds;
    private int redemptions;

    /** Whether a redemption was requested of late: answers follow. */
    private boolean asked;

    Life(String account, Mix mix, Instant from, Dice dice) {
        this.account = account;
        this.mix = mix;
        this.dice = dice;
        this.newest = from;
    }

    /** The next event; most happen at the given time, some when they should not. */
    Activity next(Instant now) {
        if (!recent.isEmpty() && dice.chance(0.02)) {
            return dice.pick(recent);
        }
        Instant at = time(now);
        Activity next = new Activity(id(), account, at, null, null, body(at));
        if (recent.size() == RECENT_MAX) {
            recent.set(dice.between(0, RECENT_MAX - 1), next);
        } else {
            recent.add(next);
        }
        if (at.isAfter(newest)) {
            newest = at;
        }
        return next;
    }

    /** What detection says: mostly news; some comes again, some late, some in ignorance of reviewers. */
    AccountRisk risk(Instant now) {
        if (!risks.isEmpty() && dice.chance(0.1)) {
            return dice.pick(risks);
        }
        List<RiskCase> cases = new ArrayList<>();
        for (String caseId : CASES) {
            if (dice.chance(0.5)) {
                cases.add(new RiskCase(caseId, dice.pick(LEVELS), now));
            }
        }
        // Which of the account's steps were reviews is not known here: all of them, or none.
        long reviewedStep = dice.chance(0.2) ? 0 : Long.MAX_VALUE;
        AccountRisk risk = new AccountRisk(account, risks.size() + 1L, reviewedStep, now, highest(cases), cases);
        risks.add(risk);
        return risk;
    }

    private static RiskLevel highest(List<RiskCase> cases) {
        return cases.stream().map(RiskCase::getLevel).max(RiskLevel::compareTo).orElse(RiskLevel.NONE);
    }

    /** New, or one that was used a short or a long time ago. */
    private String id() {
        boolean again = events > 0 && dice.chance(0.03);
        return "e" + (again ? Math.max(0, events - 1 - dice.popular(Math.min(events, 400))) : events++);
    }

    private Instant time(Instant now) {
        Instant at = switch (dice.weighted(70, 18, 4, 3, 4, 1)) {
            case 0 -> now;
            case 1 -> now.minus(Duration.ofMinutes(dice.between(0, 4_000)));
            case 2 -> now.minus(Duration.ofMinutes(dice.between(0, 15_000)));
            case 3 -> newest.minus(dice.pick(LIMITS));
            case 4 -> recent.isEmpty() ? now : dice.pick(recent).getOccurredAt().plus(dice.pick(LIMITS));
            default -> now.plus(Duration.ofMinutes(dice.between(0, 2_000)));
        };
        Instant cut = at.isAfter(now.plus(EARLY_MAX)) || at.isBefore(newest.minus(LATE_MAX)) ? now : at;
        // An edge itself, and its two neighbours; whole hours, so that midnights and timers meet events.
        return switch (dice.weighted(6, 3, 1, 1)) {
            case 0 -> cut;
            case 1 -> cut.minusMillis(Math.floorMod(cut.toEpochMilli(), 14_400_000L));
            case 2 -> cut.minusMillis(1);
            default -> cut.plusMillis(1);
        };
    }

    private Object body(Instant at) {
        if (asked && dice.chance(0.4)) {
            asked = dice.chance(0.5);
            return answer();
        }
        return switch (dice.weighted(
                mix.payments(), mix.refunds(), mix.requests(), mix.answers(), mix.earning(), mix.membership())) {
            case 0 -> new PaymentSettled("p" + (payments += dice.between(0, 2)), dice.pick(CHANNELS), "m", fen());
            case 1 -> refund();
            case 2 -> request();
            case 3 -> answer();
            case 4 -> earning(at);
            default -> membership(at);
        };
    }

    private long fen() {
        return dice.chance(0.02) ? dice.between(1, 1_000_000_000) : dice.between(1, dice.chance(0.5) ? 3_000 : 100_000);
    }

    /** Of a payment of late, of long ago, or of one that has not come yet. */
    private PaymentRefunded refund() {
        int payment = payments + 2 - dice.popular(Math.min(payments + 3, 300));
        String id = "r" + (dice.chance(0.1) ? dice.between(0, refunds) : refunds++);
        return new PaymentRefunded(id, "p" + payment, fen());
    }

    private RedemptionRequested request() {
        RedemptionKind kind = dice.pick(KINDS);
        redemptions += dice.chance(0.9) ? 1 : 0;
        asked = true;
        return new RedemptionRequested(
                "d" + redemptions,
                kind,
                "item",
                (long) dice.between(1, dice.pick(List.of(150, 700, 3_000, 30_000))),
                dice.chance(0.95) ? "m" : null,
                dice.chance(0.9),
                orNull(dice.between(0, 300)),
                dice.chance(0.95) ? account : "another",
                dice.pick(PARTNERS),
                dice.chance(0.9));
    }

    private @Nullable Long orNull(int value) {
        return dice.chance(0.5) ? null : Long.valueOf(value);
    }

    private Object answer() {
        String id = "d" + Math.max(0, redemptions - dice.popular(4));
        return switch (dice.weighted(5, 1, 1, 2, 2)) {
            case 0 -> new RedemptionAccepted(id);
            case 1 -> new RedemptionDeclined(id);
            case 2 -> new RedemptionOutOfStock(id);
            case 3 -> new RedemptionRefunded(id);
            default ->
                new ReviewDecided(
                        risks.isEmpty() || dice.chance(0.5) ? "redemption-" + id : dice.pick(CASES),
                        dice.pick(DECISIONS),
                        "bob",
                        "");
        };
    }

    private Object earning(Instant at) {
        return switch (dice.between(0, 21)) {
            case 0 -> new SocialStepsDonated((long) dice.between(0, 1_500));
            case 1, 2 -> new SocialArticleForwarded(few("a"), few("g"));
            case 3, 4 -> new SocialVideoLiked("v" + dice.between(0, 30));
            case 5 -> new SocialInviteOpened(dice.chance(0.1) ? account : "u" + dice.between(0, 60), dice.chance(0.8));
            case 6 ->
                new FinanceStatement(dice.pick(List.of(StatementProduct.values())), fen(), (long) dice.between(5, 40));
            case 7 -> new FinancePremiumPaid("i" + dice.between(0, 20), fen(), (long) dice.between(150, 200));
            case 8 -> new FinanceLoanRepaid(few("l"), fen(), dice.chance(0.8));
            case 9 ->
                new ContentArticleRead(
                        few("a"),
                        dice.pick(List.of(AccountKind.values())),
                        (long) dice.between(100, 200),
                        dice.chance(0.9));
            case 10 ->
                new ContentVideoWatched(
                        few("v"), dice.pick(List.of(VideoKind.values())), (long) dice.between(0, 2_000), (long)
                                dice.between(0, 2_000));
            case 11, 12 ->
                new ContentLiveCommented(
                        few("s"), dice.pick(List.of(StreamKind.values())), (long) dice.between(600, 1_500));
            case 13 -> new ContentPurchased(dice.pick(List.of(ContentKind.values())), fen());
            case 14, 15 -> new GamingLevelCleared(few("g"), (long) dice.between(0, 3));
            case 16 -> new GamingRankPromoted(few("g"), "s" + dice.between(1, 4), dice.pick(RANKS));
            case 17 -> new GamingSeasonSettled(few("g"), "s" + dice.between(1, 4), dice.pick(RANKS));
            case 18 -> new GamingCropsHarvested(few("g"), (long) dice.between(0, 60));
            case 19 ->
                new GamingWeekRanked(
                        few("g"), "2026-W" + dice.between(10, 40), dice.pick(List.of(0.0, 5.0, 10.0, 10.01, 80.0)));
            case 20 -> new GamingTeamChallengeCompleted(few("g"), "t", (long) dice.between(2, 4));
            default -> campaign(at);
        };
    }

    private Object campaign(Instant at) {
        String campaign = "c" + at.getEpochSecond() / 2_600_000;
        return switch (dice.between(0, 5)) {
            case 0 -> new CampaignCardCollected(campaign, few("k"));
            case 1 -> new CampaignBattleWon(campaign, "t", (long) dice.between(0, 1_500));
            case 2 -> new CampaignChainStep(campaign, (long) dice.between(0, 4));
            case 3 -> new CampaignTrial("f" + dice.between(0, 40), (long) dice.between(0, 400));
            case 4 -> new CampaignDoubleCardUsed("k" + dice.between(0, 200));
            default -> new CampaignWheelSpun((long) dice.between(0, 700));
        };
    }

    private Object membership(Instant at) {
        LocalDate day = LocalDate.ofInstant(at, AccountBook.ZONE);
        return switch (dice.between(0, 7)) {
            case 0 ->
                new MembershipRegistered(
                        dice.chance(0.2) ? null : "%02d-%02d".formatted(dice.between(1, 12), dice.between(1, 28)));
            case 1, 2 -> new MembershipTierChanged(dice.pick(TIERS));
            case 3, 4 -> new MembershipSignedIn();
            case 5 -> new MembershipAdWatched("ad");
            case 6 -> new MembershipTaskCompleted("t" + dice.between(0, 5));
            default ->
                new MembershipGiftClaimed(
                        dice.chance(0.5)
                                ? String.valueOf(day.getYear())
                                : day.toString().substring(0, 7));
        };
    }

    private String few(String prefix) {
        return prefix + dice.between(0, 4);
    }
}
