package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Payment;
import org.jspecify.annotations.Nullable;

/**
 * A kind of act for which people have habits: an event type; payments apart by their channel, for who pays at the shop every day tops
 * a phone up twice a month.
 */
record Kind(EventType type, Payment.@Nullable Channel channel) implements Comparable<Kind> {

    static Kind of(Event event) {
        return new Kind(event.type(), event instanceof Payment.Settled payment ? payment.channel() : null);
    }

    /** The kind of this {@link #name}, or null when there is none. */
    static @Nullable Kind named(String name) {
        int slash = name.indexOf('/');
        EventType type = EventType.of(slash < 0 ? name : name.substring(0, slash));
        if (type == null || (type == EventType.PAYMENT_SETTLED) != slash >= 0) {
            return null;
        }
        if (slash < 0) {
            return new Kind(type, null);
        }
        for (Payment.Channel channel : Payment.Channel.values()) {
            if (channel.name().equals(name.substring(slash + 1))) {
                return new Kind(type, channel);
            }
        }
        return null;
    }

    /** Such as {@code social.video-liked} or {@code payment.settled/RIDE_HAILING}. */
    String name() {
        return channel == null ? type.publicName() : type.publicName() + "/" + channel;
    }

    /** The first word of the type: what the account is there for. */
    String family() {
        return type.publicName().substring(0, type.publicName().indexOf('.'));
    }

    @Override
    public int compareTo(Kind other) {
        int byType = type.compareTo(other.type);
        if (byType != 0 || channel == null || other.channel == null) {
            return byType;
        }
        return channel.compareTo(other.channel);
    }
}
