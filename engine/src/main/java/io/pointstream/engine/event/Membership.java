package io.pointstream.engine.event;

import org.jspecify.annotations.Nullable;

/** Membership of the program. */
public sealed interface Membership extends Event {

    /** Membership tiers, lowest first. */
    enum Tier {
        ORDINARY,
        SILVER,
        GOLD,
        DIAMOND
    }

    /** {@code membership.registered} */
    record Registered(Header header, @Nullable String birthday) implements Membership {
        @Override
        public EventType type() {
            return EventType.MEMBERSHIP_REGISTERED;
        }
    }

    /** {@code membership.tier-changed} */
    record TierChanged(Header header, Tier tier) implements Membership {
        @Override
        public EventType type() {
            return EventType.MEMBERSHIP_TIER_CHANGED;
        }
    }

    /** {@code membership.signed-in} */
    record SignedIn(Header header) implements Membership {
        @Override
        public EventType type() {
            return EventType.MEMBERSHIP_SIGNED_IN;
        }
    }

    /** {@code membership.ad-watched} */
    record AdWatched(Header header, String adId) implements Membership {
        @Override
        public EventType type() {
            return EventType.MEMBERSHIP_AD_WATCHED;
        }
    }

    /** {@code membership.task-completed} */
    record TaskCompleted(Header header, String taskId) implements Membership {
        @Override
        public EventType type() {
            return EventType.MEMBERSHIP_TASK_COMPLETED;
        }
    }

    /** {@code membership.gift-claimed} */
    record GiftClaimed(Header header, String period) implements Membership {
        @Override
        public EventType type() {
            return EventType.MEMBERSHIP_GIFT_CLAIMED;
        }
    }
}
