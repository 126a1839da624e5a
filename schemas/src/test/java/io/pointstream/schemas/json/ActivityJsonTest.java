package io.pointstream.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pointstream.schemas.ExampleEvents;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.GamingWeekRanked;
import io.pointstream.schemas.activity.MembershipRegistered;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.RedemptionRequested;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityJsonTest {

    static final Iterable<String> LINES = ExampleEvents.LINES;

    private final ActivityJson json = new ActivityJson();

    @ParameterizedTest
    @FieldSource("LINES")
    void everyEventTypeComesBackAsItWas(String line) throws BadLineException {
        assertThat(json.write(json.parse(line))).isEqualTo(line);
    }

    @Test
    void thereIsAnExampleOfEveryType() throws BadLineException {
        var types = new HashSet<String>();
        for (String line : LINES) {
            types.add(ActivityJson.typeOf(json.parse(line)));
        }
        assertThat(types)
                .containsExactlyInAnyOrderElementsOf(ActivityJson.types())
                .hasSize(37);
    }

    @Test
    void anEventIsReadIntoItsRecord() throws BadLineException {
        Activity activity = json.parse("""
                {"points":500,"occurredAt":"2026-05-01T08:00:00.1239+08:00","kind":"VIRTUAL","unknown":{"a":[1,{"b":2}]},
                 "itemId":"i","redemptionId":"x","accountId":"a","merchantId":null,"eventId":"e","type":"redemption.requested"}
                """);

        assertThat(activity.getOccurredAt()).isEqualTo(Instant.parse("2026-05-01T00:00:00.123Z"));
        assertThat(activity.getDeviceId()).isNull();
        RedemptionRequested body = (RedemptionRequested) activity.getBody();
        assertThat(body.getPoints()).isEqualTo(500);
        assertThat(body.getMerchantId()).isNull();
        assertThat(body.getLinked()).isNull();
    }

    @Test
    void aFieldOfAnEarlierLineIsNotTakenForThisOne() throws BadLineException {
        json.parse(ExampleEvents.line("payment.settled"));

        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(
                        () -> json.parse(
                                "{\"type\":\"payment.settled\",\"eventId\":\"e\",\"accountId\":\"a\",\"occurredAt\":\"2026-05-01T00:00:00Z\"}"))
                .withMessageStartingWith("paymentId: ")
                .withMessageEndingWith("is missing");
    }

    /** Each row changes one thing of a good line: the text replaced, its replacement, and the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            payment.settled | "amountFen":12345 | "amountFen":"12" | amountFen: expected an integer ≥ 1, was "12"
            payment.settled | "amountFen":12345 | "amountFen":0 | amountFen: expected an integer ≥ 1, was 0
            payment.settled | "amountFen":12345 | "amountFen":-5 | amountFen: expected an integer ≥ 1, was -5
            payment.settled | "amountFen":12345 | "amountFen":1.0 | amountFen: expected an integer ≥ 1, was 1.0
            payment.settled | "amountFen":12345 | "amountFen":1e3 | amountFen: expected an integer ≥ 1, was 1e3
            payment.settled | "amountFen":12345 | "amountFen":9223372036854775808 | amountFen: expected an integer ≥ 1, was 9223372036854775808, which is more than 64 bits
            payment.settled | "amountFen":12345 | "amountFen":true | amountFen: expected an integer ≥ 1, was true
            payment.settled | "amountFen":12345 | "amountFen":{"a":1} | amountFen: expected an integer ≥ 1, was an object
            payment.settled | "amountFen":12345 | "amountFen":[1] | amountFen: expected an integer ≥ 1, was an array
            payment.settled | "amountFen":12345 | "amountFen":null | amountFen: expected an integer ≥ 1, is missing
            payment.settled | "amountFen":12345 | "amountFen":1,"amountFen":2 | amountFen: expected once, was given twice
            payment.settled | "JD" | "jd" | channel: expected one of OFFLINE_QR, JD, PINDUODUO, MEITUAN, ONLINE, PHONE_TOPUP, CREDIT_CARD_REPAYMENT, MEDICAL_REGISTRATION, RIDE_HAILING, was "jd"
            payment.settled | "JD" | 3 | channel: expected one of OFFLINE_QR, JD, PINDUODUO, MEITUAN, ONLINE, PHONE_TOPUP, CREDIT_CARD_REPAYMENT, MEDICAL_REGISTRATION, RIDE_HAILING, was 3
            payment.settled | "e-1" | "" | eventId: expected a non-empty string without control characters, at most 4096 long, was ""
            payment.settled | "e-1" | "a\\u0000b" | eventId: expected a non-empty string without control characters, at most 4096 long, was "a\\u0000b"
            payment.settled | "e-1" | "a\\ud800" | eventId: expected a non-empty string without control characters, at most 4096 long, was "a\\ud800"
            payment.settled | "a-1" | 17 | accountId: expected a non-empty string without control characters, at most 4096 long, was 17
            payment.settled | "d-1" | false | deviceId: expected a non-empty string without control characters, at most 4096 long, was false
            payment.settled | "payment.settled" | "payment.bounced" | type: expected a known event type, was "payment.bounced"
            payment.settled | "payment.settled" | 7 | type: expected an event type, was 7
            payment.settled | "type" | "kind" | type: expected an event type, is missing
            social.steps-donated | "steps":0 | "steps":-1 | steps: expected an integer ≥ 0, was -1
            social.invite-opened | true | "true" | inviteeIsNew: expected true or false, was "true"
            social.invite-opened | true | 1 | inviteeIsNew: expected true or false, was 1
            gaming.week-ranked | 9.5 | 100.5 | percentile: expected a number from 0 to 100, was 100.5
            gaming.week-ranked | 9.5 | -0.1 | percentile: expected a number from 0 to 100, was -0.1
            gaming.week-ranked | 9.5 | 1e999 | percentile: expected a number from 0 to 100, was 1e999
            gaming.week-ranked | 9.5 | "5" | percentile: expected a number from 0 to 100, was "5"
            gaming.week-ranked | 2026-W53 | 2025-W53 | week: expected an ISO week such as 2026-W20, was "2025-W53"
            gaming.week-ranked | 2026-W53 | 2026-W00 | week: expected an ISO week such as 2026-W20, was "2026-W00"
            gaming.week-ranked | 2026-W53 | 2026W20 | week: expected an ISO week such as 2026-W20, was "2026W20"
            membership.registered | 02-29 | 02-30 | birthday: expected a day of the year as MM-DD, was "02-30"
            membership.registered | 02-29 | 04-31 | birthday: expected a day of the year as MM-DD, was "04-31"
            membership.registered | 02-29 | 13-01 | birthday: expected a day of the year as MM-DD, was "13-01"
            membership.registered | 02-29 | 2-9 | birthday: expected a day of the year as MM-DD, was "2-9"
            membership.gift-claimed | "2026-05" | "2026-13" | period: expected a month such as 2026-05 or a year such as 2026, was "2026-13"
            redemption.requested | "customsPoints":0 | "customsPoints":-1 | customsPoints: expected an integer ≥ 0, was -1
            redemption.requested | "points":2000 | "points":0 | points: expected an integer ≥ 1, was 0
            """)
    void aWrongFieldIsNamedWithWhatWasExpected(String type, String good, String bad, String message) {
        String line = ExampleEvents.line(type).replace(good, bad);
        assertThat(line).isNotEqualTo(ExampleEvents.line(type));

        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> json.parse(line))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-05-01T00:00:00",
                "2026-05-01",
                "2026-05-01T00:00:00+0800",
                "2026-05-01 00:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-05-01T24:00:00Z",
                "2026-05-01T23:59:60Z",
                "1969-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "+999999999-01-01T00:00:00Z",
                "1777593600000",
                "now",
                ""
            })
    void aTimeWithoutOffsetOrOffTheCalendarIsRefused(String time) {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> json.parse(
                        ExampleEvents.line("membership.signed-in").replace("2026-05-01T00:00:00.123Z", time)))
                .withMessage(
                        "occurredAt: expected an ISO-8601 time with offset, such as 2026-05-01T08:00:00+08:00, from 1970 to 9999, was \""
                                + time + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-01T00:00:00Z, 2026-05-01T00:00:00.000Z",
        "2026-05-01T00:00Z, 2026-05-01T00:00:00.000Z",
        "2026-05-01T08:00:00.123456789+08:00, 2026-05-01T00:00:00.123Z",
        "2026-04-30T18:30:00.9-05:30, 2026-05-01T00:00:00.900Z",
        "2026-05-01T00:00:00.9999999Z, 2026-05-01T00:00:00.999Z",
        "2026-05-01T08:00:00.+08:00, 2026-05-01T00:00:00.000Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
        "2024-02-29T12:00:00Z, 2024-02-29T12:00:00.000Z",
    })
    void aTimeIsCutToMillisecondsAndWrittenInUtc(String time, String written) throws BadLineException {
        String line = ExampleEvents.line("membership.signed-in");

        assertThat(json.write(json.parse(line.replace("2026-05-01T00:00:00.123Z", time))))
                .isEqualTo(line.replace("2026-05-01T00:00:00.123Z", written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "nonsense",
                "{",
                "{}}",
                "{} {}",
                "[]",
                "null",
                "\"text\"",
                "17",
                "{\"type\"}",
                "{\"a\":1,}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\t\"}",
                "// x",
                "{\"a\":1}//",
                "{\"a\":tru}"
            })
    void aLineThatIsNotOneObjectIsABadLine(String line) {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> json.parse(line))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith(line.startsWith("{}") && line.length() == 2 ? "type" : "expected"));
    }

    @Test
    void nestingIsBounded() {
        String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> json.parse(deep))
                .withMessageContaining("nesting depth");
    }

    @Test
    void aLongTextIsRefusedAndNotShownWhole() {
        String line = ExampleEvents.line("payment.settled").replace("\"p-1\"", "\"" + "x".repeat(5_000) + "\"");

        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> json.parse(line))
                .withMessageStartingWith("paymentId: expected a non-empty string")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void invalidUtf8IsNamedWithItsPlace() {
        byte[] line = ExampleEvents.line("payment.settled").getBytes(StandardCharsets.UTF_8);
        line[40] = (byte) 0xC0;

        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> json.parse(line, 0, line.length))
                .withMessage("expected UTF-8, was byte 0xc0 at byte 41 of the line");
    }

    @Test
    void aFieldOfNoConcernMayBeAnythingAndComeTwice() throws BadLineException {
        String line = ExampleEvents.line("membership.signed-in");
        String more = line.replace("}", ",\"x\":1,\"x\":[2],\"amountFen\":\"no\",\"amountFen\":null}");

        assertThat(json.write(json.parse(more))).isEqualTo(line);
    }

    @Test
    void aTypeGivenTwiceIsRefused() {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> json.parse("{\"type\":\"membership.signed-in\",\"type\":\"membership.signed-in\"}"))
                .withMessage("type: expected once, was given twice");
    }

    @Test
    void textIsKeptInEveryScript() throws BadLineException {
        String line = ExampleEvents.line("social.video-liked").replace("v-1", "视频🎬é");

        assertThat(json.write(json.parse(line))).isEqualTo(line);
    }

    @Test
    void anEventThatCameAsAvroIsHeldToTheSameBounds() {
        assertThat(ActivityJson.violation(ExampleEvents.activity("payment.settled")))
                .isNull();

        Activity free = ExampleEvents.activity("payment.settled");
        ((PaymentSettled) free.getBody()).setAmountFen(0);
        assertThat(ActivityJson.violation(free)).isEqualTo("amountFen: expected an integer ≥ 1, was \"0\"");

        Activity early = ExampleEvents.activity("payment.settled");
        early.setOccurredAt(Instant.ofEpochMilli(-1));
        assertThat(ActivityJson.violation(early)).startsWith("occurredAt: expected an ISO-8601 time");

        Activity nobody = ExampleEvents.activity("payment.settled");
        nobody.setAccountId("");
        assertThat(ActivityJson.violation(nobody)).startsWith("accountId: expected a non-empty string");

        Activity neverBorn = ExampleEvents.activity("membership.registered");
        ((MembershipRegistered) neverBorn.getBody()).setBirthday("02-30");
        assertThat(ActivityJson.violation(neverBorn))
                .isEqualTo("birthday: expected a day of the year as MM-DD, was \"02-30\"");

        Activity endless = ExampleEvents.activity("gaming.week-ranked");
        ((GamingWeekRanked) endless.getBody()).setPercentile(Double.NaN);
        assertThat(ActivityJson.violation(endless)).startsWith("percentile: expected a number from 0 to 100");
    }
}
