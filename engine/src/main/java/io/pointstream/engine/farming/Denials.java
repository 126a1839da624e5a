package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Payment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code DENY_LISTED}: an account that is on the deny list, or that acts with a device, from an address or pays a merchant that is.
 *
 * <p>No detector: it is what a person has said, so it has no threshold and no doubt, and is no evidence against others who share
 * a target with the account. An account remembers of which entries it was told, so that each tells of itself once, and again
 * as a finding of a detector is.
 */
final class Denials {

    private static final int TOLD_MAX = 16;

    /** By entry, told longest ago first. */
    private final Map<String, Told> told = new LinkedHashMap<>();

    /** Takes in an event of the account. */
    void onEvent(Event event, Lists lists, Duration repeatAfter, Findings out) {
        Instant at = event.occurredAt();
        tell(lists.denied(ListedKind.ACCOUNT, event.accountId(), at), event, repeatAfter, out);
        tell(lists.denied(ListedKind.DEVICE, event.header().deviceId(), at), event, repeatAfter, out);
        tell(lists.denied(ListedKind.ADDRESS, event.header().ipAddress(), at), event, repeatAfter, out);
        if (event instanceof Payment.Settled paid) {
            tell(lists.denied(ListedKind.MERCHANT, paid.merchantId(), at), event, repeatAfter, out);
        }
    }

    private void tell(@Nullable ListEntry entry, Event event, Duration repeatAfter, Findings out) {
        if (entry == null) {
            return;
        }
        Instant at = event.occurredAt();
        Told before = told.get(entry.id());
        if (before != null && !before.isOld(at, repeatAfter)) {
            return;
        }
        told.remove(entry.id());
        if (told.size() == TOLD_MAX) {
            told.remove(told.keySet().iterator().next());
        }
        told.put(entry.id(), new Told(1, at));
        out.found(new Finding(
                ReasonCode.DENY_LISTED,
                event.accountId(),
                1,
                at,
                entry.from(),
                at,
                words(entry),
                Evidence.of(
                        Map.of(),
                        entry.kind() == ListedKind.ACCOUNT ? List.of() : List.of(entry.value()),
                        List.of(event.eventId())),
                null));
    }

    /** Without the value, which not everybody may see; it is the counterpart. */
    private static String words(ListEntry entry) {
        String what = switch (entry.kind()) {
            case ACCOUNT -> "the account is";
            case DEVICE -> "acts with a device that is";
            case ADDRESS -> "acts from an address that is";
            case MERCHANT -> "pays a merchant that is";
        };
        return String.format(
                Locale.ROOT,
                "%s on the deny list since %s (entry %s of %s): %s",
                what,
                entry.from(),
                entry.id(),
                entry.owner(),
                entry.reason());
    }

    boolean isEmpty() {
        return told.isEmpty();
    }

    void write(StateWriter out) {
        out.size(told.size());
        told.forEach((entry, what) -> {
            out.string(entry);
            what.write(out);
        });
    }

    static Denials read(StateReader in) {
        Denials result = new Denials();
        for (int left = in.size(); left > 0; left--) {
            result.told.put(in.string(), Told.read(in));
        }
        return result;
    }
}
