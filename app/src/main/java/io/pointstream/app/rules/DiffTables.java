package io.pointstream.app.rules;

import io.pointstream.app.rules.Figures.CapSum;
import io.pointstream.app.rules.Figures.Sum;
import io.pointstream.engine.farming.Flag;
import io.pointstream.sinks.report.Column;
import io.pointstream.sinks.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What two rule books did, beside each other. Rows of one rank stand in the order of their names. */
final class DiffTables {

    private static final Sum NOTHING = new Sum();
    private static final CapSum NEVER = new CapSum();

    private static final List<Column> SUMS = List.of(
            new Column("pointsBefore", Column.Type.INTEGER),
            new Column("pointsAfter", Column.Type.INTEGER),
            new Column("pointsChange", Column.Type.INTEGER),
            new Column("forfeitedBefore", Column.Type.INTEGER),
            new Column("forfeitedAfter", Column.Type.INTEGER),
            new Column("forfeitedChange", Column.Type.INTEGER));

    /** Columns of {@link #asOne}. */
    private static final List<Column> ONE = List.of(
            new Column("part", Column.Type.TEXT),
            new Column("name", Column.Type.TEXT),
            new Column("measure", Column.Type.TEXT),
            new Column("before", Column.Type.TEXT),
            new Column("after", Column.Type.TEXT),
            new Column("change", Column.Type.TEXT));

    private static final String BEFORE = "Before";

    private final BookRun before;
    private final BookRun after;

    private DiffTables(BookRun before, BookRun after) {
        this.before = before;
        this.after = after;
    }

    /**
     * What is compared.
     *
     * @param files names of the files that the events came from
     * @param bookBefore the mark of the one book
     * @param bookAfter the mark of the other
     */
    record About(String files, String bookBefore, String bookAfter) {}

    /**
     * All tables.
     *
     * @param top how many accounts that gain, and how many that lose, are named
     */
    static List<Table> of(RuleDiff diff, About about, int top) {
        DiffTables tables = new DiffTables(diff.before(), diff.after());
        return List.of(
                covers(diff, about),
                tables.sums("categories", "category", figures -> figures.categories),
                tables.sums("rules", "ruleId", figures -> figures.rules),
                tables.sums("tiers", "tier", figures -> figures.tiers),
                tables.caps(),
                accounts(diff, top),
                tables.flags());
    }

    /** What the others are about: a figure without its events says nothing. */
    private static Table covers(RuleDiff diff, About about) {
        List<Column> columns = List.of(
                new Column("files", Column.Type.TEXT),
                new Column("events", Column.Type.INTEGER),
                new Column("accounts", Column.Type.INTEGER),
                new Column("from", Column.Type.TIME),
                new Column("until", Column.Type.TIME),
                new Column("wrong", Column.Type.INTEGER),
                new Column("bookBefore", Column.Type.TEXT),
                new Column("bookAfter", Column.Type.TEXT));
        List<@Nullable Object> row = new ArrayList<>();
        row.add(about.files());
        row.add(diff.covered().events());
        row.add((long) diff.accounts().size());
        row.add(diff.covered().from());
        row.add(diff.covered().until());
        row.add(diff.wrong());
        row.add(about.bookBefore());
        row.add(about.bookAfter());
        return table("covers", columns, List.of(row), null, 1);
    }

    /** The same as one table with a row for each figure, for programs that read one table from a file. */
    static Table asOne(List<Table> tables) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Table table : tables) {
            String part = table.name().substring(table.name().indexOf('.') + 1);
            for (List<@Nullable Object> row : table.rows()) {
                for (Column column : table.columns()) {
                    if (column.name().endsWith(BEFORE)) {
                        rows.add(figure(part, table, row, column));
                    }
                }
            }
        }
        return new Table("rulesDiff", ONE, rows, null, rows.size(), null);
    }

    private static List<@Nullable Object> figure(String part, Table table, List<@Nullable Object> row, Column column) {
        String measure = column.name().substring(0, column.name().length() - BEFORE.length());
        Object old = row.get(table.indexOf(column.name()));
        Object now = row.get(table.indexOf(measure + "After"));
        String change = old instanceof Long a && now instanceof Long b ? Long.toString(b - a) : null;
        List<@Nullable Object> figure = new ArrayList<>();
        figure.add(part);
        figure.add(row.getFirst());
        figure.add(measure);
        figure.add(old == null ? null : old.toString());
        figure.add(now == null ? null : now.toString());
        figure.add(change);
        return figure;
    }

    private Table sums(String name, String key, Function<Figures, Map<String, Sum>> sums) {
        Map<String, Sum> old = sums.apply(before.figures());
        Map<String, Sum> now = sums.apply(after.figures());
        List<List<@Nullable Object>> rows = names(old, now).stream()
                .map(each -> sums(each, old.getOrDefault(each, NOTHING), now.getOrDefault(each, NOTHING)))
                .toList();
        return table(
                name,
                columns(new Column(key, Column.Type.TEXT), SUMS),
                rows,
                sums("", before.figures().all, after.figures().all),
                rows.size());
    }

    private static List<@Nullable Object> sums(String name, Sum old, Sum now) {
        return List.of(
                name,
                old.points,
                now.points,
                now.points - old.points,
                old.forfeited,
                now.forfeited,
                now.forfeited - old.forfeited);
    }

    /** Every cap that cut something off; those that now cut off most more come first. */
    private Table caps() {
        Map<String, CapSum> old = before.figures().caps;
        Map<String, CapSum> now = after.figures().caps;
        List<List<@Nullable Object>> rows = names(old, now).stream()
                .map(name -> cap(name, old.getOrDefault(name, NEVER), now.getOrDefault(name, NEVER)))
                .sorted(byNumber(3).reversed())
                .toList();
        List<Column> columns = Stream.of(
                        "forfeitedBefore",
                        "forfeitedAfter",
                        "forfeitedChange",
                        "eventsBefore",
                        "eventsAfter",
                        "accountsBefore",
                        "accountsAfter")
                .map(name -> new Column(name, Column.Type.INTEGER))
                .toList();
        return table("caps", columns(new Column("cap", Column.Type.TEXT), columns), rows, null, rows.size());
    }

    private static List<@Nullable Object> cap(String name, CapSum old, CapSum now) {
        return List.of(
                name,
                old.points,
                now.points,
                now.points - old.points,
                old.events,
                now.events,
                (long) old.accounts.size(),
                (long) now.accounts.size());
    }

    /** Those that gain most, then those that lose most. */
    private static Table accounts(RuleDiff diff, int top) {
        List<List<@Nullable Object>> changed = new TreeMap<>(diff.accounts())
                .entrySet().stream()
                        .map(entry -> sums(
                                entry.getKey(),
                                entry.getValue().before().sum(),
                                entry.getValue().after().sum()))
                        .filter(row -> number(row, 3) != 0)
                        .toList();
        List<List<@Nullable Object>> rows = Stream.concat(
                        changed.stream()
                                .filter(row -> number(row, 3) > 0)
                                .sorted(byNumber(3).reversed())
                                .limit(top),
                        changed.stream()
                                .filter(row -> number(row, 3) < 0)
                                .sorted(byNumber(3))
                                .limit(top))
                .toList();
        return table("accounts", columns(new Column("accountId", Column.Type.TEXT), SUMS), rows, null, changed.size());
    }

    /** Cases that appear, vanish or change their level. */
    private Table flags() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Map<String, Flag> flagsBefore = before.detection().flags();
        Map<String, Flag> flagsAfter = after.detection().flags();
        for (String caseId : names(flagsBefore, flagsAfter)) {
            Flag old = flagsBefore.get(caseId);
            Flag now = flagsAfter.get(caseId);
            if (old == null || now == null || old.level() != now.level()) {
                rows.add(flag(caseId, old, now));
            }
        }
        List<Column> columns = List.of(
                new Column("caseId", Column.Type.TEXT),
                new Column("accountId", Column.Type.TEXT),
                new Column("flagChange", Column.Type.TEXT),
                new Column("levelBefore", Column.Type.TEXT),
                new Column("levelAfter", Column.Type.TEXT),
                new Column("scoreBefore", Column.Type.NUMBER),
                new Column("scoreAfter", Column.Type.NUMBER));
        return table("flags", columns, rows, null, rows.size());
    }

    private static List<@Nullable Object> flag(String caseId, @Nullable Flag old, @Nullable Flag now) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(caseId);
        row.add(now != null ? now.accountId() : old != null ? old.accountId() : null);
        row.add(old == null ? "appears" : now == null ? "vanishes" : "changes");
        row.add(old == null ? null : old.level().name());
        row.add(now == null ? null : now.level().name());
        row.add(old == null ? null : old.score());
        row.add(now == null ? null : now.score());
        return row;
    }

    private static Table table(
            String name,
            List<Column> columns,
            List<List<@Nullable Object>> rows,
            @Nullable List<@Nullable Object> totals,
            long rowsInAll) {
        return new Table("rulesDiff." + name, columns, rows, totals, rowsInAll, null);
    }

    private static List<Column> columns(Column first, List<Column> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toList();
    }

    private static Set<String> names(Map<String, ?> old, Map<String, ?> now) {
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        return names;
    }

    private static Comparator<List<@Nullable Object>> byNumber(int column) {
        return Comparator.comparingLong(row -> number(row, column));
    }

    private static long number(List<@Nullable Object> row, int column) {
        return row.get(column) instanceof Long number ? number : 0;
    }
}
