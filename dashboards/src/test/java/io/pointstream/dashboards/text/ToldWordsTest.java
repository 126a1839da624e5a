package io.pointstream.dashboards.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.decision.LedgerWords;
import io.pointstream.engine.decision.Price;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.decision.Reason.Before;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Credited;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sentence of the engine's own, in Chinese: a form that is changed there is missing here. */
class ToldWordsTest {

    private static final Texts ZH = new Texts(Language.ZH, ZoneId.of("Asia/Shanghai"));
    private static final Instant AT = Instant.parse("2026-05-20T02:00:00Z");
    private static final Instant LATER = Instant.parse("2026-05-21T02:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 5, 20);

    static List<Reason> everyReason() {
        Reason.Reached reached = new Reason.Reached("steps", "", 800, 1_000, Window.DAY, DAY);
        return List.of(
                new Reason.Duplicate(AT),
                new Reason.TooLate(AT, Duration.ofHours(80), Duration.ofDays(3)),
                new Reason.NoRule(EventType.PAYMENT_SETTLED),
                new Reason.NotCarriedOut(EventType.PAYMENT_SETTLED),
                new Reason.NoCondition(EventType.PAYMENT_SETTLED),
                new Reason.NotYet("social.step-donation", reached),
                new Reason.ReachedBefore("social.step-donation", reached),
                new Reason.PaidBefore("membership.sign-in", "", new Before.In(Window.DAY, DAY)),
                new Reason.PaidBefore("membership.sign-in", "task", new Before.In(Window.WEEK, DAY)),
                new Reason.PaidBefore("fin.balance", "product", new Before.In(Window.MONTH, DAY)),
                new Reason.PaidBefore("pay.jd", "paymentId", new Before.At(AT)),
                new Reason.UsedBefore("double-card", "cardId", new Before.At(AT)),
                new Reason.ZeroBase("pay.jd", Price.fixed(0)),
                new Reason.TierTooLow("membership.gift", Tier.SILVER, Tier.GOLD),
                new Reason.TierTooLow("membership.gift", Tier.GOLD, Tier.DIAMOND),
                new Reason.OtherPeriod("fin.balance", "month", "2026-04", "2026-05"),
                new Reason.NotRunning("campaign.trial", AT, LATER),
                new Reason.NotRunning("campaign.trial", AT, null),
                new Reason.NotRunning("campaign.trial", null, LATER),
                new Reason.NotNext("campaign.chain", "step", 3, 5, "c1", null),
                new Reason.NotNext("campaign.chain", "step", 3, 5, "c1", AT),
                new Reason.NotNext("campaign.chain", "step", 9, 5, "", null),
                new Reason.TierSet(Tier.GOLD, AT),
                new Reason.Opened("double-card", "2", AT, LATER),
                LedgerWords.refunded("p 1", 1_000, 2_000, 5_000, 12, 0),
                LedgerWords.refunded("p 1", 1_000, 1_000, 5_000, 12, 3),
                LedgerWords.waitsForPayment("p", LATER),
                LedgerWords.paymentUnknown("p"),
                LedgerWords.refundedAfterClawBack("p", 1_000),
                LedgerWords.refundKnown("r", AT),
                LedgerWords.nothingLeftToRefund("p", 1_000),
                LedgerWords.kindNotOffered("PHYSICAL"),
                LedgerWords.redemptionKnown("r", AT),
                LedgerWords.belowMinimum("PARTNER", 1, 100),
                LedgerWords.conditionNotMet("PHYSICAL", "points >= 1000"),
                LedgerWords.noSuchPartner("PARTNER", null),
                LedgerWords.noSuchPartner("PARTNER", "QQ"),
                LedgerWords.overDailyLimit("VIRTUAL", 3, DAY),
                LedgerWords.inDebt(40),
                LedgerWords.notEnough(1_000, -40),
                LedgerWords.frozen(1_000, LATER),
                LedgerWords.frozenForReview(20_000, "redemption-r"),
                LedgerWords.redemptionUnknown("r"),
                LedgerWords.notWaiting("r", "TIMED_OUT"),
                LedgerWords.acceptanceRemembered("redemption-r"),
                LedgerWords.captured(500, credited(DAY)),
                LedgerWords.captured(500, credited(null)),
                LedgerWords.released(500, "OUT_OF_STOCK"),
                LedgerWords.redemptionRefunded(1),
                LedgerWords.tooLateToRefund(AT, LATER),
                LedgerWords.caseCleared("redemption-r", LATER),
                LedgerWords.cleared("c", "mei", 1),
                LedgerWords.confirmed("c", "mei", 2),
                LedgerWords.reinstated("c", "mei"),
                LedgerWords.blocked("c", AT),
                LedgerWords.confirmedBefore("c", AT),
                LedgerWords.escalated("c"),
                LedgerWords.noSuchCase("c"),
                LedgerWords.noSuchDecision("c", "REINSTATE"));
    }

    private static Credited credited(@Nullable LocalDate on) {
        return new Credited(BigDecimal.TEN, "yuan", Credited.When.NEXT_DAY, on);
    }

    @ParameterizedTest
    @MethodSource("everyReason")
    void it_is_said_in_chinese(Reason reason) {
        assertThat(ToldWords.of(ZH, reason.text()).orElse(""))
                .as(reason.text())
                .containsPattern("\\p{IsHan}{2}")
                .doesNotContain("{", " the ", " of ");
    }

    @Test
    void names_and_times_are_put_in() {
        assertThat(ToldWords.of(ZH, "membership.sign-in: already paid in the day of 2026-05-20"))
                .hasValue("每日签到：2026-05-20 当天已发放过");
        assertThat(ToldWords.of(ZH, LedgerWords.released(500, "OUT_OF_STOCK").text()))
                .hasValue("缺货；释放 500 分");
        assertThat(ToldWords.of(ZH, new Reason.TierTooLow("x.y", Tier.SILVER, Tier.GOLD).text()))
                .hasValue("x.y：限黄金及以上会员，当前等级为白银");
        assertThat(ToldWords.of(ZH, LedgerWords.blocked("c", AT).text()).orElseThrow())
                .contains("2026-05-20 10:00:00");
        assertThat(ToldWords.of(ZH, "said in another way")).isEmpty();
        assertThat(ToldWords.of(new Texts(Language.EN, ZoneId.of("UTC")), "case c stays open"))
                .isEmpty();
    }
}
