package io.pointstream.dashboards.desk;

import io.pointstream.dashboards.desk.RefusedException.Why;
import io.pointstream.schemas.ListRecords;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.json.ListJson;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Who and what is allowed, denied and snoozed. A change is the act and the record of {@code risk.lists}, in one transaction;
 * detection follows. What has counted stays so: an entry begins now or later, and ends now or later. Times are the program's.
 * Refusals and failures are those of {@link Desk}.
 */
public final class ListDesk {

    /** A longer one is an ALLOW, for which it takes a supervisor. */
    public static final Duration SNOOZE_MAX = Duration.ofDays(90);

    private static final int VALUE_LENGTH_MAX = 512;
    private static final int REASON_LENGTH_MAX = 500;

    private final Desk desk;
    private final InstantSource programClock;

    ListDesk(Desk desk, InstantSource programClock) {
        this.desk = desk;
        this.programClock = programClock;
    }

    /**
     * What somebody wants on a list.
     *
     * @param from null for now
     * @param until null for good
     */
    public record Wish(
            ListName list,
            ListedKind kind,
            String value,
            @Nullable Instant from,
            @Nullable Instant until,
            String reason) {}

    /** The time of the program, in which entries begin and end. */
    public Instant programNow() {
        return programClock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The lists that somebody with these roles may change. */
    public static Set<ListName> open(Set<Role> roles) {
        if (roles.contains(Role.SUPERVISOR)) {
            return Set.of(ListName.values());
        }
        return roles.contains(Role.REVIEWER) ? Set.of(ListName.SNOOZE) : Set.of();
    }

    /**
     * Puts something on a list.
     *
     * @param key of {@link CaseDesk#newKey}: names the entry; with the same one nothing is done again
     */
    public ListEntry put(Actor actor, String key, Wish wish) {
        requireMay(actor, wish.list());
        ListEntry known = desk.state().entry(CaseDesk.requireKey(key)).orElse(null);
        if (known != null) {
            return known;
        }
        Instant now = programNow();
        ListEntry entry = ListEntry.newBuilder()
                .setId(key)
                .setList(wish.list())
                .setKind(wish.kind())
                .setValue(value(wish.value()))
                .setFrom(wish.from() == null ? now : wish.from().truncatedTo(ChronoUnit.MILLIS))
                .setUntil(millis(wish.until()))
                .setReason(reason(wish.reason()))
                .setOwner(actor.name())
                .build();
        if (entry.getFrom().isBefore(now)) {
            throw new RefusedException(Why.INVALID, "listFrom");
        }
        requireEnd(entry, entry.getFrom());
        append(desk.act(actor, ActKind.LIST_PUT, key).setActId(key), null, entry, entry.getReason(), () -> {});
        return entry;
    }

    /**
     * Sets when an entry ends.
     *
     * @param until null for good
     * @param why in their own words
     */
    public void end(Actor actor, String key, String entryId, @Nullable Instant until, String why) {
        ListEntry before = entry(entryId);
        requireMay(actor, before.getList());
        ListEntry after = ListEntry.newBuilder(before).setUntil(millis(until)).build();
        requireEnd(after, programNow());
        change(actor, key, ActKind.LIST_PUT, before, after, why);
    }

    /** Takes an entry from its list: it counts no longer, or never, if it has not begun. */
    public void remove(Actor actor, String key, String entryId, String why) {
        ListEntry before = entry(entryId);
        requireMay(actor, before.getList());
        Instant now = programNow();
        ListEntry after = ListEntry.newBuilder(before)
                .setUntil(now.isBefore(before.getFrom()) ? before.getFrom() : now)
                .setRemoved(true)
                .build();
        change(actor, key, ActKind.LIST_REMOVED, before, after, why);
    }

    private void change(Actor actor, String key, ActKind kind, ListEntry before, ListEntry after, String why) {
        if (desk.state().done(CaseDesk.requireKey(key), before.getId()) == kind) {
            return;
        }
        append(
                desk.act(actor, kind, before.getId()).setActId(key).setBefore(json(before)),
                before,
                after,
                reason(why),
                () -> {
                    if (!before.equals(desk.state().entry(before.getId()).orElse(null))) {
                        throw new RefusedException(Why.CONFLICT, "listChanged");
                    }
                    if (hasEnded(before, programNow())) {
                        throw new RefusedException(Why.CONFLICT, "listEnded");
                    }
                });
    }

    private void append(Act.Builder act, @Nullable ListEntry before, ListEntry after, String note, Runnable guard) {
        String violation = ListJson.violation(after);
        if (violation != null) {
            throw new RefusedException(Why.INVALID, "listForm", violation);
        }
        Act whole = act.setAfter(json(after)).setNote(note).build();
        desk.append(whole, () -> {
            guard.run();
            requireAlone(before, after);
            return new ActLog.Entry(whole, List.of(record(after)));
        });
    }

    private ProducerRecord<String, SpecificRecord> record(ListEntry entry) {
        return new ProducerRecord<>(
                Topics.RISK_LISTS.name(), null, programNow().toEpochMilli(), ListRecords.key(entry), entry);
    }

    /** One word at a time of one thing: who finds another there changes or ends that. */
    private void requireAlone(@Nullable ListEntry before, ListEntry entry) {
        for (ListEntry other : desk.state().entries()) {
            boolean same =
                    other.getKind() == entry.getKind() && other.getValue().equals(entry.getValue());
            boolean itself = before != null && other.getId().equals(before.getId());
            if (same && !itself && overlap(other, entry)) {
                throw new RefusedException(
                        Why.CONFLICT, "listed", other.getList().name(), other.getOwner());
            }
        }
    }

    private static boolean overlap(ListEntry one, ListEntry other) {
        return startsBeforeEnd(one, other) && startsBeforeEnd(other, one);
    }

    private static boolean startsBeforeEnd(ListEntry one, ListEntry other) {
        return other.getUntil() == null || one.getFrom().isBefore(other.getUntil());
    }

    /** Whether an entry counts no longer. */
    public static boolean hasEnded(ListEntry entry, Instant now) {
        return entry.getUntil() != null && !now.isBefore(entry.getUntil());
    }

    private static void requireEnd(ListEntry entry, Instant after) {
        Instant until = entry.getUntil();
        boolean snooze = entry.getList() == ListName.SNOOZE;
        if (snooze && (until == null || until.isAfter(entry.getFrom().plus(SNOOZE_MAX)))) {
            throw new RefusedException(Why.INVALID, "snoozeUntil", SNOOZE_MAX.toDays());
        }
        if (until != null && (!until.isAfter(after) || !until.isAfter(entry.getFrom()))) {
            throw new RefusedException(Why.INVALID, "listUntil");
        }
    }

    private ListEntry entry(String id) {
        return desk.state().entry(id).orElseThrow(() -> new RefusedException(Why.UNKNOWN, "noEntry", id));
    }

    private static void requireMay(Actor actor, ListName list) {
        if (!open(actor.roles()).contains(list)) {
            throw new RefusedException(Why.FORBIDDEN, list == ListName.SNOOZE ? "decider" : "lister");
        }
    }

    private static String value(String given) {
        String value = given.strip();
        if (value.isEmpty() || value.length() > VALUE_LENGTH_MAX) {
            throw new RefusedException(Why.INVALID, "listValue", VALUE_LENGTH_MAX);
        }
        return value;
    }

    private static String reason(String given) {
        if (given.isBlank() || given.length() > REASON_LENGTH_MAX) {
            throw new RefusedException(Why.INVALID, "listReason", REASON_LENGTH_MAX);
        }
        return given.strip();
    }

    private static @Nullable Instant millis(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }

    private static String json(ListEntry entry) {
        return new ListJson().write(entry);
    }
}
