package io.pointstream.engine.event;

/** Financial products. */
public sealed interface Finance extends Event {

    /** What a statement is about. */
    enum Product {
        BALANCE,
        WEALTH_STEADY
    }

    /** {@code finance.statement} */
    record Statement(Header header, Product product, long amountFen, long heldDays) implements Finance {
        @Override
        public EventType type() {
            return EventType.FINANCE_STATEMENT;
        }
    }

    /** {@code finance.premium-paid} */
    record PremiumPaid(Header header, String policyId, long amountFen, long heldDays) implements Finance {
        @Override
        public EventType type() {
            return EventType.FINANCE_PREMIUM_PAID;
        }
    }

    /** {@code finance.loan-repaid} */
    record LoanRepaid(Header header, String loanId, long amountFen, boolean onTime) implements Finance {
        @Override
        public EventType type() {
            return EventType.FINANCE_LOAN_REPAID;
        }
    }
}
