package io.pointstream.dashboards.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.DeskState;
import io.pointstream.dashboards.desk.ListDesk;
import io.pointstream.dashboards.desk.ListDesk.Wish;
import io.pointstream.dashboards.http.Params;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page of the lists: who and what is allowed, denied and snoozed, and changing that. */
public final class ListPages {

    private static final int ENTRIES_A_PAGE = 50;
    private static final DateTimeFormatter IN_FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    private final Renderer renderer;
    private final Desk desk;

    public ListPages(Renderer renderer, Desk desk) {
        this.renderer = renderer;
        this.desk = desk;
    }

    /** Adds the page. */
    public void add(RoutesConfig routes) {
        routes.get("/lists", this::show);
        routes.post("/lists/put", this::put);
        routes.post("/lists/end", this::end);
        routes.post("/lists/remove", this::remove);
    }

    /**
     * One entry as the page shows it.
     *
     * @param until its end as a form has it; empty for good
     * @param begun whether it counts already
     * @param mayChange whether whoever looks may end or remove it now
     */
    public record Row(ListEntry entry, String until, boolean begun, boolean ended, boolean mayChange) {

        /** The page of an account; empty for anything else. */
        public String href() {
            return entry.getKind() == ListedKind.ACCOUNT ? PageContext.account(entry.getValue()) : "";
        }

        /** The list as a style. */
        public String style() {
            return switch (entry.getList()) {
                case DENY -> "hold";
                case SNOOZE -> "review";
                case ALLOW -> "soft";
            };
        }

        /** What it counts for now: {@code now}, {@code coming}, {@code ended} or {@code removed}. */
        public String state() {
            return entry.getRemoved() ? "removed" : ended ? "ended" : begun ? "now" : "coming";
        }
    }

    private void show(Context ctx) {
        ListView view = ListView.of(ctx, ListView.State.STANDING);
        Visitor visitor = Visitor.of(ctx);
        Instant now = desk.lists().programNow();
        Set<ListName> open = ListDesk.open(visitor.roles());
        ZoneId zone = renderer.texts(ctx).zone();
        List<ListEntry> entries = view.entries(desk.state(), now, visitor);
        long offset = Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
        Map<String, Object> model = new HashMap<>();
        model.put("view", view);
        model.put(
                "rows",
                entries.stream()
                        .skip(offset)
                        .limit(ENTRIES_A_PAGE)
                        .map(entry -> row(entry, now, open, zone))
                        .toList());
        model.put("part", new Pages.Part(offset, ENTRIES_A_PAGE, entries.size()));
        model.put("open", Stream.of(ListName.values()).filter(open::contains).toList());
        model.put("key", CaseDesk.newKey());
        renderer.render(ctx, "lists.jte", model);
    }

    private static Row row(ListEntry entry, Instant now, Set<ListName> open, ZoneId zone) {
        boolean ended = ListDesk.hasEnded(entry, now);
        Instant until = entry.getUntil();
        return new Row(
                entry,
                until == null ? "" : IN_FORM.format(until.atZone(zone)),
                !now.isBefore(entry.getFrom()),
                ended,
                !ended && open.contains(entry.getList()));
    }

    private void put(Context ctx) {
        Wish wish = new Wish(
                choice(ctx, "list", ListName.class),
                choice(ctx, "kind", ListedKind.class),
                text(ctx, "value"),
                time(ctx, "from"),
                time(ctx, "until"),
                text(ctx, "reason"));
        desk.lists().put(Visitor.of(ctx).actor(), text(ctx, "key"), wish);
        back(ctx, "put");
    }

    private void end(Context ctx) {
        desk.lists()
                .end(
                        Visitor.of(ctx).actor(),
                        text(ctx, "key"),
                        text(ctx, "id"),
                        time(ctx, "until"),
                        text(ctx, "reason"));
        back(ctx, "changed");
    }

    private void remove(Context ctx) {
        desk.lists().remove(Visitor.of(ctx).actor(), text(ctx, "key"), text(ctx, "id"), text(ctx, "reason"));
        back(ctx, "removed");
    }

    private static <E extends Enum<E>> E choice(Context ctx, String field, Class<E> type) {
        try {
            return Enum.valueOf(type, text(ctx, field));
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse(field + " is none of those of the page");
        }
    }

    private static String text(Context ctx, String field) {
        String text = ctx.formParam(field);
        return text == null ? "" : text;
    }

    /** A local time of the program zone, as browsers send it; null where none is given. */
    private @Nullable Instant time(Context ctx, String field) {
        String text = text(ctx, field);
        try {
            return text.isBlank()
                    ? null
                    : LocalDateTime.parse(text)
                            .atZone(renderer.texts(ctx).zone())
                            .toInstant();
        } catch (DateTimeException e) {
            throw new BadRequestResponse(field + " must be a time such as 2026-05-01T10:00");
        }
    }

    // To the same view; what was put is shown whatever was filtered.
    private static void back(Context ctx, String said) {
        Map<String, String> query = new LinkedHashMap<>();
        if (!said.equals("put")) {
            query.putAll(ListView.of(ctx, ListView.State.STANDING).query());
        }
        query.put("said", "list." + said);
        ctx.redirect(PageContext.url("/lists", query), HttpStatus.SEE_OTHER);
    }

    /**
     * What is on the lists of a case: its accounts, and what was denied of all that they act with.
     *
     * @param item the case, with the ids of devices and addresses
     * @param inClear whether they are shown
     */
    static List<ListEntry> of(Case item, DeskState state, Instant now, boolean inClear) {
        Set<String> accounts = new HashSet<>(item.members());
        accounts.add(item.accountId());
        Set<String> denied = item.reasons().stream()
                .filter(reason -> reason.code().equals("DENY_LISTED"))
                .flatMap(reason -> reason.counterparts().stream())
                .collect(Collectors.toSet());
        return state.entries().stream()
                .filter(entry -> entry.getKind() == ListedKind.ACCOUNT
                        ? accounts.contains(entry.getValue()) && !ListDesk.hasEnded(entry, now)
                        : entry.getList() == ListName.DENY && denied.contains(entry.getValue()))
                .sorted(Comparator.comparing(ListEntry::getFrom).thenComparing(ListEntry::getId))
                .map(entry -> inClear ? entry : ListView.masked(entry))
                .toList();
    }
}
