package io.pointstream.engine.event;

import java.time.Instant;

/** Something that an account did, or an instruction about it. */
public sealed interface Event
        permits Payment, Social, Finance, Content, Gaming, Membership, Campaign, Redemption, Review {

    Header header();

    EventType type();

    default String eventId() {
        return header().eventId();
    }

    default String accountId() {
        return header().accountId();
    }

    default Instant occurredAt() {
        return header().occurredAt();
    }
}
