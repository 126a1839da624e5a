package io.pointstream.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.ExampleEvents;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.PaymentSettled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What holds for any input. */
class ActivityJsonPropertiesTest {

    private final ActivityJson json = new ActivityJson();

    /** Good lines, lines with bytes changed, and noise: an event or a BadLineException, never anything else. */
    @Property(tries = 20_000)
    void anyBytesAreAnEventOrABadLine(@ForAll("hostile") byte[] bytes) {
        try {
            Activity activity = json.parse(bytes, 0, bytes.length);
            assertThat(json.parse(json.write(activity))).isEqualTo(activity);
        } catch (BadLineException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(700);
            assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
        }
    }

    @Property
    void anyIdAndAmountComesBack(
            @ForAll("ids") String id,
            @ForAll @LongRange(min = 1) long fen,
            @ForAll @LongRange(min = 0, max = 253402300799999L) long time)
            throws BadLineException {
        Activity activity = ExampleEvents.activity("payment.settled");
        activity.setEventId(id);
        activity.setOccurredAt(Instant.ofEpochMilli(time));
        ((PaymentSettled) activity.getBody()).setAmountFen(fen);

        assertThat(json.parse(json.write(activity))).isEqualTo(activity);
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(text -> text.chars().noneMatch(Character::isISOControl)
                        && text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
    }

    @Provide
    Arbitrary<byte[]> hostile() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<byte[]> jsonLike = Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"",
                        "\\",
                        "\\u0000",
                        "\\ud800",
                        "type",
                        "payment.settled",
                        "null",
                        "true",
                        "1e400",
                        "-0",
                        "00",
                        "1",
                        ".",
                        "\uFEFF",
                        "\u0000",
                        "视",
                        " ",
                        "\"type\":\"membership.signed-in\"")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> changed =
                Arbitraries.of(ExampleEvents.LINES).flatMap(line -> changes(line.getBytes(StandardCharsets.UTF_8)));
        return Arbitraries.oneOf(noise, jsonLike, changed);
    }

    private static Arbitrary<byte[]> changes(byte[] line) {
        return Arbitraries.integers()
                .between(0, line.length - 1)
                .list()
                .ofMaxSize(3)
                .flatMap(places -> Arbitraries.bytes()
                        .list()
                        .ofSize(places.size())
                        .map(values -> {
                            byte[] copy = line.clone();
                            for (int i = 0; i < places.size(); i++) {
                                copy[places.get(i)] = values.get(i);
                            }
                            return copy;
                        }));
    }
}
