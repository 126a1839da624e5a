package io.pointstream.dashboards;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.BookMark;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.RuleDesk.Draft;
import io.pointstream.dashboards.desk.RuleProposal;
import io.pointstream.engine.rules.RuleBooks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An analyst and a supervisor at the pages of the rule book. Screenshots are left in {@code target/screenshots}. */
class RulesBrowserTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Actor ROOT = Actor.atCommandLine("root");

    private static final String SHIPPED = RuleBooks.shippedYaml();

    /** Another rate, a campaign, and text that tries to become markup wherever a book has text of its own. */
    private static final String HOSTILE_BOOK = SHIPPED.replace("unit: yuan, rate: 2 }", "unit: yuan, rate: 3 }")
            .replace("channel == 'MEITUAN'", "channel == 'MEITUAN' && merchantId != '<img src=x onerror=alert(1)>'")
            .replace("unit: comments", "unit: '<i onclick=x()>'")
            .replace("  - id: game.harvest\n", """
                      - id: game.lantern-night
                        category: GAMING
                        on: gaming.crops-harvested
                        from: 2026-09-25
                        until: 2026-10-02
                        reaches: { sum: count, at: 20, per: day }
                        points: 15
                        caps: { day: 15 }

                      - id: game.harvest
                    """);

    private static final String HOSTILE_DIFF = """
            {"name":"rulesDiff.covers","columns":[{"name":"files","type":"TEXT"},{"name":"events","type":"INTEGER"},\
            {"name":"accounts","type":"INTEGER"},{"name":"from","type":"TIME"},{"name":"until","type":"TIME"},\
            {"name":"wrong","type":"INTEGER"},{"name":"bookBefore","type":"TEXT"},{"name":"bookAfter","type":"TEXT"}],\
            "rows":[{"files":"may<img src=x onerror=alert(1)>.ndjson","events":48211,"accounts":800,"from":"2026-05-01T00:00:01.000Z",\
            "until":"2026-05-28T15:59:00.000Z","wrong":3,"bookBefore":"%s","bookAfter":"%s"}],"rowsInAll":1}
            {"name":"rulesDiff.categories","columns":[{"name":"category","type":"TEXT"},{"name":"pointsBefore","type":"INTEGER"},\
            {"name":"pointsAfter","type":"INTEGER"},{"name":"pointsChange","type":"INTEGER"}],"rows":[{"category":"CONSUMPTION",\
            "pointsBefore":812000,"pointsAfter":901500,"pointsChange":89500},{"category":"GAMING","pointsBefore":41000,\
            "pointsAfter":43200,"pointsChange":2200}],"totals":{"category":"","pointsBefore":853000,"pointsAfter":944700,\
            "pointsChange":91700},"rowsInAll":2}
            {"name":"rulesDiff.accounts","columns":[{"name":"accountId","type":"TEXT"},{"name":"pointsBefore","type":"INTEGER"},\
            {"name":"pointsAfter","type":"INTEGER"},{"name":"pointsChange","type":"INTEGER"}],"rows":[\
            {"accountId":"<script>alert(1)</script>","pointsBefore":100,"pointsAfter":900,"pointsChange":800}],"rowsInAll":412}
            """.formatted(BookMark.of(SHIPPED), BookMark.of(HOSTILE_BOOK));

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @SuppressWarnings("NullAway.Init")
    private static Map<String, String> passwords;

    @BeforeAll
    static void open() {
        passwords = Map.of(
                "ana", SampleConsole.added("rules-ana", Role.ANALYST),
                "lin", SampleConsole.added("rules-lin", Role.SUPERVISOR),
                "vic", SampleConsole.added("rules-vic", Role.VIEWER));
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        nothingWaits();
        browser.close();
    }

    @BeforeEach
    void begin() {
        nothingWaits();
    }

    private static void nothingWaits() {
        RuleProposal waiting = waiting();
        if (waiting != null) {
            SampleConsole.desk().rules().refuse(ROOT, CaseDesk.newKey(), waiting.actId(), "");
        }
    }

    private static @Nullable RuleProposal waiting() {
        return SampleConsole.desk().state().ruleProposal();
    }

    private static Browser.Visit visit(String name, String locale, ColorScheme scheme, int width) {
        Browser.Visit visit = browser.visit(locale, scheme, width, 1000);
        Page page = visit.page();
        page.navigate(SampleConsole.address() + "sign-in?to=%2Frules");
        page.locator("#name").fill("rules-" + name);
        page.locator("#password").fill(String.valueOf(passwords.get(name)));
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/rules"));
        return visit;
    }

    private static Browser.Visit visit(String name) {
        return visit(name, "en", ColorScheme.LIGHT, 1440);
    }

    private static void go(Page page, String path) {
        page.navigate(SampleConsole.address().resolve(path).toString());
    }

    private static void check(Page page, String book, String diff) {
        go(page, "/rules/candidate");
        page.locator("#book").fill(book);
        page.locator("#diff").fill(diff);
        page.locator("form .filters button.main").click();
    }

    /** The newest version's effective time, and some days more. */
    private static Instant later() {
        var newest = SampleConsole.desk().rules().published().read().newest();
        return newest == null
                ? SampleConsole.PROGRAM_NOW.minus(Duration.ofDays(20))
                : newest.getEffectiveFrom().plus(Duration.ofDays(3));
    }

    static Stream<Arguments> looks() {
        return Stream.of(
                Arguments.of("en", ColorScheme.LIGHT, 1280),
                Arguments.of("en", ColorScheme.DARK, 1920),
                Arguments.of("zh-CN", ColorScheme.LIGHT, 1920),
                Arguments.of("zh-CN", ColorScheme.DARK, 1280));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void every_page_of_the_rule_book_is_whole_and_hostile_text_stays_text(
            String locale, ColorScheme scheme, int width) {
        SampleConsole.desk().rules().publish(ROOT, HOSTILE_BOOK, later());
        try (Browser.Visit visit = visit("ana", locale, scheme, width)) {
            Page page = visit.page();
            shot(page, "try-empty", "/rules/try", locale, scheme);
            page.locator("#try-account").fill("u00017");
            page.locator(".tryout button.main").click();
            assertThat(page.locator(".basis")).containsText("u00017");
            shot(page, "try", null, locale, scheme);
            page.locator("#try-event").fill("{\"type\": \"<img src=x onerror=alert(1)>\"}");
            page.locator(".tryout button.main").click();
            assertThat(page.locator("[role=alert]")).containsText("<img src=x");
            shot(page, "try-wrong", null, locale, scheme);

            shot(page, "candidate-empty", "/rules/candidate", locale, scheme);
            check(
                    page,
                    SHIPPED.replace("zone: Asia/Shanghai", "zone: Mars\n<img src=x onerror=alert(1)>: 1"),
                    "nothing");
            assertThat(page.locator(".remarks")).containsText("<img src=x onerror=alert(1)>");
            shot(page, "candidate-wrong", null, locale, scheme);
            check(page, SHIPPED.replace("unit: yuan, rate: 2 }", "unit: yuan, rate: 4 }"), HOSTILE_DIFF);
            assertThat(page.locator(".covers")).containsText("<img src=x");
            shot(page, "candidate", null, locale, scheme);

            SampleConsole.desk()
                    .rules()
                    .propose(
                            new Actor("bo", Set.of(Role.ANALYST), ""),
                            CaseDesk.newKey(),
                            new Draft(SHIPPED, later(), "back to what it was <script>alert(1)</script>"));
            shot(page, "book", "/rules", locale, scheme);
            assertThat(page.locator(".waiting")).containsText("<script>alert(1)</script>");
            assertThat(page.locator(".book")).containsText("merchantId != '<img src=x onerror=alert(1)>'");
            assertThat(page.locator("html")).hasAttribute("lang", locale.substring(0, 2));
            assertThat(page.locator("img[src=x]")).hasCount(0);
            assertThat(visit.complaints().stream().filter(complaint -> !complaint.contains("422")))
                    .isEmpty();
            assertThat(visit.hosts()).containsExactly(SampleConsole.address().getAuthority());
        }
    }

    private static void shot(Page page, String name, @Nullable String path, String locale, ColorScheme scheme) {
        if (path != null) {
            go(page, path);
        }
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("%s fits", name)
                .isTrue();
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(SCREENSHOTS.resolve(
                        "rules-" + name + "-" + locale + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
    }

    @Test
    void an_analyst_proposes_a_file_and_a_supervisor_publishes_it() {
        String book = SHIPPED.replace("unit: yuan, rate: 2 }", "unit: yuan, rate: 5 }");
        int before = SampleConsole.desk().rules().published().read().last();
        try (Browser.Visit ana = visit("ana");
                Browser.Visit lin = visit("lin")) {
            Page page = ana.page();
            go(page, "/rules/candidate");
            page.locator("#bookFile")
                    .setInputFiles(new FilePayload(
                            "candidate.yaml", "application/yaml", book.getBytes(StandardCharsets.UTF_8)));
            page.locator("form .filters button.main").click();
            assertThat(page.locator(".changes").first()).containsText("JD purchase (pay.jd): rate from ");
            assertThat(page.locator(".changes").first()).containsText("to 5");
            assertThat(page.locator("#book")).hasValue(book);
            // A time that is over for good: the form comes back with everything in it.
            page.locator("#effectiveFrom").fill("2020-01-01T00:00");
            page.locator("#reason").fill("JD pays for it");
            if (before > 1) {
                page.locator("form[action='/rules/propose'] button").click();
                assertThat(page.locator("[role=alert]")).containsText("is not after");
                assertThat(page.locator("#reason")).hasValue("JD pays for it");
            }
            String from = later().plus(Duration.ofHours(8)).toString().substring(0, 16);
            page.locator("#effectiveFrom").fill(from);
            page.locator("form[action='/rules/propose'] button").click();
            assertThat(page.locator(".said")).containsText("waits for a second person");
            assertThat(page.locator(".waiting")).containsText("rules-ana proposed it");
            assertThat(page.locator(".waiting button.main")).hasCount(0);
            assertThat(Objects.requireNonNull(waiting()).yaml()).isEqualTo(book);
            go(page, "/rules/candidate");
            page.locator("#book").fill(book);
            page.locator("form .filters button.main").click();
            assertThat(page.locator("form[action='/rules/propose']")).hasCount(0);

            Page second = lin.page();
            go(second, "/rules");
            assertThat(second.locator(".waiting .changes")).containsText("to 5");
            second.locator("#second-note").fill("seen");
            second.locator(".waiting button.main").click();
            assertThat(second.locator(".said")).containsText("Published");
            assertThat(second.locator(".waiting")).hasCount(0);
            assertThat(second.locator("main")).containsText("rules-ana (approved by rules-lin)");
            assertThat(SampleConsole.desk().rules().published().read().newest())
                    .satisfies(version -> assertThat(version.getYaml()).isEqualTo(book));
            await().until(() -> {
                go(second, "/audit?kind=rules.");
                return String.valueOf(second.locator("main").textContent()).contains("Rule book published");
            });
            assertThat(second.locator("main")).containsText("Rule book proposed");
            assertThat(second.locator("main")).containsText("proposed by rules-ana");
            assertThat(second.locator("main")).not().containsText("{");
            assertThat(ana.complaints().stream().filter(complaint -> !complaint.contains("409")))
                    .isEmpty();
            assertThat(lin.complaints()).isEmpty();
        }
    }

    @Test
    void a_supervisor_cannot_publish_what_they_proposed_and_may_take_it_back() {
        try (Browser.Visit lin = visit("lin")) {
            Page page = lin.page();
            check(page, SHIPPED.replace("unit: yuan, rate: 2 }", "unit: yuan, rate: 6 }"), "");
            page.locator("#effectiveFrom").fill("2026-12-01T00:00");
            page.locator("#reason").fill("x");
            page.locator("form[action='/rules/propose'] button").click();
            assertThat(page.locator(".waiting")).isVisible();
            assertThat(page.locator(".waiting button.main")).hasCount(0);
            page.locator(".waiting button").click();
            assertThat(page.locator(".said")).isVisible();
            assertThat(page.locator(".waiting")).hasCount(0);
        }
    }

    @Test
    void a_viewer_reads_and_tries_and_does_nothing_else() {
        try (Browser.Visit vic = visit("vic")) {
            Page page = vic.page();
            assertThat(page.locator(".book")).containsText("JD purchase");
            assertThat(page.locator("a[href='/rules/candidate']")).hasCount(0);
            go(page, "/rules/try");
            page.locator(".tryout button.main").click();
            assertThat(page.locator("[role=alert]")).containsText("accountId");
            page.locator("#try-account").fill("somebody");
            page.locator(".tryout button.main").click();
            assertThat(page.locator(".figures")).containsText("+1,000");
            assertThat(page.locator(".changes")).containsText("The cap JD purchase per transaction is 1,000");
            assertThat(page.locator(".basis")).containsText("NEW account");
        }
    }
}
