package io.pointstream.engine.event;

import org.jspecify.annotations.Nullable;

/** Spending points, and the merchants' answers. */
public sealed interface Redemption extends Event {

    /** What points are spent on. */
    enum Kind {
        VIRTUAL,
        PHYSICAL,
        FINANCIAL,
        PARTNER
    }

    /** Programs that take points over. */
    enum Partner {
        JD,
        PINDUODUO,
        MEITUAN
    }

    /** {@code redemption.requested} */
    record Requested(
            Header header,
            String redemptionId,
            Kind kind,
            String itemId,
            long points,
            @Nullable String merchantId,
            @Nullable Boolean mainlandAddress,
            @Nullable Long customsPoints,
            @Nullable String beneficiaryId,
            @Nullable Partner partner,
            @Nullable Boolean linked)
            implements Redemption {
        @Override
        public EventType type() {
            return EventType.REDEMPTION_REQUESTED;
        }
    }

    /** {@code redemption.accepted} */
    record Accepted(Header header, String redemptionId) implements Redemption {
        @Override
        public EventType type() {
            return EventType.REDEMPTION_ACCEPTED;
        }
    }

    /** {@code redemption.declined} */
    record Declined(Header header, String redemptionId) implements Redemption {
        @Override
        public EventType type() {
            return EventType.REDEMPTION_DECLINED;
        }
    }

    /** {@code redemption.out-of-stock} */
    record OutOfStock(Header header, String redemptionId) implements Redemption {
        @Override
        public EventType type() {
            return EventType.REDEMPTION_OUT_OF_STOCK;
        }
    }

    /** {@code redemption.refunded} */
    record Refunded(Header header, String redemptionId) implements Redemption {
        @Override
        public EventType type() {
            return EventType.REDEMPTION_REFUNDED;
        }
    }
}
