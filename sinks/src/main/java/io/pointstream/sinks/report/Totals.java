package io.pointstream.sinks.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last line of a report. */
final class Totals {

    private Totals() {}

    /**
     * The sums of some columns; null if there are none, since a report of stocks or ranks has no last line.
     *
     * @param summed names of columns of whole or exact numbers
     */
    static @Nullable List<@Nullable Object> of(
            List<Column> columns, List<List<@Nullable Object>> rows, Set<String> summed) {
        if (summed.isEmpty()) {
            return null;
        }
        List<@Nullable Object> totals = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            totals.add(summed.contains(columns.get(i).name()) ? sum(columns.get(i), rows, i) : null);
        }
        return totals;
    }

    private static Object sum(Column column, List<List<@Nullable Object>> rows, int index) {
        BigDecimal sum = BigDecimal.ZERO;
        for (List<@Nullable Object> row : rows) {
            if (row.get(index) instanceof Number number) {
                sum = sum.add(new BigDecimal(number.toString()));
            }
        }
        return column.type() == Column.Type.INTEGER ? (Object) sum.longValueExact() : sum;
    }
}
