package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The numbers that stand for event types in stored state: their places in a list to which types are only appended. */
final class EventNumbers {

    private static final List<EventType> STORED = List.of(
            EventType.PAYMENT_SETTLED,
            EventType.PAYMENT_REFUNDED,
            EventType.SOCIAL_STEPS_DONATED,
            EventType.SOCIAL_ARTICLE_FORWARDED,
            EventType.SOCIAL_VIDEO_LIKED,
            EventType.SOCIAL_INVITE_OPENED,
            EventType.FINANCE_STATEMENT,
            EventType.FINANCE_PREMIUM_PAID,
            EventType.FINANCE_LOAN_REPAID,
            EventType.CONTENT_ARTICLE_READ,
            EventType.CONTENT_VIDEO_WATCHED,
            EventType.CONTENT_LIVE_COMMENTED,
            EventType.CONTENT_PURCHASED,
            EventType.GAMING_LEVEL_CLEARED,
            EventType.GAMING_RANK_PROMOTED,
            EventType.GAMING_SEASON_SETTLED,
            EventType.GAMING_CROPS_HARVESTED,
            EventType.GAMING_WEEK_RANKED,
            EventType.GAMING_TEAM_CHALLENGE_COMPLETED,
            EventType.MEMBERSHIP_REGISTERED,
            EventType.MEMBERSHIP_TIER_CHANGED,
            EventType.MEMBERSHIP_SIGNED_IN,
            EventType.MEMBERSHIP_AD_WATCHED,
            EventType.MEMBERSHIP_TASK_COMPLETED,
            EventType.MEMBERSHIP_GIFT_CLAIMED,
            EventType.CAMPAIGN_CARD_COLLECTED,
            EventType.CAMPAIGN_BATTLE_WON,
            EventType.CAMPAIGN_CHAIN_STEP,
            EventType.CAMPAIGN_TRIAL,
            EventType.CAMPAIGN_DOUBLE_CARD_USED,
            EventType.CAMPAIGN_WHEEL_SPUN,
            EventType.REDEMPTION_REQUESTED,
            EventType.REDEMPTION_ACCEPTED,
            EventType.REDEMPTION_DECLINED,
            EventType.REDEMPTION_OUT_OF_STOCK,
            EventType.REDEMPTION_REFUNDED,
            EventType.REVIEW_DECIDED);

    private static final Map<EventType, Integer> NUMBERS = new EnumMap<>(EventType.class);

    static {
        for (EventType type : STORED) {
            NUMBERS.put(type, NUMBERS.size());
        }
    }

    private EventNumbers() {}

    static int of(EventType type) {
        Integer number = NUMBERS.get(type);
        if (number == null) {
            throw new IllegalStateException(type + " has no number: append it to the list");
        }
        return number;
    }

    static EventType type(long number) {
        if (number < 0 || number >= STORED.size()) {
            throw new StateFormatException("no event type has the number " + number);
        }
        return STORED.get((int) number);
    }

    /** How many numbers there are; they fit into the bits of a long. */
    static int count() {
        return STORED.size();
    }
}
