package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Payment.Channel;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 3.1. */
class ConsumptionTest {

    private static final String NOON = "2026-05-15T12:00:00";

    @ParameterizedTest
    @CsvSource({
        // channel, rule, fen, base, granted: at, one below and one above a whole point, and the transaction cap
        "OFFLINE_QR, pay.offline-scan, 100, 1, 1",
        "OFFLINE_QR, pay.offline-scan, 199, 1, 1",
        "OFFLINE_QR, pay.offline-scan, 200, 2, 2",
        "OFFLINE_QR, pay.offline-scan, 49999, 499, 499",
        "OFFLINE_QR, pay.offline-scan, 50000, 500, 500",
        "OFFLINE_QR, pay.offline-scan, 50100, 501, 500",
        "JD, pay.jd, 50, 1, 1",
        "JD, pay.jd, 99, 1, 1",
        "JD, pay.jd, 49999, 999, 999",
        "JD, pay.jd, 50000, 1000, 1000",
        "JD, pay.jd, 50050, 1001, 1000",
        "PINDUODUO, pay.pinduoduo, 200, 1, 1",
        "PINDUODUO, pay.pinduoduo, 399, 1, 1",
        "PINDUODUO, pay.pinduoduo, 59999, 299, 299",
        "PINDUODUO, pay.pinduoduo, 60000, 300, 300",
        "PINDUODUO, pay.pinduoduo, 60200, 301, 300",
        "MEITUAN, pay.meituan, 67, 1, 1",
        "MEITUAN, pay.meituan, 133, 1, 1",
        "MEITUAN, pay.meituan, 134, 2, 2",
        "MEITUAN, pay.meituan, 53333, 799, 799",
        "MEITUAN, pay.meituan, 53334, 800, 800",
        "MEITUAN, pay.meituan, 53400, 801, 800",
        "ONLINE, pay.online, 1000, 15, 15",
        "ONLINE, pay.online, 53334, 800, 800",
        "ONLINE, pay.online, 53400, 801, 800",
    })
    void paysTheRateUpToTheTransactionCap(Channel channel, String rule, long fen, long base, long granted) {
        Decision decision = new Program().pay(NOON, channel, fen).decision();

        assertThat(decision.ruleId()).isEqualTo(rule);
        assertThat(decision.category()).isEqualTo("CONSUMPTION");
        assertThat(decision.basePoints()).isEqualTo(base);
        assertThat(decision.grantedPoints()).isEqualTo(granted);
        assertThat(decision.bonusPoints()).isZero();
        assertThat(decision.outcome()).isEqualTo(base == granted ? Outcome.AWARDED : Outcome.PARTIALLY_CAPPED);
        assertThat(decision.cappedBy()).isEqualTo(base == granted ? List.of() : List.of(rule + "/TRANSACTION"));
    }
}
