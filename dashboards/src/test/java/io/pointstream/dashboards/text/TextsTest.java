package io.pointstream.dashboards.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.sinks.report.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Texts EN = new Texts(Language.EN, ZONE);
    private static final Texts ZH = new Texts(Language.ZH, ZONE);

    private static Properties bundle(String language) throws IOException {
        Properties bundle = new Properties();
        try (var in = Objects.requireNonNull(Texts.class.getResourceAsStream("console_" + language + ".properties"))) {
            bundle.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return bundle;
    }

    // The engine and the detectors give these sentences in English themselves.
    private static boolean isMadeAnew(String key) {
        return Stream.of("decided.", "why.", "told.").anyMatch(key::startsWith);
    }

    @Test
    void both_languages_say_the_same_things() throws IOException {
        Properties english = bundle("en");
        Properties chinese = bundle("zh");
        assertThat(chinese.stringPropertyNames().stream().filter(key -> !isMadeAnew(key)))
                .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
            assertThat(chinese.getProperty(key)).as(key).isNotBlank();
        }
    }

    /** Of two lines with one key the last would count, and the other be a surprise. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void no_key_stands_twice(String language) throws IOException {
        Path file = Path.of("src/main/resources/io/pointstream/dashboards/text/console_" + language + ".properties");
        List<String> keys = Files.readAllLines(file).stream()
                .filter(line -> line.contains(" = ") && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(" = ")))
                .toList();
        assertThat(keys).hasSizeGreaterThan(500).doesNotHaveDuplicates();
    }

    private static Set<String> places(String sentence) {
        return Pattern.compile("\\{\\d}")
                .matcher(sentence)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_key_that_a_template_names_exists() throws IOException {
        Pattern named = Pattern.compile("t(?:\\(\\))?\\.(?:lookup|say)\\(\"([a-zA-Z.0-9]+)\"[,)]");
        Set<String> keys = bundle("en").stringPropertyNames();
        try (Stream<Path> templates = Files.list(Path.of("src/main/jte"))) {
            List<String> used = templates
                    .flatMap(template -> named.matcher(read(template)).results().map(found -> found.group(1)))
                    .toList();
            assertThat(used).hasSizeGreaterThan(80);
            assertThat(keys).containsAll(used);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_reason_code_catalogue_is_named_and_explained_in_full() {
        for (String code : io.pointstream.dashboards.page.Pages.REASON_CODES) {
            for (Texts texts : List.of(EN, ZH)) {
                assertThat(texts.names("code", code)).as(code).isTrue();
                assertThat(texts.names("meaning", code)).as(code).isTrue();
            }
        }
    }

    @Test
    void a_value_that_no_bundle_knows_is_shown_as_it_is() {
        assertThat(EN.name("rule", "survey.weekly")).isEqualTo("survey.weekly");
        assertThat(ZH.name("category", "<b>")).isEqualTo("<b>");
    }

    @Test
    void numbers_and_times_are_those_of_the_program() {
        assertThat(EN.number(1_234_567)).isEqualTo("1,234,567");
        assertThat(EN.signed(-5)).isEqualTo("\u22125");
        assertThat(EN.signed(20)).isEqualTo("+20");
        assertThat(EN.percent(0.12345)).isEqualTo("12.3%");
        assertThat(EN.points(-3.25)).startsWith("\u22123.");
        assertThat(EN.points(-0.04)).isEqualTo("0.0");
        assertThat(EN.points(0.06)).isEqualTo("+0.1");
        assertThat(EN.fixed(new BigDecimal("1234.5"), 2)).isEqualTo("1,234.50");
        assertThat(EN.bytes(3_565_158)).isEqualTo("3.4 MiB");
        assertThat(EN.time(Instant.parse("2026-05-01T16:30:00Z"))).isEqualTo("2026-05-02 00:30:00");
        assertThat(EN.time(null)).isEqualTo("–");
        assertThat(ZH.span(Duration.ofMinutes(3))).isEqualTo("3 分钟");
        assertThat(EN.span(Duration.ofHours(49))).isEqualTo("2 d");
    }

    @Test
    void a_reason_is_told_in_chinese_from_its_figures() {
        Reason full = new Reason(
                "VELOCITY",
                0.9,
                50,
                "41 × social.video-liked within 1 min; a person makes at most 12",
                Map.of("events", 41.0, "limit", 12.0, "windowSeconds", 60.0),
                List.of(),
                List.of());
        assertThat(new Words(ZH).reason(full)).isEqualTo("60 秒内同类事件 41 次，常人至多 12 次");
        assertThat(new Words(EN).reason(full)).startsWith("41 ×");
        Reason other = new Reason("VELOCITY", 0.9, 50, "something else", Map.of(), List.of(), List.of());
        assertThat(new Words(ZH).reason(other)).isEqualTo("短时间内同类事件多于常人所能");
    }

    @Test
    void caps_and_decisions_are_told_in_words() {
        assertThat(new Words(EN).cap("pay.jd/MONTH")).isEqualTo("JD purchase per month");
        assertThat(new Words(ZH).cap("CONSUMPTION/DAY")).isEqualTo("消费购物 每日");
        assertThat(new Words(EN).cap("PROGRAM/LIFETIME")).isEqualTo("whole program ever");
        assertThat(new Words(EN).cap("no slash")).isEqualTo("no slash");
        assertThat(new Words(EN).figure("daysAt pay.jd/MONTH")).isEqualTo("Days at JD purchase per month");
        assertThat(new Words(ZH).figure("daysAt game.puzzle-clear"))
                .isEqualTo("触顶天数：" + new Words(ZH).cap("game.puzzle-clear"));
        assertThat(new Words(EN).cap("game.puzzle-clear")).isEqualTo("Puzzle cleared");
        assertThat(new Words(ZH).decision("AWARDED", "pay.jd", 20, 24, "…")).isEqualTo("京东购物：基础分 20，发放 24 分");
        assertThat(new Words(EN).decision("AWARDED", "pay.jd", 20, 24, "as the engine says"))
                .isEqualTo("as the engine says");
        assertThat(new Words(ZH).posting("pay.jd", "PROGRAM → AVAILABLE")).isEqualTo("京东购物 · 发行方 → 可用");
    }

    @Test
    void the_browsers_languages_are_understood() {
        assertThat(Language.accepted("zh-TW,zh;q=0.8")).isEqualTo(Language.ZH);
        assertThat(Language.accepted("fr, en;q=0.3, zh;q=0.2")).isEqualTo(Language.EN);
        assertThat(Language.accepted("fr")).isEqualTo(Language.EN);
        assertThat(Language.accepted(null)).isEqualTo(Language.EN);
        assertThat(Language.accepted("x".repeat(100_000))).isEqualTo(Language.EN);
    }
}
