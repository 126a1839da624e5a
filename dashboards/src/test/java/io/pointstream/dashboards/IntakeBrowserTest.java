package io.pointstream.dashboards;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.serde.AvroSerdes;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of what comes in, with hostile text in all of it. Screenshots are left in {@code target/screenshots}. */
class IntakeBrowserTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @SuppressWarnings("NullAway.Init")
    private static String password;

    @SuppressWarnings("NullAway.Init")
    private static RecordMetadata letter;

    @BeforeAll
    static void open() throws Exception {
        browser = new Browser();
        password = SampleConsole.added("intake-ada", Role.ADMIN);
        String token =
                SampleConsole.desk().issueToken(Actor.atCommandLine("root"), "intake-shop", Set.of(Role.UPSTREAM));
        String hostile = new ObjectMapper().writeValueAsString(SampleConsole.HOSTILE);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append("""
                    {"type":"payment.settled","eventId":"e%d","accountId":%s,"occurredAt":"2026-05-30T10:00:00+08:00",\
                    "deviceId":%2$s,"paymentId":"p%1$d","channel":"JD","merchantId":%2$s,"amountFen":%3$s}
                    """.formatted(i, hostile, i % 10 == 0 ? hostile : "1200"));
        }
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(SampleConsole.address().resolve("/v1/events"))
                                .header("Content-Type", "application/x-ndjson")
                                .header("Authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
        byte[] payment = AvroSerdes.<Activity>create(SampleConsole.kafka())
                .serializer()
                .serialize(
                        "activity.payment",
                        new Activity(
                                "letter-1",
                                SampleConsole.HOSTILE,
                                Instant.parse("2026-05-30T02:00:00Z"),
                                null,
                                null,
                                new PaymentSettled("p1", PaymentChannel.JD, SampleConsole.HOSTILE, 100L)));
        Map<String, Object> brokers =
                Map.of("bootstrap.servers", String.valueOf(SampleConsole.kafka().get("bootstrap.servers")));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(new HashMap<>(brokers), new ByteArraySerializer(), new ByteArraySerializer())) {
            letter = producer.send(letter("KEY_MISMATCH", payment)).get();
            for (int i = 0; i < 60; i++) {
                producer.send(letter("UNREADABLE", utf8("no record: " + SampleConsole.HOSTILE)))
                        .get();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(String reason, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(),
                null,
                Instant.parse("2026-05-30T02:00:00Z").toEpochMilli(),
                utf8(SampleConsole.HOSTILE),
                value);
        record.headers()
                .add(SampleConsole.HOSTILE, utf8(SampleConsole.HOSTILE))
                .add("__streams.errors.topic", utf8("activity.payment"))
                .add("__streams.errors.partition", utf8("1"))
                .add("__streams.errors.offset", utf8("7"))
                .add("__streams.errors.exception", utf8("java.lang.IllegalStateException"))
                .add("__streams.errors.message", utf8(SampleConsole.HOSTILE))
                .add("__streams.errors.stacktrace", utf8("at " + SampleConsole.HOSTILE))
                .add("pointstream.reason", utf8(reason))
                .add("pointstream.application", utf8("pointstream-points"));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    private static Browser.Visit visit(String locale, ColorScheme scheme, int width) {
        Browser.Visit visit = browser.visit(locale, scheme, width, 1000);
        Page page = visit.page();
        page.navigate(SampleConsole.address() + "sign-in?to=%2Fsources");
        page.locator("#name").fill("intake-ada");
        page.locator("#password").fill(password);
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/sources"));
        return visit;
    }

    private static void go(Page page, String path) {
        page.navigate(SampleConsole.address().resolve(path).toString());
    }

    static Stream<Arguments> looks() {
        return Stream.of(
                Arguments.of("en", ColorScheme.LIGHT, 1440),
                Arguments.of("en", ColorScheme.DARK, 1280),
                Arguments.of("zh-CN", ColorScheme.LIGHT, 2560),
                Arguments.of("zh-CN", ColorScheme.DARK, 1440));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void every_page_is_whole(String locale, ColorScheme scheme, int width) {
        try (Browser.Visit visit = visit(locale, scheme, width)) {
            Page page = visit.page();
            List<String> obstacles = new ArrayList<>();
            for (Map.Entry<String, String> shown : Map.of(
                            "sources", "/sources",
                            "source", "/sources?name=intake-shop",
                            "letters", "/dead-letters",
                            "letters-none", "/dead-letters?text=nothing-like-it",
                            "letter", "/dead-letters/" + letter.partition() + "/" + letter.offset())
                    .entrySet()) {
                go(page, shown.getValue());
                assertThat(page.locator("html")).hasAttribute("lang", locale.substring(0, 2));
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("%s fits %d px", shown.getKey(), width)
                        .isTrue();
                obstacles.addAll(Accessibility.obstacles(page));
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve("intake-" + shown.getKey() + "-" + locale + "-"
                                + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
            }
            assertThat(obstacles).isEmpty();
            assertThat(visit.complaints()).isEmpty();
            assertThat(visit.hosts()).containsExactly(SampleConsole.address().getAuthority());
        }
    }

    @Test
    void a_source_shows_what_it_sent_and_why_lines_were_refused() {
        try (Browser.Visit visit = visit("en", ColorScheme.LIGHT, 1440)) {
            Page page = visit.page();
            page.locator("a", new Page.LocatorOptions().setHasText("intake-shop"))
                    .click();
            assertThat(page.locator("main")).containsText("amountFen: expected an integer");
            assertThat(page.locator("main")).containsText("\"deviceId\":\"…\"");
            assertThat(page.locator("dl")).containsText("36");
        }
    }

    @Test
    void a_letter_is_sent_again_by_a_click_and_cannot_be_twice() {
        try (Browser.Visit visit = visit("en", ColorScheme.LIGHT, 1440)) {
            Page page = visit.page();
            go(page, "/dead-letters?reason=KEY_MISMATCH");
            page.locator("tbody a").first().click();
            assertThat(page.locator("main")).containsText("\"eventId\" : \"letter-1\"");
            page.locator("button", new Page.LocatorOptions().setHasText("Send again"))
                    .click();
            assertThat(page.locator("main .head")).containsText("Sent again");
            assertThat(page.locator("button", new Page.LocatorOptions().setHasText("Send again")))
                    .hasCount(0);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void letters_are_paged() {
        try (Browser.Visit visit = visit("en", ColorScheme.LIGHT, 1440)) {
            Page page = visit.page();
            go(page, "/dead-letters?reason=UNREADABLE");
            assertThat(page.locator("tbody tr")).hasCount(50);
            page.locator("a[rel=next]").click();
            assertThat(page.locator("tbody tr")).hasCount(10);
        }
    }
}
