package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;

/** Whose doing an event is. */
final class Acts {

    private Acts() {}

    /**
     * Whether the account's owner chose the moment, with a hand on the phone. The moments of statements, results of weeks, seasons
     * and teams, debits that run by themselves, merchants' answers and other people's acts say nothing about the owner.
     */
    static boolean byHand(EventType type) {
        return switch (type) {
            case PAYMENT_REFUNDED,
                    SOCIAL_INVITE_OPENED,
                    FINANCE_STATEMENT,
                    FINANCE_PREMIUM_PAID,
                    FINANCE_LOAN_REPAID,
                    GAMING_SEASON_SETTLED,
                    GAMING_WEEK_RANKED,
                    GAMING_TEAM_CHALLENGE_COMPLETED,
                    MEMBERSHIP_TIER_CHANGED,
                    CAMPAIGN_BATTLE_WON,
                    REDEMPTION_ACCEPTED,
                    REDEMPTION_DECLINED,
                    REDEMPTION_OUT_OF_STOCK,
                    REDEMPTION_REFUNDED,
                    REVIEW_DECIDED -> false;
            default -> true;
        };
    }

    /** Whether it costs money: who spends is not there for the points alone. */
    static boolean spends(EventType type) {
        return switch (type) {
            case PAYMENT_SETTLED, CONTENT_PURCHASED, FINANCE_PREMIUM_PAID, FINANCE_LOAN_REPAID -> true;
            default -> false;
        };
    }
}
