package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.RedemptionKind;
import io.pointstream.schemas.activity.RedemptionRequested;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagEndCause;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.TimelineQuery;
import io.pointstream.sinks.report.TimelineQuery.Order;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a case ended and what a redemption asked for, from the topics into columns of a real ClickHouse. */
class CaseAndRedemptionRowsTest {

    private static final Instant NOON = Instant.parse("2026-05-02T04:00:00Z");
    private static final Flag OPEN =
            TestRecords.flag("case-1", List.of("account-1", "account-2"), 84, FlagStatus.OPEN, NOON);

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private ClickHouseConfig database;

    @BeforeEach
    void migrate() throws Exception {
        database = TestClickHouse.migratedDatabase();
    }

    @Test
    void aCaseAndItsShadowSayHowTheyEnd() throws Exception {
        List<Flag> versions = List.of(
                OPEN,
                TestRecords.closed(OPEN, FlagEndCause.CONFIRMED, "reviewer-1", "一人\nmany phones", NOON.plusMillis(5)),
                TestRecords.closed(OPEN, FlagEndCause.MERGED, null, "it goes on as ring-1", NOON));
        TestClickHouse.insert(database, Topics.FARMING_FLAGS.name(), 0, versions);
        TestClickHouse.insert(database, Topics.FARMING_SHADOW_FLAGS.name(), 0, versions);

        for (String table : List.of("flags", "shadow_flags")) {
            assertThat(TestClickHouse.column(
                            database,
                            "SELECT toString((status, end_cause, ended_at, reviewer, end_why, merged_into, counterfactual)) FROM "
                                    + table + " ORDER BY offset"))
                    .as(table)
                    .containsExactly(
                            "('OPEN','',NULL,'','','','')",
                            "('CLOSED','CONFIRMED','2026-05-02 04:00:00.005','reviewer-1','一人\\nmany phones','',"
                                    + "'without VELOCITY the score is 10')",
                            "('CLOSED','MERGED','2026-05-02 04:00:00.000','','it goes on as ring-1','ring-1',"
                                    + "'without VELOCITY the score is 10')");
        }
    }

    @Test
    void aSignalSaysWhichEntryOfAListHidesIt() throws Exception {
        Signal hidden = TestRecords.signal("account-1", ReasonCode.VELOCITY, 0.9, NOON);
        hidden.setSuppressedBy("entry-1");
        Signal denied = TestRecords.signal("account-1", ReasonCode.DENY_LISTED, 1, NOON.plusMillis(1));
        TestClickHouse.insert(database, Topics.FARMING_SIGNALS.name(), 0, List.of(hidden, denied));

        assertThat(TestClickHouse.column(
                        database, "SELECT toString((code, suppressed_by)) FROM signals ORDER BY offset"))
                .containsExactly("('VELOCITY','entry-1')", "('DENY_LISTED','')");
        TimelineQuery all = new TimelineQuery(Page.first(10), Order.OLDEST_FIRST, null);
        assertThat(new Reports(database)
                        .account("account-1", all)
                        .orElseThrow()
                        .timeline()
                        .rows())
                .extracting(row -> row.get(9))
                .containsExactly(
                        "41 events in a minute; no case is raised: list entry entry-1", "41 events in a minute");
    }

    @Test
    void aRequestKeepsTheTermsOfItsKind() throws Exception {
        List<? extends SpecificRecord> requests = List.of(
                request(RedemptionRequested.newBuilder()
                        .setKind(RedemptionKind.PHYSICAL)
                        .setMainlandAddress(false)
                        .setCustomsPoints(300L)),
                request(RedemptionRequested.newBuilder()
                        .setKind(RedemptionKind.FINANCIAL)
                        .setBeneficiaryId("账户-1")),
                request(RedemptionRequested.newBuilder()
                        .setKind(RedemptionKind.PARTNER)
                        .setLinked(true)),
                request(RedemptionRequested.newBuilder().setKind(RedemptionKind.VIRTUAL)));
        TestClickHouse.insert(database, Topics.ACTIVITY_REDEMPTION.name(), 0, requests);

        assertThat(TestClickHouse.column(
                        database,
                        "SELECT toString((kind, mainland_address, customs_points, beneficiary_id, linked))"
                                + " FROM redemptions ORDER BY offset"))
                .containsExactly(
                        "('PHYSICAL',false,300,'',NULL)",
                        "('FINANCIAL',NULL,NULL,'账户-1',NULL)",
                        "('PARTNER',NULL,NULL,'',true)",
                        "('VIRTUAL',NULL,NULL,'',NULL)");
    }

    private static SpecificRecord request(RedemptionRequested.Builder request) {
        return TestRecords.activity(
                "账户-1",
                "e-1",
                NOON,
                request.setRedemptionId("r-1")
                        .setItemId("item-1")
                        .setPoints(2_000)
                        .build());
    }
}
