package io.pointstream.engine.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.account.PaymentRecord.Earned;
import io.pointstream.engine.account.PaymentRecord.Part;
import io.pointstream.engine.account.PaymentRecord.Used;
import io.pointstream.engine.account.PaymentRecord.UsedUp;
import io.pointstream.engine.account.RedemptionRecord.Status;
import io.pointstream.engine.event.Redemption.Kind;
import io.pointstream.engine.event.Redemption.Partner;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.Credited;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What is remembered by key goes through its bytes; every format that was ever written stays readable. */
class RecordFormatsTest {

    private static final Instant AT = Instant.parse("2026-05-15T04:00:00.123Z");

    private static final PaymentRecord PAYMENT = new PaymentRecord(
            AT,
            10_000,
            1,
            List.of(new UsedUp("payment", AT), new UsedUp("other", AT.minusMillis(1))),
            new Earned(
                    42,
                    "pay.jd",
                    "CONSUMPTION",
                    3,
                    new BigDecimal("1.0"),
                    LocalDate.parse("2027-05-15"),
                    List.of(new Part(1, Component.BASE, 200), new Part(2, Component.TIER_BONUS, 40)),
                    List.of(new Used("pay.jd/MONTH", 20574, 20605))));

    private static final RedemptionRecord REDEMPTION = new RedemptionRecord(
            "r",
            "e1",
            AT,
            Kind.PARTNER,
            Partner.JD,
            "商品",
            600,
            600,
            new Credited(new BigDecimal("480.0"), "bean", Credited.When.AT_ONCE, null),
            Status.WAITING,
            new TimeOut(1_779_000_000_000L, 40, "r"),
            null,
            List.of(new Lot(LocalDate.parse("2027-05-15"), 500), new Lot(LocalDate.parse("2027-05-17"), 100)));

    private static final WaitingRefunds WAITING = new WaitingRefunds(List.of(
            new WaitingRefunds.Refund("r1", "e1", AT, 100),
            new WaitingRefunds.Refund("退", "e2", AT.minusMillis(1), 1)));

    private static final String PAYMENT_1 =
            "01f6a9d49cc567a09c010201540c7061792e6a6416434f4e53554d5054494f4e061402b2c70204"
                    + "02084241534590030414544945525f424f4e55535002187061792e6a642f4d4f4e5448bcc102fa"
                    + "c102";
    private static final String PAYMENT_2 =
            "02f6a9d49cc567a09c0102040e7061796d656e74000a6f746865720101540c7061792e6a6416434f4e53554d5054494f4e061402b2c7"
                    + "020402084241534590030414544945525f424f4e55535002187061792e6a642f4d4f4e5448bcc102fac102";
    private static final String REDEMPTION_1 =
            "01046531f6a9d49cc5670e504152544e455201044a440ce59586e59381b009b0090a3438302e30"
                    + "086265616e0e41545f4f4e43450e57414954494e470180f8cdcac667500004b2c702e80704c801";
    private static final String WAITING_1 = "0104047231046531f6a9d49cc567c80106e98080046532f4a9d49cc56702";

    @Example
    void theNewestFormatIsWrittenAndRead() {
        assertThat(List.of(hex(PAYMENT.encode()), hex(REDEMPTION.encode()), hex(WAITING.encode())))
                .containsExactly(PAYMENT_2, REDEMPTION_1, WAITING_1);
        assertThat(PaymentRecord.decode(bytes(PAYMENT_2))).isEqualTo(PAYMENT);
        assertThat(RedemptionRecord.decode("r", bytes(REDEMPTION_1))).isEqualTo(REDEMPTION);
        assertThat(WaitingRefunds.decode(bytes(WAITING_1))).isEqualTo(WAITING);
    }

    /** Format 1 of payments had no used up keys, which were entries of their own. */
    @Example
    void paymentsOfFormatOneAreRead() {
        assertThat(PaymentRecord.decode(bytes(PAYMENT_1)))
                .isEqualTo(new PaymentRecord(AT, 10_000, 1, List.of(), PAYMENT.earned()));
    }

    @Example
    void whatIsMissingStaysMissing() {
        PaymentRecord nothing = new PaymentRecord(AT, 1, 1, List.of(), null);
        assertThat(PaymentRecord.decode(nothing.encode())).isEqualTo(nothing);
        RedemptionRecord captured = REDEMPTION.now(Status.CAPTURED, null, AT);
        assertThat(RedemptionRecord.decode("r", captured.encode())).isEqualTo(captured);
        RedemptionRecord ended = captured.ended(Status.REFUNDED);
        assertThat(RedemptionRecord.decode("r", ended.encode())).isEqualTo(ended);
        assertThat(ended.lots()).isEmpty();
    }

    @Example
    void bytesThatNothingWroteAreRefused() {
        refuses(PAYMENT.encode(), PaymentRecord::decode);
        refuses(REDEMPTION.encode(), bytes -> RedemptionRecord.decode("r", bytes));
        refuses(WAITING.encode(), WaitingRefunds::decode);
    }

    /** ceil(points × refunded / paid), exact for any long. */
    @Property
    void theReversedShareIsExact(
            @ForAll @LongRange(min = 1) long points,
            @ForAll @LongRange(min = 1) long one,
            @ForAll @LongRange(min = 1) long other) {
        long paid = Math.max(one, other);
        long refunded = Math.min(one, other);
        BigInteger product = BigInteger.valueOf(points).multiply(BigInteger.valueOf(refunded));
        BigInteger expected = product.add(BigInteger.valueOf(paid - 1)).divide(BigInteger.valueOf(paid));
        assertThat(new Part(1, Component.BASE, points).reversed(refunded, paid)).isEqualTo(expected.longValueExact());
    }

    private static void refuses(byte[] bytes, Function<byte[], Object> decode) {
        byte[] unknown = bytes.clone();
        unknown[0] = 99;
        assertThatThrownBy(() -> decode.apply(unknown)).hasMessageContaining("unknown format 99");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> decode.apply(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> decode.apply(longer)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
