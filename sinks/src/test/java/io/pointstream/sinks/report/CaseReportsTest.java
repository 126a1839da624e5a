package io.pointstream.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.TestClickHouse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several cases come to together, in a real ClickHouse. */
class CaseReportsTest {

    @Test
    void an_account_that_two_cases_name_counts_once() throws Exception {
        ClickHouseConfig database = TestClickHouse.migratedDatabase();
        TestClickHouse.execute(database, """
                INSERT INTO flags (case_id, account_id, members, raised_at, updated_at, score, level, status, topic, partition, offset)
                VALUES ('case-u1', 'u1', [], '2026-05-01 04:00:00', '2026-05-01 04:00:00', 90, 'HOLD', 'OPEN', 'farming.flags', 0, 1),
                       ('ring-u1', 'u1', ['u1', 'u2'], '2026-05-01 04:00:00', '2026-05-01 04:00:00', 70, 'REVIEW', 'OPEN',
                        'farming.flags', 0, 2)
                """);
        TestClickHouse.execute(database, """
                INSERT INTO balances (account_id, step, occurred_at, tier, available, held, frozen, debt, topic, partition, offset)
                VALUES ('u1', 1, '2026-05-01 04:00:00', 'GOLD', 7, 500, 0, 0, 'points.journal', 0, 1),
                       ('u2', 1, '2026-05-01 04:00:00', 'GOLD', 7, 30, 0, 0, 'points.journal', 0, 2),
                       ('u3', 1, '2026-05-01 04:00:00', 'GOLD', 7, 9, 0, 0, 'points.journal', 0, 3)
                """);
        CaseReports cases = new CaseReports(database);

        assertThat(cases.named(List.of("case-u1", "ring-u1"))).isEqualTo(new CaseReports.Named(2, 530));
        assertThat(cases.named(List.of("case-u1"))).isEqualTo(new CaseReports.Named(1, 500));
        assertThat(cases.named(List.of())).isEqualTo(new CaseReports.Named(0, 0));
    }
}
