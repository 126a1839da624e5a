package io.pointstream.app.rules;

import io.pointstream.app.rules.Calibration.Counts;
import io.pointstream.app.rules.Calibration.Proposal;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.ReasonCode;
import io.pointstream.sinks.report.Column;
import io.pointstream.sinks.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What calibration has found, beside what is in force. */
final class CalibrationTables {

    private static final int STEP = 5;
    private static final int HIGHEST = 100;

    private final FarmingConfig.Score inForce;
    private final Calibration calibration;
    private final @Nullable Proposal proposal;

    private CalibrationTables(FarmingConfig.Score inForce, Calibration calibration, @Nullable Proposal proposal) {
        this.inForce = inForce;
        this.calibration = calibration;
        this.proposal = proposal;
    }

    /** All tables; that of reviewers only if they have said something of a detector. */
    static List<Table> of(
            FarmingConfig.Score inForce, Calibration calibration, @Nullable Proposal proposal, Verdicts verdicts) {
        CalibrationTables tables = new CalibrationTables(inForce, calibration, proposal);
        List<Table> all = new ArrayList<>(List.of(tables.weights(), tables.levels(), tables.curve()));
        if (!verdicts.scores().isEmpty()) {
            all.add(reviewed(verdicts));
        }
        return all;
    }

    /** The same as one table with a row for each figure, for programs that read one table from a file. */
    static Table asOne(List<Table> tables) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Table table : tables) {
            String part = table.name().substring(table.name().indexOf('.') + 1);
            for (List<@Nullable Object> row : table.rows()) {
                for (int i = 1; i < row.size(); i++) {
                    Object value = row.get(i);
                    rows.add(cells(
                            part,
                            String.valueOf(row.getFirst()),
                            table.columns().get(i).name(),
                            value == null ? null : value.toString()));
                }
            }
        }
        return new Table("calibration", columns("part", "name", "measure", "value"), rows, null, rows.size(), null);
    }

    private Table weights() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ReasonCode code : ReasonCode.ofDetectors()) {
            Counts counts = calibration.counts(code);
            rows.add(cells(
                    code.name(),
                    counts.farmers(),
                    counts.honest(),
                    inForce.weight(code),
                    proposal == null ? null : proposal.weights().get(code),
                    calibration.learned().contains(code) ? "labels" : "kept"));
        }
        return table(
                "weights",
                rows,
                new Column("reasonCode", Column.Type.TEXT),
                new Column("farmers", Column.Type.INTEGER),
                new Column("honest", Column.Type.INTEGER),
                new Column("weightBefore", Column.Type.NUMBER),
                new Column("weightAfter", Column.Type.NUMBER),
                new Column("weightFrom", Column.Type.TEXT));
    }

    private Table levels() {
        List<List<@Nullable Object>> rows = List.of(
                level("REVIEW", inForce.review(), proposal == null ? null : proposal.review()),
                level("HOLD", inForce.hold(), proposal == null ? null : proposal.hold()));
        return table("levels", rows, beforeAndAfter(new Column("level", Column.Type.TEXT), true));
    }

    private List<@Nullable Object> level(String name, double before, @Nullable Double after) {
        List<@Nullable Object> row = cells(name, before);
        row.addAll(figures(calibration.curve(), before));
        row.add(after);
        row.addAll(figures(proposal == null ? null : proposal.curve(), after));
        return row;
    }

    private Table curve() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Curve before = calibration.curve();
        for (int threshold = STEP; threshold <= HIGHEST; threshold += STEP) {
            List<@Nullable Object> row = cells((long) threshold);
            row.addAll(figures(before, (double) threshold));
            row.addAll(figures(proposal == null ? null : proposal.curve(), (double) threshold));
            rows.add(row);
        }
        return table("curve", rows, beforeAndAfter(new Column("threshold", Column.Type.INTEGER), false));
    }

    private static Column[] beforeAndAfter(Column first, boolean withThreshold) {
        Stream<Column> rest = Stream.of("Before", "After")
                .flatMap(side -> Stream.concat(
                        withThreshold ? Stream.of(new Column("threshold" + side, Column.Type.NUMBER)) : Stream.of(),
                        Stream.of(
                                new Column("flagged" + side, Column.Type.INTEGER),
                                new Column("precision" + side, Column.Type.SHARE),
                                new Column("recall" + side, Column.Type.SHARE))));
        return Stream.concat(Stream.of(first), rest).toArray(Column[]::new);
    }

    private static List<@Nullable Object> figures(@Nullable Curve curve, @Nullable Double threshold) {
        if (curve == null || threshold == null) {
            return cells(null, null, null);
        }
        Curve.Point point = curve.at(threshold);
        return cells(
                point.flagged(),
                point.flagged() == 0 ? null : point.precision(),
                point.allFarmers() == 0 ? null : point.recall());
    }

    private static Table reviewed(Verdicts verdicts) {
        List<List<@Nullable Object>> rows = verdicts.scores().stream()
                .map(score -> cells(
                        score.code().name(),
                        score.confirmed(),
                        score.cleared(),
                        score.precision(),
                        score.interval().low(),
                        score.interval().high()))
                .toList();
        return table(
                "reviewed",
                rows,
                new Column("reasonCode", Column.Type.TEXT),
                new Column("confirmed", Column.Type.INTEGER),
                new Column("cleared", Column.Type.INTEGER),
                new Column("precision", Column.Type.SHARE),
                new Column("precisionLow", Column.Type.SHARE),
                new Column("precisionHigh", Column.Type.SHARE));
    }

    private static Table table(String name, List<List<@Nullable Object>> rows, Column... columns) {
        return new Table("calibration." + name, List.of(columns), rows, null, rows.size(), null);
    }

    private static List<Column> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> new Column(name, Column.Type.TEXT))
                .toList();
    }

    private static List<@Nullable Object> cells(@Nullable Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }
}
