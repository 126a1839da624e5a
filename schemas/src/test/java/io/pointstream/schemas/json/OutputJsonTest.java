package io.pointstream.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.farming.Evidence;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagEnd;
import io.pointstream.schemas.farming.FlagEndCause;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.farming.FlagReason;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.Clamp;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Credited;
import io.pointstream.schemas.points.CreditedWhen;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.NoticeKind;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.points.RunningTotal;
import io.pointstream.schemas.points.Streak;
import io.pointstream.schemas.points.Waterfall;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputJsonTest {

    private static final Instant MAY_1 = Instant.parse("2026-05-01T00:00:00Z");

    @Test
    void aDecisionHasThePublicFieldsFirst() {
        assertThat(OutputJson.decision(entry(decision())))
                .isEqualTo("{\"eventId\":\"e-1\",\"accountId\":\"a-1\",\"occurredAt\":\"2026-05-01T00:00:00.000Z\","
                        + "\"outcome\":\"PARTIALLY_CAPPED\",\"ruleId\":\"pay.jd\",\"ruleBookVersion\":1,"
                        + "\"basePoints\":2000,\"grantedPoints\":1000,\"bonusPoints\":500,\"cappedBy\":[\"pay.jd/TRANSACTION\"],"
                        + "\"reason\":\"每笔上限\",\"eventType\":\"payment.settled\",\"category\":\"CONSUMPTION\","
                        + "\"tier\":\"GOLD\",\"step\":7,"
                        + "\"waterfall\":{\"quantity\":\"1000\",\"unit\":\"yuan\",\"counted\":null,\"rate\":\"2\",\"brackets\":null,"
                        + "\"weight\":null,\"running\":null,\"clamp\":null,\"streak\":null,"
                        + "\"caps\":[{\"cap\":\"pay.jd/TRANSACTION\",\"window\":\"TRANSACTION\",\"limit\":1000,\"usedBefore\":0,\"cut\":1000}],"
                        + "\"granted\":1000,\"forfeited\":1000,"
                        + "\"bonuses\":[{\"component\":\"TIER_BONUS\",\"source\":\"GOLD\",\"factor\":\"1.5\",\"points\":500}]},"
                        + "\"balance\":{\"available\":1500,\"held\":0,\"frozen\":0,\"debt\":0}}");
    }

    @Test
    void aDecisionTellsOfARunningTotalAClampAndAStreak() {
        Decision decision = decision();
        Waterfall waterfall = decision.getWaterfall();
        waterfall.setCounted("900.50");
        waterfall.setBrackets("above 500 × 1");
        waterfall.setRunning(new RunningTotal("TALENT", "10", CapWindow.DAY, LocalDate.of(2026, 5, 1), 12L));
        waterfall.setClamp(new Clamp(40L, 200L));
        waterfall.setStreak(new Streak(7, 50L));

        assertThat(OutputJson.decision(entry(decision)))
                .contains(
                        "\"counted\":\"900.50\",\"rate\":\"2\",\"brackets\":\"above 500 × 1\"",
                        "\"running\":{\"key\":\"TALENT\",\"before\":\"10\",\"window\":\"DAY\",\"from\":\"2026-05-01\",\"earlier\":12}",
                        "\"clamp\":{\"computed\":40,\"to\":200}",
                        "\"streak\":{\"length\":7,\"reward\":50}");
    }

    @Test
    void whatIsAbsentInADecisionIsNull() {
        Decision refused = decision();
        refused.setRuleId(null);
        refused.setCategory(null);
        refused.setRuleBookVersion(null);
        refused.setWaterfall(null);
        refused.setCappedBy(List.of());

        assertThat(OutputJson.decision(entry(refused)))
                .contains(
                        "\"ruleId\":null,\"ruleBookVersion\":null,",
                        "\"cappedBy\":[]",
                        "\"category\":null",
                        "\"waterfall\":null");
    }

    @Test
    void aTimersStepHasNoDecision() {
        assertThat(OutputJson.decision(entry(null))).isNull();
    }

    @Test
    void aPostingHasThePublicFieldsFirstAndItsCoefficientAsANumber() {
        assertThat(OutputJson.postings(entry(decision())))
                .containsExactly(
                        "{\"postingId\":\"a-1/7/1\",\"eventId\":\"e-1\",\"accountId\":\"a-1\",\"occurredAt\":\"2026-05-01T00:00:00.000Z\","
                                + "\"kind\":\"EARN\",\"component\":\"BASE\",\"category\":\"CONSUMPTION\",\"ruleId\":\"pay.jd\",\"points\":1000,"
                                + "\"expiresOn\":\"2027-05-01\",\"valueCoefficient\":0.6,\"ruleBookVersion\":1,"
                                + "\"debit\":\"PROGRAM\",\"credit\":\"AVAILABLE\",\"reverses\":null,\"redemptionId\":null,\"credited\":null,\"step\":7}",
                        "{\"postingId\":\"a-1/7/2\",\"eventId\":null,\"accountId\":\"a-1\",\"occurredAt\":\"2026-05-01T00:00:00.001Z\","
                                + "\"kind\":\"EXPIRE\",\"component\":null,\"category\":null,\"ruleId\":null,\"points\":-5,"
                                + "\"expiresOn\":null,\"valueCoefficient\":10,\"ruleBookVersion\":null,"
                                + "\"debit\":\"AVAILABLE\",\"credit\":\"EXPIRED\",\"reverses\":null,\"redemptionId\":null,\"credited\":null,\"step\":7}");
    }

    @Test
    void aCaptureTellsWhatThePartnerCredits() {
        JournalEntry entry = entry(decision());
        entry.getPostings()
                .getFirst()
                .setCredited(new Credited("80.5", "bean", CreditedWhen.NEXT_DAY, LocalDate.of(2026, 5, 2)));
        assertThat(OutputJson.postings(entry).getFirst())
                .contains(
                        "\"credited\":{\"amount\":80.5,\"unit\":\"bean\",\"when\":\"NEXT_DAY\",\"on\":\"2026-05-02\"}");
    }

    @Test
    void aBalanceLine() {
        assertThat(OutputJson.balance(new AccountBalance("a-1", 7L, MAY_1, -5L, 1L, 2L, 5L)))
                .isEqualTo("{\"accountId\":\"a-1\",\"available\":-5,\"held\":1,\"frozen\":2,\"debt\":5,"
                        + "\"step\":7,\"asOf\":\"2026-05-01T00:00:00.000Z\"}");
    }

    @Test
    void aNoticeLine() {
        assertThat(OutputJson.notice(new Notice("a-1", NoticeKind.EXPIRY, 30L, MAY_1, LocalDate.of(2026, 5, 8))))
                .isEqualTo("{\"accountId\":\"a-1\",\"kind\":\"EXPIRY\",\"points\":30,\"expiresOn\":\"2026-05-08\","
                        + "\"occurredAt\":\"2026-05-01T00:00:00.000Z\"}");
        assertThat(OutputJson.notice(new Notice("a-1", NoticeKind.COMPENSATION_COUPON, 30L, MAY_1, null)))
                .contains("\"expiresOn\":null");
    }

    @Test
    void aSignalLineHasItsEvidenceInAFixedOrder() {
        Evidence evidence =
                new Evidence(Map.of("b", 1.5e7, "a", 0.00001, "c", 3.0), List.of("d-1"), List.of("e-1", "e-2"));
        Signal signal = new Signal(
                "s-1",
                "a-1",
                ReasonCode.VELOCITY,
                0.8,
                MAY_1,
                MAY_1,
                MAY_1.plusMillis(1),
                "41 in a minute",
                evidence,
                false,
                null);

        assertThat(OutputJson.signal(signal))
                .isEqualTo("{\"signalId\":\"s-1\",\"accountId\":\"a-1\",\"code\":\"VELOCITY\",\"strength\":0.8,"
                        + "\"detectedAt\":\"2026-05-01T00:00:00.000Z\",\"fromTime\":\"2026-05-01T00:00:00.000Z\","
                        + "\"toTime\":\"2026-05-01T00:00:00.001Z\",\"reason\":\"41 in a minute\","
                        + "\"evidence\":{\"numbers\":{\"a\":0.00001,\"b\":15000000,\"c\":3},"
                        + "\"counterparts\":[\"d-1\"],\"eventIds\":[\"e-1\",\"e-2\"]}}");

        signal.setShadow(true);
        assertThat(OutputJson.signal(signal)).endsWith("]},\"shadow\":true}");

        signal.setShadow(false);
        signal.setSuppressedBy("entry-1");
        assertThat(OutputJson.signal(signal)).endsWith("]},\"suppressedBy\":\"entry-1\"}");
    }

    @Test
    void aFlagLineHasThePublicFieldsFirst() {
        Evidence evidence = new Evidence(Map.of(), List.of(), List.of());
        Flag flag = new Flag(
                "case-1",
                "a-1",
                List.of("a-1", "a-2"),
                MAY_1,
                MAY_1.plusSeconds(1),
                62.5,
                FlagLevel.REVIEW,
                FlagStatus.CLOSED,
                List.of(new FlagReason(ReasonCode.SHARED_DEVICE, 1.0, 62.5, "one device, 9 accounts", evidence)),
                null,
                "would not be flagged without SHARED_DEVICE",
                new FlagEnd(FlagEndCause.CLEARED, MAY_1.plusSeconds(1), "bob", "a family"));

        assertThat(OutputJson.flag(flag))
                .isEqualTo(
                        "{\"caseId\":\"case-1\",\"accountId\":\"a-1\",\"raisedAt\":\"2026-05-01T00:00:00.000Z\",\"score\":62.5,"
                                + "\"level\":\"REVIEW\",\"reasons\":[{\"code\":\"SHARED_DEVICE\",\"strength\":1,"
                                + "\"evidence\":{\"numbers\":{},\"counterparts\":[],\"eventIds\":[]},\"contribution\":62.5,"
                                + "\"reason\":\"one device, 9 accounts\"}],\"members\":[\"a-1\",\"a-2\"],\"status\":\"CLOSED\","
                                + "\"updatedAt\":\"2026-05-01T00:00:01.000Z\",\"mergedInto\":null,"
                                + "\"counterfactual\":\"would not be flagged without SHARED_DEVICE\","
                                + "\"end\":{\"cause\":\"CLEARED\",\"endedAt\":\"2026-05-01T00:00:01.000Z\","
                                + "\"reviewer\":\"bob\",\"why\":\"a family\"}}");
    }

    private static JournalEntry entry(@Nullable Decision decision) {
        return new JournalEntry(
                "a-1",
                7L,
                MAY_1,
                MemberTier.GOLD,
                decision,
                List.of(
                        new Posting(
                                "a-1/7/1",
                                "e-1",
                                MAY_1,
                                PostingKind.EARN,
                                Component.BASE,
                                "CONSUMPTION",
                                "pay.jd",
                                1,
                                1000L,
                                LedgerAccount.PROGRAM,
                                LedgerAccount.AVAILABLE,
                                LocalDate.of(2027, 5, 1),
                                new BigDecimal("0.6000"),
                                null,
                                null,
                                null),
                        new Posting(
                                "a-1/7/2",
                                null,
                                MAY_1.plusMillis(1),
                                PostingKind.EXPIRE,
                                null,
                                null,
                                null,
                                null,
                                -5L,
                                LedgerAccount.AVAILABLE,
                                LedgerAccount.EXPIRED,
                                null,
                                new BigDecimal("10.0000"),
                                null,
                                null,
                                null)),
                new Balance(1500L, 0L, 0L, 0L),
                null);
    }

    private static Decision decision() {
        return new Decision(
                "e-1",
                "payment.settled",
                MAY_1,
                Outcome.PARTIALLY_CAPPED,
                "pay.jd",
                "CONSUMPTION",
                1,
                2000L,
                1000L,
                500L,
                List.of("pay.jd/TRANSACTION"),
                "每笔上限",
                Waterfall.newBuilder()
                        .setQuantity("1000")
                        .setUnit("yuan")
                        .setRate("2")
                        .setCaps(List.of(new CapStep("pay.jd/TRANSACTION", CapWindow.TRANSACTION, 1000L, 0L, 1000L)))
                        .setGranted(1000L)
                        .setForfeited(1000L)
                        .setBonuses(List.of(new BonusStep(Component.TIER_BONUS, "GOLD", "1.5", 500L)))
                        .build());
    }
}
