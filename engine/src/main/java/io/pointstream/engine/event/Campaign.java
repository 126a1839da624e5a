package io.pointstream.engine.event;

/** Campaigns. */
public sealed interface Campaign extends Event {

    /** {@code campaign.card-collected} */
    record CardCollected(Header header, String campaignId, String cardId) implements Campaign {
        @Override
        public EventType type() {
            return EventType.CAMPAIGN_CARD_COLLECTED;
        }
    }

    /** {@code campaign.battle-won} */
    record BattleWon(Header header, String campaignId, String teamId, long points) implements Campaign {
        @Override
        public EventType type() {
            return EventType.CAMPAIGN_BATTLE_WON;
        }
    }

    /** {@code campaign.chain-step} */
    record ChainStep(Header header, String campaignId, long step) implements Campaign {
        @Override
        public EventType type() {
            return EventType.CAMPAIGN_CHAIN_STEP;
        }
    }

    /** {@code campaign.trial} */
    record Trial(Header header, String featureId, long points) implements Campaign {
        @Override
        public EventType type() {
            return EventType.CAMPAIGN_TRIAL;
        }
    }

    /** {@code campaign.double-card-used} */
    record DoubleCardUsed(Header header, String cardId) implements Campaign {
        @Override
        public EventType type() {
            return EventType.CAMPAIGN_DOUBLE_CARD_USED;
        }
    }

    /** {@code campaign.wheel-spun} */
    record WheelSpun(Header header, long points) implements Campaign {
        @Override
        public EventType type() {
            return EventType.CAMPAIGN_WHEEL_SPUN;
        }
    }
}
