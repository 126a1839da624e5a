package io.pointstream.dashboards.account;

import io.pointstream.dashboards.access.Masking;
import io.pointstream.dashboards.page.Case;
import io.pointstream.dashboards.page.Cells;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.dashboards.text.Words;
import io.pointstream.sinks.report.Movement;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.Waterfall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a statement as people do: a line for each kind of posting of a step, the newest first, with the balances after each.
 *
 * @param cases of the account, to know those that a reason names
 */
record StatementReader(Texts t, List<Case> cases) {

    /** What one line stands for: postings of one kind for one event. */
    private record Kind(String kind, String eventId) {}

    /** What the account has after a line; a debt is part of what is available. */
    private record Balances(long available, long held, long frozen) {

        Balances before(List<Movement> movements) {
            return new Balances(
                    available - change(movements, "AVAILABLE"),
                    held - change(movements, "HELD"),
                    frozen - change(movements, "FROZEN"));
        }

        private static long change(List<Movement> movements, String account) {
            long change = 0;
            for (Movement movement : movements) {
                long points = Math.abs(movement.points());
                change += movement.credit().equals(account)
                        ? points
                        : movement.debit().equals(account) ? -points : 0;
            }
            return change;
        }
    }

    List<StatementLine> read(Table statement) {
        return Cells.of(statement).flatMap(row -> lines(row).stream()).toList();
    }

    // The balance after the step is known: from its last line to its first, each is taken away from it.
    private List<StatementLine> lines(Cells row) {
        Map<Kind, List<Movement>> kinds = new LinkedHashMap<>();
        for (Movement movement : row.list("movements", Movement.class)) {
            kinds.computeIfAbsent(new Kind(movement.kind(), movement.eventId()), kind -> new ArrayList<>())
                    .add(movement);
        }
        Balances after = new Balances(row.integer("available"), row.integer("held"), row.integer("frozen"));
        if (kinds.isEmpty()) {
            return List.of(still(row, after));
        }
        List<StatementLine> lines = new ArrayList<>();
        for (List<Movement> movements : new ArrayList<>(kinds.values()).reversed()) {
            lines.add(moved(row, movements, after, lines.isEmpty()));
            after = after.before(movements);
        }
        return lines;
    }

    private StatementLine moved(Cells row, List<Movement> movements, Balances after, boolean last) {
        Movement first = movements.getFirst();
        Waterfall award = first.kind().equals("EARN") ? award(row) : null;
        boolean own = first.eventId().equals(row.text("eventId"));
        return new StatementLine(
                row.integer("step"),
                row.time("occurredAt"),
                first.kind(),
                t.name("posting", first.kind()),
                award == null ? "" : t.name("outcome", row.text("outcome")),
                StatementWords.of(t, row, first, award),
                own ? reason(row) : "",
                new Words(t).posting("", first.debit() + " → " + first.credit()),
                movements.stream().mapToLong(Movement::points).sum(),
                after.available(),
                others(after, last ? row.integer("debt") : 0),
                first.eventId(),
                reversed(first),
                reckoned(row, award),
                award == null ? 0 : award.granted() + award.bonus(),
                named(reason(row)),
                journal(row));
    }

    /** A step that moved nothing: an award that caps cut to 0, or an event that had no effect on points. */
    private StatementLine still(Cells row, Balances after) {
        Waterfall award = award(row);
        Words words = new Words(t);
        String said = award == null
                ? words.decision(row.text("outcome"), row.text("ruleId"), 0, 0, reason(row))
                : StatementWords.earned(t, row.text("ruleId"), award);
        return new StatementLine(
                row.integer("step"),
                row.time("occurredAt"),
                "",
                t.name("type", row.text("type")),
                t.name("outcome", row.text("outcome")),
                said,
                award != null || words.keepsOriginal(row.text("outcome"), reason(row)) ? reason(row) : "",
                "",
                null,
                after.available(),
                others(after, row.integer("debt")),
                row.text("eventId"),
                0,
                reckoned(row, award),
                0,
                named(reason(row)),
                journal(row));
    }

    private List<WaterfallLine> reckoned(Cells row, @Nullable Waterfall award) {
        return award == null
                ? List.of()
                : WaterfallWords.of(t, award, row.text("outcome").equals("HELD"));
    }

    private static @Nullable Waterfall award(Cells row) {
        return row.list("waterfall", Waterfall.class).stream().findFirst().orElse(null);
    }

    private static String reason(Cells row) {
        return Masking.masked(row.text("reason"));
    }

    // As the engine says it: "… until case CASE is decided", "case CASE cleared by …".
    private List<Case> named(String reason) {
        return cases.stream()
                .filter(each -> reason.contains("case " + each.caseId() + " "))
                .toList();
    }

    // A posting is called ACCOUNT/STEP/N, and an account anything.
    private static long reversed(Movement movement) {
        String[] parts = movement.reverses().split("/", -1);
        try {
            return parts.length < 3 ? 0 : Long.parseLong(parts[parts.length - 2]);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private String others(Balances after, long debt) {
        List<String> others = new ArrayList<>();
        if (after.held() != 0) {
            others.add(t.say("statement.held", t.number(after.held())));
        }
        if (after.frozen() != 0) {
            others.add(t.say("statement.frozen", t.number(after.frozen())));
        }
        if (debt != 0) {
            others.add(t.say("statement.debt", t.number(debt)));
        }
        return String.join(" · ", others);
    }

    private static String journal(Cells row) {
        return row.integer("partition") + "/" + row.integer("offset");
    }
}
