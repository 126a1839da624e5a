package io.pointstream.dashboards.account;

import io.pointstream.dashboards.account.AccountNow.CapUse;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The caps of one window.
 *
 * @param name DAY, WEEK, MONTH or LIFETIME
 * @param from its first local day
 * @param used those of which something is used up, the fullest first
 * @param untouched the others, in the order of the rule book
 */
public record CapWindow(String name, LocalDate from, List<CapUse> used, List<CapUse> untouched) {

    private static final List<String> ORDER = List.of("DAY", "WEEK", "MONTH", "LIFETIME");

    static List<CapWindow> of(List<CapUse> caps) {
        Map<String, List<CapUse>> windows = new LinkedHashMap<>();
        ORDER.forEach(name -> windows.put(
                name, caps.stream().filter(use -> use.window().equals(name)).toList()));
        return windows.entrySet().stream()
                .filter(window -> !window.getValue().isEmpty())
                .map(window -> new CapWindow(
                        window.getKey(),
                        window.getValue().getFirst().from(),
                        window.getValue().stream()
                                .filter(use -> use.used() > 0)
                                .sorted(Comparator.comparingDouble(CapWindow::share)
                                        .reversed())
                                .toList(),
                        window.getValue().stream()
                                .filter(use -> use.used() <= 0)
                                .toList()))
                .toList();
    }

    /** How much of a cap is used up, 0 to 1. */
    public static double share(CapUse use) {
        return use.limit() <= 0 ? 1 : Math.min(1, (double) use.used() / use.limit());
    }
}
