package io.pointstream.dashboards.page;

import io.pointstream.dashboards.access.Masking;
import io.pointstream.sinks.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What some accounts have to do with others: an account at one end of each edge, what it shares at the other.
 *
 * @param leftOut edges that there are besides
 */
public record Links(List<Node> nodes, List<Edge> edges, long leftOut) {

    /** Edges at most: more cannot be read. */
    public static final int EDGES_MAX = 120;

    /** Codes whose counterparts are devices and addresses, unless they are accounts; or may be. */
    private static final Set<String> OF_PLACES =
            Set.of("SHARED_DEVICE", "ACCOUNT_TAKEOVER", "REDEMPTION_RUSH", "DENY_LISTED");

    /**
     * An account, a place (a device or an address), or a target (a merchant, an article, …).
     *
     * @param own whether the case names it
     */
    public record Node(String id, String label, String kind, boolean own) {}

    /** A signal's code between an account and what it names. */
    public record Edge(String source, String target, String code, double strength) {}

    /**
     * Those of a report.
     *
     * @param own the accounts of the case
     * @param inClear whether devices and addresses are shown
     */
    public static Links of(Table links, List<String> own, boolean inClear) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        List<Edge> edges = new ArrayList<>();
        Cells.of(links).forEach(row -> {
            String account = row.text("accountId");
            String code = row.text("code");
            boolean isAccount = row.integer("isAccount") == 1;
            boolean isPlace = !isAccount && OF_PLACES.contains(code);
            String other = row.text("counterpart");
            String shown = isPlace && !inClear ? Masking.mark(other) : other;
            nodes.putIfAbsent(account, new Node(account, account, "account", own.contains(account)));
            nodes.putIfAbsent(
                    shown,
                    new Node(shown, shown, isAccount ? "account" : isPlace ? "place" : "target", own.contains(shown)));
            edges.add(new Edge(account, shown, code, row.number("strength")));
        });
        return new Links(List.copyOf(nodes.values()), edges, links.rowsInAll() - edges.size());
    }
}
