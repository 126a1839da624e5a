package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.TrustedClasses;
import io.pointstream.schemas.activity.Partner;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the materialized views keep is what the facts add up to, whatever was repeated and whenever they were made. */
class AggregatesTest {

    private static final Instant NOON = Instant.parse("2026-05-02T04:00:00Z");

    /** Each aggregate and the facts that it is made of, as queries that answer the same text. */
    private static final List<List<String>> SAME = List.of(
            List.of("""
                    SELECT toString((day, kind, category, rule_id, tier, debit, credit, sum(points), sum(value_points),
                        sum(moved), sum(postings), uniqMerge(accounts)))
                    FROM movements_daily GROUP BY day, kind, category, rule_id, tier, debit, credit ORDER BY 1
                    """, """
                    SELECT toString((day, kind, category, rule_id, tier, debit, credit, sum(points),
                        sum(points * value_coefficient), sum(abs(points)), count(), uniqExact(account_id)))
                    FROM postings GROUP BY day, kind, category, rule_id, tier, debit, credit ORDER BY 1
                    """),
            List.of("""
                    SELECT toString((day, cap, window, max(limit), sum(asked), sum(cut_events), sum(cut),
                        uniqMerge(accounts_cut), uniqMerge(accounts_at)))
                    FROM caps_daily GROUP BY day, cap, window ORDER BY 1
                    """, """
                    SELECT toString((day, c, w, max(l), count(), countIf(t > 0), sum(t), uniqExactIf(account_id, t > 0),
                        uniqExactIf(account_id, u + granted_points >= l)))
                    FROM decisions ARRAY JOIN caps.cap AS c, caps.window AS w, caps.limit AS l, caps.used_before AS u,
                        caps.cut AS t
                    GROUP BY day, c, w ORDER BY 1
                    """),
            List.of(
                    "SELECT toString((month, week, account_id, sum(points))) FROM earned_weekly"
                            + " GROUP BY month, week, account_id ORDER BY 1",
                    "SELECT toString((toStartOfMonth(day) AS m, toMonday(day) AS w, account_id, sum(points))) FROM postings"
                            + " WHERE kind IN ('EARN', 'REVERSE') GROUP BY m, w, account_id ORDER BY 1"),
            List.of(
                    "SELECT toString((account_id, sum(points))) FROM earned_total GROUP BY account_id ORDER BY 1",
                    "SELECT toString((account_id, sum(points))) FROM postings"
                            + " WHERE kind IN ('EARN', 'REVERSE') GROUP BY account_id ORDER BY 1"),
            List.of("""
                    SELECT toString((account_id, step, occurred_at, tier, available, held, frozen, debt))
                    FROM account_balances FINAL ORDER BY 1
                    """, """
                    SELECT toString((account_id, step, occurred_at, tier, available, held, frozen, debt))
                    FROM (SELECT * FROM balances ORDER BY step DESC LIMIT 1 BY account_id) ORDER BY 1
                    """),
            List.of("SELECT toString((case_id, score, status, codes, version)) FROM cases FINAL ORDER BY 1", """
                    SELECT toString((case_id, score, status, reasons.code, offset))
                    FROM (SELECT * FROM flags ORDER BY offset DESC LIMIT 1 BY case_id) ORDER BY 1
                    """),
            List.of("SELECT toString((account_id, case_id, version)) FROM account_cases FINAL ORDER BY 1", """
                    SELECT toString((arrayJoin(arrayPushBack(members, account_id)) AS named, case_id, max(offset)))
                    FROM flags GROUP BY named, case_id ORDER BY 1
                    """),
            List.of("""
                    SELECT toString((redemption_id, account_id, sum(points))) FROM frozen_redemptions
                    GROUP BY redemption_id, account_id ORDER BY 1
                    """, """
                    SELECT toString((redemption_id, account_id, sum(if(kind = 'CAPTURE', points, -points)))) FROM postings
                    WHERE redemption_id != '' AND kind IN ('FREEZE', 'CAPTURE', 'UNFREEZE')
                    GROUP BY redemption_id, account_id ORDER BY 1
                    """),
            List.of("""
                    SELECT toString((redemption_id, account_id, sum(frozen), sum(released))) FROM redemption_moves
                    GROUP BY redemption_id, account_id ORDER BY 1
                    """, """
                    SELECT toString((redemption_id, account_id, -sumIf(points, kind = 'FREEZE'),
                        sumIf(points, kind = 'UNFREEZE')))
                    FROM postings WHERE redemption_id != '' GROUP BY redemption_id, account_id ORDER BY 1
                    """),
            List.of(
                    "SELECT toString((day, event_id, account_id, sum(points))) FROM clawbacks"
                            + " GROUP BY day, event_id, account_id ORDER BY 1",
                    "SELECT toString((day, event_id, account_id, -sum(points))) FROM postings WHERE kind = 'CLAWBACK'"
                            + " GROUP BY day, event_id, account_id ORDER BY 1"),
            List.of(
                    "SELECT toString((topic, partition, sum(records), max(last_offset))) FROM watermarks"
                            + " GROUP BY topic, partition ORDER BY 1",
                    """
                    SELECT toString((topic, partition, count(), max(offset)))
                    FROM (SELECT topic, partition, offset FROM balances
                          UNION ALL SELECT topic, partition, offset FROM notices
                          UNION ALL SELECT topic, partition, offset FROM signals
                          UNION ALL SELECT topic, partition, offset FROM flags
                          UNION ALL SELECT topic, partition, offset FROM redemptions
                          UNION ALL SELECT topic, partition, offset FROM reviews
                          UNION ALL SELECT topic, partition, offset FROM acts)
                    GROUP BY topic, partition ORDER BY 1
                    """));

    private final List<JournalEntry> journal = new TestRecords(5).journal(1_500, 40);

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private ClickHouseConfig database;

    @BeforeEach
    void newDatabase() {
        // A record is copied before any serde is made.
        TrustedClasses.register();
        database = TestClickHouse.newDatabase();
    }

    private void everythingBeforeTheAggregates() throws Exception {
        Migrations.apply(
                database,
                Migrations.shipped().stream()
                        .filter(migration -> migration.version() < 11)
                        .toList());
        // Today's sink, which writes the rows of this test, names the columns that came after the aggregates.
        TestClickHouse.execute(database, """
                ALTER TABLE signals ADD COLUMN shadow Bool DEFAULT false AFTER event_ids,
                    ADD COLUMN suppressed_by String AFTER shadow
                """);
        TestClickHouse.execute(database, """
                ALTER TABLE flags ADD COLUMN merged_into String, ADD COLUMN counterfactual String,
                    ADD COLUMN end_cause LowCardinality(String), ADD COLUMN ended_at Nullable(DateTime64(3, 'UTC')),
                    ADD COLUMN reviewer String, ADD COLUMN end_why String
                """);
        TestClickHouse.execute(database, """
                ALTER TABLE redemptions ADD COLUMN mainland_address Nullable(Bool),
                    ADD COLUMN customs_points Nullable(Int64), ADD COLUMN beneficiary_id String,
                    ADD COLUMN linked Nullable(Bool)
                """);
    }

    private void sink() throws Exception {
        TestClickHouse.insertOnce(database, "points.journal", 0, journal.subList(0, 700));
        TestClickHouse.insertOnce(database, "points.journal", 1, journal.subList(700, 1_500));
        TestClickHouse.insertOnce(database, "points.journal", 3, List.of(clawedBack(journal.getFirst())));
        TestClickHouse.insertOnce(
                database,
                "farming.flags",
                0,
                List.of(TestRecords.flag("case-1", List.of("account-1"), 61, FlagStatus.OPEN, NOON)));
        TestClickHouse.insertOnce(
                database,
                "farming.signals",
                2,
                List.of(TestRecords.signal("account-1", ReasonCode.VELOCITY, 0.9, NOON)));
        TestClickHouse.insertOnce(database, "points.notices", 3, List.of(TestRecords.notice("account-1", NOON)));
        TestClickHouse.insertOnce(
                database,
                "activity.redemption",
                0,
                List.of(
                        TestRecords.redemptionRequested("account-1", "r-1", 500, NOON),
                        TestRecords.transferRequested("account-2", "r-2", Partner.JD, 100, NOON)));
        TestClickHouse.insertOnce(
                database,
                "risk.reviews",
                0,
                List.of(TestRecords.review("account-1", "v-1", "case-1", ReviewDecision.CLEAR, NOON)));
    }

    // Their table is younger than the aggregates.
    private void sinkActs() throws Exception {
        TestClickHouse.insertOnce(database, "console.acts", 0, List.of(TestRecords.act("act-1", NOON)));
    }

    private static JournalEntry clawedBack(JournalEntry earned) {
        Posting taken = Posting.newBuilder(earned.getPostings().getFirst())
                .setKind(PostingKind.CLAWBACK)
                .setPoints(-7)
                .setDebit(LedgerAccount.HELD)
                .setCredit(LedgerAccount.CLAWED_BACK)
                .build();
        return JournalEntry.newBuilder(earned)
                .setStep(10_000)
                .setPostings(List.of(taken))
                .build();
    }

    private void everyAggregateIsRight() throws SQLException {
        for (List<String> pair : SAME) {
            assertThat(TestClickHouse.column(database, pair.get(0)))
                    .as(pair.get(0))
                    .isNotEmpty()
                    .isEqualTo(TestClickHouse.column(database, pair.get(1)));
        }
    }

    @Test
    void aRepeatedBlockCountsOnce() throws Exception {
        Migrations.apply(database);
        sink();
        sinkActs();

        sink();
        sinkActs();

        assertThat(TestClickHouse.column(database, "SELECT count() FROM balances"))
                .containsExactly("1501");
        everyAggregateIsRight();
    }

    @Test
    void theyAreMadeOfWhatWasThereBefore() throws Exception {
        everythingBeforeTheAggregates();
        sink();

        Migrations.apply(database);

        everyAggregateIsRight();
        TestClickHouse.insertOnce(database, "points.journal", 2, new TestRecords(6).journal(200, 60));
        everyAggregateIsRight();
    }

    @Test
    void aMigrationThatIsDoneAgainCountsNothingTwice() throws Exception {
        everythingBeforeTheAggregates();
        sink();
        Migrations.apply(database);
        // As if it had died before it remembered what it had done.
        TestClickHouse.execute(database, "TRUNCATE TABLE schema_history");

        Migrations.apply(database);

        everyAggregateIsRight();
    }

    @Test
    void arrivalsAreTheDecisionsOfTheirSecond() throws Exception {
        Migrations.apply(database);
        sink();

        assertThat(TestClickHouse.column(
                        database,
                        "SELECT toString((second, sum(decisions), sum(points), uniqMerge(accounts))) FROM arrivals"
                                + " GROUP BY second ORDER BY 1"))
                .isNotEmpty()
                .isEqualTo(TestClickHouse.column(
                        database,
                        "SELECT toString((toDateTime(sunk_at, 'UTC') AS s, count(), sum(granted_points + bonus_points),"
                                + " uniqExact(account_id))) FROM decisions GROUP BY s ORDER BY 1"));
    }

    @Test
    void aRedemptionsMovesStandBesideIt() throws Exception {
        Migrations.apply(database);
        TestClickHouse.execute(database, """
                INSERT INTO postings (account_id, step, item, occurred_at, kind, points, debit, credit, redemption_id) VALUES
                ('a', 1, 0, '2026-05-01 00:00:00', 'FREEZE', -300, 'AVAILABLE', 'FROZEN', 'r-1'),
                ('a', 1, 1, '2026-05-01 00:00:00', 'FREEZE', -200, 'AVAILABLE', 'FROZEN', 'r-1'),
                ('b', 1, 0, '2026-05-01 00:00:00', 'FREEZE', -100, 'AVAILABLE', 'FROZEN', 'r-1')
                """);
        TestClickHouse.execute(database, """
                INSERT INTO postings (account_id, step, item, occurred_at, kind, points, debit, credit, redemption_id) VALUES
                ('a', 2, 0, '2026-05-02 00:00:00', 'CAPTURE', -500, 'FROZEN', 'REDEEMED', 'r-1'),
                ('a', 3, 0, '2026-05-03 00:00:00', 'REFUND', 500, 'REDEEMED', 'AVAILABLE', 'r-1'),
                ('b', 2, 0, '2026-05-02 00:00:00', 'UNFREEZE', 100, 'FROZEN', 'AVAILABLE', 'r-1')
                """);

        assertThat(TestClickHouse.column(database, """
                        SELECT toString((account_id, sum(frozen), sum(captured), sum(released), sum(refunded)))
                        FROM redemption_moves WHERE redemption_id = 'r-1' GROUP BY account_id ORDER BY account_id
                        """)).containsExactly("('a',500,500,0,500)", "('b',100,0,100,0)");
    }

    @Test
    void aRedemptionThatHasEndedLeavesNothingAmongTheFrozen() throws Exception {
        Migrations.apply(database);
        String insert =
                "INSERT INTO postings (account_id, step, item, occurred_at, kind, points, debit, credit, redemption_id)"
                        + " VALUES ";
        TestClickHouse.execute(database, insert + """
                ('a', 1, 0, '2026-05-01 00:00:00', 'FREEZE', -300, 'AVAILABLE', 'FROZEN', 'r-in-flight'),
                ('a', 1, 1, '2026-05-01 00:00:00', 'FREEZE', -200, 'AVAILABLE', 'FROZEN', 'r-captured'),
                ('b', 1, 0, '2026-05-01 00:00:00', 'FREEZE', -100, 'AVAILABLE', 'FROZEN', 'r-given-back')
                """);
        TestClickHouse.execute(database, insert + """
                ('a', 2, 0, '2026-05-02 00:00:00', 'CAPTURE', -200, 'FROZEN', 'REDEEMED', 'r-captured'),
                ('b', 2, 0, '2026-05-02 00:00:00', 'UNFREEZE', 100, 'FROZEN', 'AVAILABLE', 'r-given-back')
                """);

        assertThat(TestClickHouse.column(database, """
                        SELECT toString((redemption_id, account_id, sum(points))) FROM frozen_redemptions
                        WHERE redemption_id LIKE 'r-%' GROUP BY redemption_id, account_id HAVING sum(points) != 0
                        """)).containsExactly("('r-in-flight','a',300)");
        TestClickHouse.execute(database, "OPTIMIZE TABLE frozen_redemptions FINAL");
        assertThat(
                        TestClickHouse.column(
                                database,
                                "SELECT redemption_id FROM frozen_redemptions WHERE redemption_id IN ('r-captured', 'r-given-back')"))
                .isEmpty();
    }

    @Test
    void whatUpstreamSaidIsKeptWhereTheJournalDoesNotRepeatIt() throws Exception {
        Migrations.apply(database);
        sink();

        assertThat(TestClickHouse.column(database, """
                        SELECT toString((redemption_id, account_id, event_id, event_type, kind, partner, item_id, merchant_id,
                            points, day, topic, partition, offset)) FROM redemptions ORDER BY offset
                        """))
                .containsExactly(
                        "('r-1','account-1','r-1/requested','redemption.requested','VIRTUAL','','coupon-5','m-1',500,"
                                + "'2026-05-02','activity.redemption',0,0)",
                        "('r-2','account-2','r-2/requested','redemption.requested','PARTNER','JD','transfer','',100,"
                                + "'2026-05-02','activity.redemption',0,1)");
        assertThat(TestClickHouse.column(
                        database,
                        "SELECT toString((case_id, account_id, event_id, decision, reviewer, note)) FROM reviews"))
                .containsExactly("('case-1','account-1','v-1','CLEAR','reviewer-1','看过 — seen')");
    }

    @Test
    void whatAPersonDidIsKeptWithoutTheHashOfASecret() throws Exception {
        Migrations.apply(database);
        sinkActs();

        assertThat(TestClickHouse.column(database, "SELECT toString(tuple(*)) FROM acts"))
                .containsExactly("('act-1','2026-05-02 04:00:00.000','mei',['REVIEWER'],'10.0.0.7','case.taken','CASE',"
                        + "'case-1','case-1','','{\"until\":1}','','看','console.acts',0,0)");
    }
}
