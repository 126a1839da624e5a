package io.pointstream.dashboards.account;

import io.pointstream.dashboards.page.Cells;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an account stands: as its state says, or as ClickHouse has it while nobody can say.
 *
 * @param live whether it is the state
 * @param tier at that time
 * @param level what detection says of it: NONE, REVIEW, HOLD or BLOCKED; of ClickHouse the level of its open cases
 * @param step after which this is so
 * @param asOf the account's clock, or the time of that step
 */
public record Standing(
        boolean live,
        String tier,
        String level,
        long available,
        long held,
        long frozen,
        long debt,
        long step,
        @Nullable Instant asOf) {

    private static final List<String> GRAVE = List.of("HOLD", "BLOCKED");

    static Standing of(AccountNow now) {
        return new Standing(
                true,
                now.tier(),
                now.level(),
                now.available(),
                now.held(),
                now.frozen(),
                now.debt(),
                now.step(),
                now.at());
    }

    /** The newest balance of the report; empty if there is none. */
    static Optional<Standing> of(Table account) {
        return Cells.of(account)
                .map(row -> new Standing(
                        false,
                        row.text("tier"),
                        row.text("level").isEmpty() ? "NONE" : row.text("level"),
                        row.integer("available"),
                        row.integer("held"),
                        row.integer("frozen"),
                        row.integer("debt"),
                        row.integer("step"),
                        row.time("asOf")))
                .findFirst();
    }

    /** Whether detection says anything of it. */
    public boolean isSuspected() {
        return !level.equals("NONE");
    }

    /** The level as a style. */
    public String style() {
        return GRAVE.contains(level) ? "hold" : "review";
    }
}
