package io.pointstream.dashboards.page;

import io.javalin.http.Context;
import io.pointstream.dashboards.access.Masking;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.DeskState;
import io.pointstream.dashboards.desk.ListDesk;
import io.pointstream.dashboards.http.Params;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of the lists somebody wants to see; together with the path its query reproduces the view.
 *
 * @param list null for all
 * @param kind null for any
 * @param words of the value, the reason, the owner or the id; empty for any
 */
public record ListView(@Nullable ListName list, @Nullable ListedKind kind, State state, String words) {

    /** Which entries. */
    public enum State {
        /** Those that count or will. */
        STANDING,
        /** Those that count no longer. */
        ENDED,
        ALL
    }

    /**
     * Reads a query.
     *
     * @param state where none is asked for
     */
    public static ListView of(Context ctx, State state) {
        String words = Params.text(ctx, "words");
        return new ListView(
                choice(ctx, "list", ListName.class),
                choice(ctx, "kind", ListedKind.class),
                Params.choice(ctx, "state", State.class, state),
                words == null ? "" : words.strip());
    }

    private static <E extends Enum<E>> @Nullable E choice(Context ctx, String name, Class<E> type) {
        String text = ctx.queryParam(name);
        return text == null || text.isEmpty() ? null : Params.choice(ctx, name, type, type.getEnumConstants()[0]);
    }

    /** The parameters that differ from a view of what stands. */
    public Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        if (list != null) {
            query.put("list", list.name());
        }
        if (kind != null) {
            query.put("kind", kind.name());
        }
        if (state != State.STANDING) {
            query.put("state", state.name());
        }
        if (!words.isEmpty()) {
            query.put("words", words);
        }
        return query;
    }

    /** These entries, the newest first, without the ids of devices and addresses for whoever does not need them. */
    public List<ListEntry> entries(DeskState desk, Instant now, Visitor visitor) {
        Stream<ListEntry> all = desk.entries().stream();
        if (!visitor.hasAny(Masking.NEEDED_BY)) {
            all = all.map(ListView::masked);
        }
        return all.filter(entry -> fits(entry, now))
                .sorted(Comparator.comparing(ListEntry::getFrom).reversed().thenComparing(ListEntry::getId))
                .toList();
    }

    /** The same without the id of a device or an address. */
    static ListEntry masked(ListEntry entry) {
        return ListEntry.newBuilder(entry)
                .setValue(Masking.masked(entry.getKind(), entry.getValue()))
                .build();
    }

    private boolean fits(ListEntry entry, Instant now) {
        boolean ended = ListDesk.hasEnded(entry, now);
        return (list == null || list == entry.getList())
                && (kind == null || kind == entry.getKind())
                && switch (state) {
                    case STANDING -> !ended;
                    case ENDED -> ended;
                    case ALL -> true;
                }
                && Stream.of(entry.getValue(), entry.getReason(), entry.getOwner(), entry.getId())
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT)));
    }
}
