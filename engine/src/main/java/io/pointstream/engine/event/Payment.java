package io.pointstream.engine.event;

/** Payments and their refunds. */
public sealed interface Payment extends Event {

    /** Where a payment was made. */
    enum Channel {
        OFFLINE_QR,
        JD,
        PINDUODUO,
        MEITUAN,
        ONLINE,
        PHONE_TOPUP,
        CREDIT_CARD_REPAYMENT,
        MEDICAL_REGISTRATION,
        RIDE_HAILING
    }

    /** {@code payment.settled} */
    record Settled(Header header, String paymentId, Channel channel, String merchantId, long amountFen)
            implements Payment {
        @Override
        public EventType type() {
            return EventType.PAYMENT_SETTLED;
        }
    }

    /** {@code payment.refunded} */
    record Refunded(Header header, String refundId, String paymentId, long amountFen) implements Payment {
        @Override
        public EventType type() {
            return EventType.PAYMENT_REFUNDED;
        }
    }
}
