package io.pointstream.engine.farming;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what people have allowed, denied or snoozed, as it is known at one moment; it never changes. An entry counts by the
 * event's own time, so that a replay with the same entries gives the same.
 *
 * <p>Of several words the one that is more surely meant counts: that an account is denied, then that it is allowed, then that
 * something it acts with is denied, then that it is snoozed. Of two entries alike the one that began first is named.
 */
public final class Lists {

    /** Nothing is on any list. */
    public static final Lists NONE = new Lists(List.of());

    private record Key(ListName list, ListedKind kind, String value) {}

    private final Map<Key, List<ListEntry>> entries = new HashMap<>();
    /** Allowed devices, and snoozed ones, by each of the hashes that links carry. */
    private final Map<Long, List<ListEntry>> devices = new HashMap<>();

    private Lists(Collection<ListEntry> all) {
        all.stream()
                .sorted(Comparator.comparing(ListEntry::from).thenComparing(ListEntry::id))
                .forEach(this::add);
    }

    private void add(ListEntry entry) {
        put(entries, new Key(entry.list(), entry.kind(), entry.value()), entry);
        if (entry.kind() == ListedKind.DEVICE && entry.list() != ListName.DENY) {
            put(devices, Integer.toUnsignedLong(entry.value().hashCode()), entry);
            put(devices, (long) SeenIds.hash(entry.value()), entry);
        }
    }

    private static <K> void put(Map<K, List<ListEntry>> map, K key, ListEntry entry) {
        map.computeIfAbsent(key, k -> new ArrayList<>(1)).add(entry);
    }

    /**
     * These entries.
     *
     * @param entries one of each id
     */
    public static Lists of(Collection<ListEntry> entries) {
        return entries.isEmpty() ? NONE : new Lists(entries);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    private @Nullable ListEntry find(ListName list, ListedKind kind, String value, Instant at) {
        return first(entries.get(new Key(list, kind, value)), at);
    }

    private static @Nullable ListEntry first(@Nullable List<ListEntry> found, Instant at) {
        if (found != null) {
            for (ListEntry entry : found) {
                if (entry.holdsAt(at)) {
                    return entry;
                }
            }
        }
        return null;
    }

    /** The entry that denies it at a time, or null. */
    @Nullable
    ListEntry denied(ListedKind kind, @Nullable String value, Instant at) {
        return isEmpty() || value == null ? null : find(ListName.DENY, kind, value, at);
    }

    /** Whether a device, an address or a merchant is allowed or snoozed at a time: what goes through it does not count. */
    boolean allows(ListedKind kind, String value, Instant at) {
        return !isEmpty()
                && (find(ListName.ALLOW, kind, value, at) != null || find(ListName.SNOOZE, kind, value, at) != null);
    }

    /** The same of the device that a link carries as a hash. */
    boolean allowsDevice(long hash, Instant at) {
        return first(devices.get(hash), at) != null;
    }

    /** The entry for which no case is raised against an account at a time, or null. */
    @Nullable
    ListEntry sparing(String accountId, Instant at) {
        if (isEmpty() || find(ListName.DENY, ListedKind.ACCOUNT, accountId, at) != null) {
            return null;
        }
        ListEntry allowed = find(ListName.ALLOW, ListedKind.ACCOUNT, accountId, at);
        return allowed != null ? allowed : find(ListName.SNOOZE, ListedKind.ACCOUNT, accountId, at);
    }

    /** The entry for which a finding raises no case, or null. */
    @Nullable
    ListEntry sparing(Finding finding) {
        ListEntry entry = sparing(finding.accountId(), finding.detectedAt());
        boolean yields = finding.code() == ReasonCode.DENY_LISTED;
        return entry != null && entry.list() == ListName.SNOOZE && yields ? null : entry;
    }
}
