package io.pointstream.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.TestClickHouse;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redemptions that are frozen until a person decides, in a real ClickHouse. */
class RedemptionCasesTest {

    private static final Page ALL = Page.first(10);

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private ClickHouseConfig database;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private CaseReports cases;

    private int offset;

    @BeforeEach
    void newDatabase() throws Exception {
        database = TestClickHouse.migratedDatabase();
        cases = new CaseReports(database);
    }

    private void asked(String account, String redemption, long points, String reason) throws Exception {
        offset++;
        TestClickHouse.execute(database, """
                INSERT INTO redemptions (redemption_id, account_id, event_id, event_type, occurred_at, kind, partner, item_id, points,
                                         topic, partition, offset)
                VALUES ('%1$s', '%2$s', 'ask-%1$s', 'redemption.requested', '2026-05-01 04:00:00', 'PARTNER', 'JD', 'bean', %3$d,
                        'activity.redemption', 0, %4$d)
                """.formatted(redemption, account, points, offset));
        TestClickHouse.execute(database, """
                INSERT INTO decisions (account_id, step, event_id, event_type, occurred_at, outcome, reason, topic, partition, offset)
                VALUES ('%2$s', %3$d, 'ask-%1$s', 'redemption.requested', '2026-05-01 04:00:00', 'APPLIED', '%4$s',
                        'points.journal', 0, %3$d)
                """.formatted(redemption, account, offset, reason));
        moved(account, redemption, "FREEZE", -points);
        TestClickHouse.execute(database, """
                INSERT INTO balances (account_id, step, occurred_at, tier, available, held, frozen, debt, topic, partition, offset)
                VALUES ('%s', %d, '2026-05-01 04:00:00', 'GOLD', 700, 0, %d, 0, 'points.journal', 0, %2$d)
                """.formatted(account, offset, points));
    }

    private void moved(String account, String redemption, String kind, long points) throws Exception {
        offset++;
        TestClickHouse.execute(database, """
                INSERT INTO postings (account_id, step, occurred_at, tier, kind, points, debit, credit, redemption_id, topic, partition, offset)
                VALUES ('%s', %d, '2026-05-01 04:00:00', 'GOLD', '%s', %d, 'AVAILABLE', 'FROZEN', '%s', 'points.journal', 0, %2$d)
                """.formatted(account, offset, kind, points, redemption));
    }

    private void reviewed(String account, String redemption, String decision) throws Exception {
        offset++;
        TestClickHouse.execute(database, """
                INSERT INTO reviews (case_id, account_id, event_id, occurred_at, decision, reviewer, topic, partition, offset)
                VALUES ('redemption-%s', '%s', 'd%d', '2026-05-02 04:00:00', '%s', 'somebody', 'risk.reviews', 0, %3$d)
                """.formatted(redemption, account, offset, decision));
    }

    // As the points application says it; a test of both together is DecisionTest.
    private static String waits(String redemption, long points) {
        return String.format(Locale.ROOT, "%,d points frozen until case redemption-%s is decided", points, redemption);
    }

    private static @Nullable Object cell(Table table, String column) {
        int at = table.columns().stream().map(Column::name).toList().indexOf(column);
        return table.rows().getFirst().get(at);
    }

    private List<String> queue() {
        Table queue = cases.queue(QueueFilter.ALL, ALL);
        return queue.rows().stream().map(row -> row.get(0) + " " + row.get(9)).toList();
    }

    @Test
    void theyWaitInTheQueueWithTheirPointsUntilSomebodyDecides() throws Exception {
        asked("ann", "r1", 25_000, waits("r1", 25_000));
        asked("bob", "r2", 40_000, waits("r2", 40_000));
        asked("eve", "small", 300, "300 points frozen until 2026-05-04T04:00:00Z");

        assertThat(queue()).containsExactly("redemption-r2 40000", "redemption-r1 25000");
        reviewed("bob", "r2", "ESCALATE");
        assertThat(queue()).as("somebody else looks at it").hasSize(2);
        reviewed("bob", "r2", "CLEAR");
        assertThat(queue()).containsExactly("redemption-r1 25000");
        moved("ann", "r1", "UNFREEZE", 25_000);
        assertThat(queue()).as("the merchant declined").isEmpty();
    }

    @Test
    void theQueuesConditionsHoldForThemToo() throws Exception {
        asked("ann", "r1", 25_000, waits("r1", 25_000));

        assertThat(cases.queue(new QueueFilter(null, "LARGE_REDEMPTION", "GOLD", null, 1, null, List.of()), ALL)
                        .rows())
                .hasSize(1);
        assertThat(cases.queue(new QueueFilter(null, "VELOCITY", null, null, 1, null, List.of()), ALL)
                        .rows())
                .isEmpty();
        assertThat(cases.queue(new QueueFilter("REVIEW", null, null, null, 1, null, List.of()), ALL)
                        .rows())
                .isEmpty();
        assertThat(cases.queue(new QueueFilter(null, null, null, null, 2, null, List.of()), ALL)
                        .rows())
                .isEmpty();
        assertThat(cases.queue(new QueueFilter(null, null, null, null, 1, null, List.of("redemption-r1")), ALL)
                        .rows())
                .isEmpty();
    }

    @Test
    void oneIsACaseWithWhatItAsksFor() throws Exception {
        String hostile = "a\nb\\'; -- <i>";
        asked("ann", hostile, 25_000, waits(hostile, 25_000));

        Table found = cases.find("redemption-a\nb'; -- <i>").orElseThrow();
        assertThat(cell(found, "accountId")).isEqualTo("ann");
        assertThat(cell(found, "status")).isEqualTo("OPEN");
        assertThat(found.integer(0, "held")).isEqualTo(25_000);
        assertThat(found.integer(0, "available")).isEqualTo(700);
        assertThat(found.rows().getFirst().get(5).toString())
                .contains("25000 points as partner with JD, item bean; the merchant has not answered yet");
        assertThat(cases.find("redemption-r9")).isEmpty();

        reviewed("ann", hostile, "CONFIRM");
        Table decided = cases.find("redemption-a\nb'; -- <i>").orElseThrow();
        assertThat(cell(decided, "status")).isEqualTo("CLOSED");
        assertThat(cell(decided, "verdict")).isEqualTo("CONFIRM");
    }
}
