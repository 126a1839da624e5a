package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Social;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An invite that was opened by somebody new, as it is told to the invitee's own account. */
public record Invite(String inviteeId, String inviterId, Instant at) {

    private static final byte VERSION = 1;

    /** The invite of an event, or null when it is none, or not of somebody new. */
    public static @Nullable Invite of(Event event) {
        return event instanceof Social.InviteOpened opened
                ? of(event.accountId(), opened.inviteeId(), opened.inviteeIsNew(), event.occurredAt())
                : null;
    }

    /** The invite, or null when it is of oneself or of somebody who is not new. */
    public static @Nullable Invite of(String inviterId, String inviteeId, boolean isNew, Instant at) {
        return isNew && !inviteeId.equals(inviterId) ? new Invite(inviteeId, inviterId, at) : null;
    }

    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        out.string(inviteeId);
        out.string(inviterId);
        out.instant(at);
        return out.bytes();
    }

    /**
     * Reads an invite.
     *
     * @throws StateFormatException when the bytes are none of {@link #encode}'s
     */
    public static Invite decode(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.version("invite", VERSION);
        Invite invite = new Invite(in.string(), in.string(), in.instant());
        in.end();
        return invite;
    }
}
