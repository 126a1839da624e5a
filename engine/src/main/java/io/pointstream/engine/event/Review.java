package io.pointstream.engine.event;

/** What reviewers decide. */
public sealed interface Review extends Event {

    /** What a reviewer says of a case. */
    enum Decision {
        CONFIRM,
        CLEAR,
        ESCALATE,
        REINSTATE
    }

    /** {@code review.decided} */
    record Decided(Header header, String caseId, Decision decision, String reviewer, String note) implements Review {
        @Override
        public EventType type() {
            return EventType.REVIEW_DECIDED;
        }
    }
}
