package io.pointstream.topologies;

import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Finance;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Redemption;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.event.Social;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.CampaignBattleWon;
import io.pointstream.schemas.activity.CampaignCardCollected;
import io.pointstream.schemas.activity.CampaignChainStep;
import io.pointstream.schemas.activity.CampaignDoubleCardUsed;
import io.pointstream.schemas.activity.CampaignTrial;
import io.pointstream.schemas.activity.CampaignWheelSpun;
import io.pointstream.schemas.activity.ContentArticleRead;
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
import io.pointstream.schemas.activity.PaymentRefunded;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.RedemptionAccepted;
import io.pointstream.schemas.activity.RedemptionDeclined;
import io.pointstream.schemas.activity.RedemptionOutOfStock;
import io.pointstream.schemas.activity.RedemptionRefunded;
import io.pointstream.schemas.activity.RedemptionRequested;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.activity.SocialArticleForwarded;
import io.pointstream.schemas.activity.SocialInviteOpened;
import io.pointstream.schemas.activity.SocialStepsDonated;
import io.pointstream.schemas.activity.SocialVideoLiked;

/** The border on the way in: an Avro activity as the engine's event. */
public final class ActivityTranslator {

    private ActivityTranslator() {}

    /**
     * The same facts, in the engine's words.
     *
     * @throws IllegalArgumentException when the activity has no body that this version knows
     */
    public static Event toEvent(Activity activity) {
        Header header = new Header(
                activity.getEventId(),
                activity.getAccountId(),
                activity.getOccurredAt(),
                activity.getDeviceId(),
                activity.getIpAddress());
        return switch (activity.getBody()) {
            case PaymentSettled a ->
                new Payment.Settled(
                        header,
                        a.getPaymentId(),
                        Payment.Channel.valueOf(a.getChannel().name()),
                        a.getMerchantId(),
                        a.getAmountFen());
            case PaymentRefunded a -> new Payment.Refunded(header, a.getRefundId(), a.getPaymentId(), a.getAmountFen());
            case SocialStepsDonated a -> new Social.StepsDonated(header, a.getSteps());
            case SocialArticleForwarded a -> new Social.ArticleForwarded(header, a.getArticleId(), a.getGroupId());
            case SocialVideoLiked a -> new Social.VideoLiked(header, a.getVideoId());
            case SocialInviteOpened a -> new Social.InviteOpened(header, a.getInviteeId(), a.getInviteeIsNew());
            case FinanceStatement a ->
                new Finance.Statement(
                        header, Finance.Product.valueOf(a.getProduct().name()), a.getAmountFen(), a.getHeldDays());
            case FinancePremiumPaid a ->
                new Finance.PremiumPaid(header, a.getPolicyId(), a.getAmountFen(), a.getHeldDays());
            case FinanceLoanRepaid a -> new Finance.LoanRepaid(header, a.getLoanId(), a.getAmountFen(), a.getOnTime());
            case ContentArticleRead a ->
                new Content.ArticleRead(
                        header,
                        a.getArticleId(),
                        Content.AccountKind.valueOf(a.getAccountKind().name()),
                        a.getSeconds(),
                        a.getCompleted());
            case ContentVideoWatched a ->
                new Content.VideoWatched(
                        header,
                        a.getVideoId(),
                        Content.VideoKind.valueOf(a.getVideoKind().name()),
                        a.getSecondsWatched(),
                        a.getSecondsTotal());
            case ContentLiveCommented a ->
                new Content.LiveCommented(
                        header,
                        a.getStreamId(),
                        Content.StreamKind.valueOf(a.getStreamKind().name()),
                        a.getWatchedSeconds());
            case ContentPurchased a ->
                new Content.Purchased(
                        header, Content.ContentKind.valueOf(a.getContentKind().name()), a.getAmountFen());
            case GamingLevelCleared a -> new Gaming.LevelCleared(header, a.getGameId(), a.getLevel());
            case GamingRankPromoted a ->
                new Gaming.RankPromoted(
                        header,
                        a.getGameId(),
                        a.getSeason(),
                        Gaming.Rank.valueOf(a.getRank().name()));
            case GamingSeasonSettled a ->
                new Gaming.SeasonSettled(
                        header,
                        a.getGameId(),
                        a.getSeason(),
                        Gaming.Rank.valueOf(a.getRank().name()));
            case GamingCropsHarvested a -> new Gaming.CropsHarvested(header, a.getGameId(), a.getCount());
            case GamingWeekRanked a -> new Gaming.WeekRanked(header, a.getGameId(), a.getWeek(), a.getPercentile());
            case GamingTeamChallengeCompleted a ->
                new Gaming.TeamChallengeCompleted(header, a.getGameId(), a.getTeamId(), a.getTeamSize());
            case MembershipRegistered a -> new Membership.Registered(header, a.getBirthday());
            case MembershipTierChanged a ->
                new Membership.TierChanged(
                        header, Membership.Tier.valueOf(a.getTier().name()));
            case MembershipSignedIn _ -> new Membership.SignedIn(header);
            case MembershipAdWatched a -> new Membership.AdWatched(header, a.getAdId());
            case MembershipTaskCompleted a -> new Membership.TaskCompleted(header, a.getTaskId());
            case MembershipGiftClaimed a -> new Membership.GiftClaimed(header, a.getPeriod());
            case CampaignCardCollected a -> new Campaign.CardCollected(header, a.getCampaignId(), a.getCardId());
            case CampaignBattleWon a -> new Campaign.BattleWon(header, a.getCampaignId(), a.getTeamId(), a.getPoints());
            case CampaignChainStep a -> new Campaign.ChainStep(header, a.getCampaignId(), a.getStep());
            case CampaignTrial a -> new Campaign.Trial(header, a.getFeatureId(), a.getPoints());
            case CampaignDoubleCardUsed a -> new Campaign.DoubleCardUsed(header, a.getCardId());
            case CampaignWheelSpun a -> new Campaign.WheelSpun(header, a.getPoints());
            case RedemptionRequested a ->
                new Redemption.Requested(
                        header,
                        a.getRedemptionId(),
                        Redemption.Kind.valueOf(a.getKind().name()),
                        a.getItemId(),
                        a.getPoints(),
                        a.getMerchantId(),
                        a.getMainlandAddress(),
                        a.getCustomsPoints(),
                        a.getBeneficiaryId(),
                        a.getPartner() == null
                                ? null
                                : Redemption.Partner.valueOf(a.getPartner().name()),
                        a.getLinked());
            case RedemptionAccepted a -> new Redemption.Accepted(header, a.getRedemptionId());
            case RedemptionDeclined a -> new Redemption.Declined(header, a.getRedemptionId());
            case RedemptionOutOfStock a -> new Redemption.OutOfStock(header, a.getRedemptionId());
            case RedemptionRefunded a -> new Redemption.Refunded(header, a.getRedemptionId());
            case ReviewDecided a ->
                new Review.Decided(
                        header,
                        a.getCaseId(),
                        Review.Decision.valueOf(a.getDecision().name()),
                        a.getReviewer(),
                        a.getNote());
            case null, default ->
                throw new IllegalArgumentException("no event type for the body of event " + activity.getEventId());
        };
    }
}
