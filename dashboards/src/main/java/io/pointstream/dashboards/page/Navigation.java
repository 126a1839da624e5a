package io.pointstream.dashboards.page;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the bar on top leads for whoever looks: areas, and below the bar the pages of the area that is shown, where it has
 * several. An area of which somebody may see one page alone is that page.
 *
 * @param areas in the bar
 * @param pages of the area that is shown; empty where there is no choice
 * @param area the name of the area that is shown; empty if the page is of none
 */
public record Navigation(List<Tab> areas, List<Tab> pages, String area) {

    /** A link and whether it leads to where one is. */
    public record Tab(String href, String label, boolean current) {}

    /** A page: its route, the key of its name, and the routes of pages that one comes to from it. */
    private record Entry(String path, String key, List<String> further) {

        static Entry of(String path, String key, String... further) {
            return new Entry(path, key, List.of(further));
        }

        /** How much of a path is this entry's; 0 if it is another's. */
        int covers(String asked) {
            return Stream.concat(Stream.of(path), further.stream())
                    .filter(own -> asked.equals(own) || asked.startsWith(own + "/"))
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }
    }

    private record Area(String key, List<Entry> entries) {

        static Area of(String key, Entry... entries) {
            return new Area(key, List.of(entries));
        }
    }

    private static final List<Area> AREAS = List.of(
            Area.of("nav.overview", Entry.of("/", "nav.overview")),
            Area.of(
                    "nav.work",
                    Entry.of("/queue", "nav.queue", "/case"),
                    Entry.of("/flags", "nav.flags"),
                    Entry.of("/lists", "nav.lists")),
            Area.of(
                    "nav.reports",
                    Entry.of("/mix", "nav.mix"),
                    Entry.of("/reports/liability", "nav.liability"),
                    Entry.of("/reports/redemptions", "nav.redemptions"),
                    Entry.of("/reports/costs", "nav.costs"),
                    Entry.of("/reports/caps", "nav.caps"),
                    Entry.of("/reports/leaderboard", "nav.leaderboard"),
                    Entry.of("/reports/detectors", "nav.detectors"),
                    Entry.of("/reports", "nav.allReports")),
            Area.of("nav.rules", Entry.of("/rules", "nav.rules")),
            Area.of("nav.upstream", Entry.of("/sources", "nav.sources"), Entry.of("/dead-letters", "nav.letters")),
            Area.of("nav.audit", Entry.of("/audit", "nav.audit")));

    static Navigation of(PageContext page) {
        List<Area> allowed = AREAS.stream()
                .map(area -> new Area(
                        area.key(),
                        area.entries().stream()
                                .filter(entry -> page.mayAsk("GET", route(entry)))
                                .toList()))
                .filter(area -> !area.entries().isEmpty())
                .toList();
        Optional<Entry> here = allowed.stream()
                .flatMap(area -> area.entries().stream())
                .filter(entry -> entry.covers(page.path()) > 0)
                .max(Comparator.comparingInt(entry -> entry.covers(page.path())));
        Optional<Area> shown = here.flatMap(entry ->
                allowed.stream().filter(area -> area.entries().contains(entry)).findFirst());
        return new Navigation(
                allowed.stream()
                        .map(area -> new Tab(
                                area.entries().getFirst().path(),
                                page.t().lookup(name(area)),
                                shown.equals(Optional.of(area))))
                        .toList(),
                shown.map(Area::entries).filter(entries -> entries.size() > 1).orElse(List.of()).stream()
                        .map(entry ->
                                new Tab(entry.path(), page.t().lookup(entry.key()), here.equals(Optional.of(entry))))
                        .toList(),
                shown.map(area -> page.t().lookup(name(area))).orElse(""));
    }

    private static String name(Area area) {
        return area.entries().size() == 1 ? area.entries().getFirst().key() : area.key();
    }

    // As the route was declared.
    private static String route(Entry entry) {
        return entry.path().startsWith("/reports/") ? "/reports/{name}" : entry.path();
    }
}
