package io.pointstream.engine.event;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The event types of the public interface, by their public names. */
public enum EventType {
    PAYMENT_SETTLED("payment.settled"),
    PAYMENT_REFUNDED("payment.refunded"),
    SOCIAL_STEPS_DONATED("social.steps-donated"),
    SOCIAL_ARTICLE_FORWARDED("social.article-forwarded"),
    SOCIAL_VIDEO_LIKED("social.video-liked"),
    SOCIAL_INVITE_OPENED("social.invite-opened"),
    FINANCE_STATEMENT("finance.statement"),
    FINANCE_PREMIUM_PAID("finance.premium-paid"),
    FINANCE_LOAN_REPAID("finance.loan-repaid"),
    CONTENT_ARTICLE_READ("content.article-read"),
    CONTENT_VIDEO_WATCHED("content.video-watched"),
    CONTENT_LIVE_COMMENTED("content.live-commented"),
    CONTENT_PURCHASED("content.purchased"),
    GAMING_LEVEL_CLEARED("gaming.level-cleared"),
    GAMING_RANK_PROMOTED("gaming.rank-promoted"),
    GAMING_SEASON_SETTLED("gaming.season-settled"),
    GAMING_CROPS_HARVESTED("gaming.crops-harvested"),
    GAMING_WEEK_RANKED("gaming.week-ranked"),
    GAMING_TEAM_CHALLENGE_COMPLETED("gaming.team-challenge-completed"),
    MEMBERSHIP_REGISTERED("membership.registered"),
    MEMBERSHIP_TIER_CHANGED("membership.tier-changed"),
    MEMBERSHIP_SIGNED_IN("membership.signed-in"),
    MEMBERSHIP_AD_WATCHED("membership.ad-watched"),
    MEMBERSHIP_TASK_COMPLETED("membership.task-completed"),
    MEMBERSHIP_GIFT_CLAIMED("membership.gift-claimed"),
    CAMPAIGN_CARD_COLLECTED("campaign.card-collected"),
    CAMPAIGN_BATTLE_WON("campaign.battle-won"),
    CAMPAIGN_CHAIN_STEP("campaign.chain-step"),
    CAMPAIGN_TRIAL("campaign.trial"),
    CAMPAIGN_DOUBLE_CARD_USED("campaign.double-card-used"),
    CAMPAIGN_WHEEL_SPUN("campaign.wheel-spun"),
    REDEMPTION_REQUESTED("redemption.requested"),
    REDEMPTION_ACCEPTED("redemption.accepted"),
    REDEMPTION_DECLINED("redemption.declined"),
    REDEMPTION_OUT_OF_STOCK("redemption.out-of-stock"),
    REDEMPTION_REFUNDED("redemption.refunded"),
    REVIEW_DECIDED("review.decided");

    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::publicName, Function.identity()));

    private final String publicName;

    EventType(String publicName) {
        this.publicName = publicName;
    }

    /** Such as {@code payment.settled}. */
    public String publicName() {
        return publicName;
    }

    /** Whether it tells the program to do something, rather than being something that can earn (DOMAIN 2: APPLIED). */
    public boolean isInstruction() {
        return switch (this) {
            case PAYMENT_REFUNDED,
                    MEMBERSHIP_TIER_CHANGED,
                    CAMPAIGN_DOUBLE_CARD_USED,
                    REDEMPTION_REQUESTED,
                    REDEMPTION_ACCEPTED,
                    REDEMPTION_DECLINED,
                    REDEMPTION_OUT_OF_STOCK,
                    REDEMPTION_REFUNDED,
                    REVIEW_DECIDED -> true;
            default -> false;
        };
    }

    /** The type of this public name, or null when there is none. */
    public static @Nullable EventType of(String publicName) {
        return BY_NAME.get(publicName);
    }
}
