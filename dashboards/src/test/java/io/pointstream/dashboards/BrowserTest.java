package io.pointstream.dashboards;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.pointstream.dashboards.page.PageContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The console as people meet it. Screenshots are left in {@code target/screenshots}, to be looked at. */
class BrowserTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Every page in its states, by the name of its picture. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("overview", ""),
            Map.entry("mix", "mix"),
            Map.entry("mix-rules", "mix?by=rule&scale=share&measure=value&period=week"),
            Map.entry("mix-compared", "mix?from=2026-05-16&to=2026-05-30&against=previous"),
            Map.entry("mix-drilled", "mix?category=SOCIAL&rule=social.invite&by=rule"),
            Map.entry("flags", "flags"),
            Map.entry("flags-none", "flags?code=ACCOUNT_TAKEOVER"),
            Map.entry("account", "account?id=u00003"),
            Map.entry("account-missing", "account?id=nobody"),
            Map.entry("find", "account"),
            Map.entry("mix-none", "mix?from=2020-01-01&to=2020-01-31"),
            Map.entry("reports", "reports"),
            Map.entry("liability", "reports/liability"),
            Map.entry("caps", "reports/caps"),
            Map.entry("leaderboard", "reports/leaderboard"),
            Map.entry("earners", "reports/earners"),
            Map.entry("changes", "reports/changes"),
            Map.entry("costs", "reports/costs?by=rule"),
            Map.entry("redemptions", "reports/redemptions"),
            Map.entry("detectors", "reports/detectors"),
            Map.entry("report-waits", "reports/timeline"),
            Map.entry("report-wrong", "reports/caps?from=2026-06-01&to=2026-05-01"),
            Map.entry("report-none", "reports/caps?from=2020-01-01&to=2020-01-31"),
            Map.entry("summary", "reports/summary"));

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @BeforeAll
    static void open() throws SQLException {
        SampleConsole.plantHostile();
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
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
    void every_page_is_whole_in_each_language_theme_and_width(String locale, ColorScheme scheme, int width) {
        try (Browser.Visit visit = browser.visit(locale, scheme, width, 1000)) {
            Page page = visit.page();
            List<String> obstacles = new ArrayList<>();
            for (Map.Entry<String, String> shown : PAGES.entrySet()) {
                page.navigate(SampleConsole.address() + shown.getValue());
                assertThat(page.locator("html")).hasAttribute("lang", locale.substring(0, 2));
                if (page.locator(".chart").count() > 0) {
                    assertThat(page.locator(".chart")).hasAttribute("data-ready", "true");
                    assertThat(page.locator(".chart canvas")).isVisible();
                }
                if (page.locator("details").count() > 0) {
                    page.locator("summary").first().click();
                    assertThat(page.locator("details[open]").first()).isVisible();
                }
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("%s fits %d px", shown.getKey(), width)
                        .isTrue();
                obstacles.addAll(Accessibility.obstacles(page));
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve(shown.getKey() + "-" + locale + "-"
                                + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png")));
            }
            assertThat(obstacles).isEmpty();
            assertThat(visit.complaints().stream()
                            // One page is not there and one asks for what cannot be, and the browser notes that.
                            .filter(complaint -> !complaint.contains("404") && !complaint.contains("400"))
                            .toList())
                    .isEmpty();
            assertThat(visit.hosts()).containsExactly(SampleConsole.address().getAuthority());
        }
    }

    @Test
    void hostile_text_is_shown_as_text_on_every_page() {
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = visit.page();
            for (String path : List.of(
                    "/",
                    "/flags",
                    "/mix",
                    "/mix?by=rule",
                    "/mix?by=rule&against=previous&rule="
                            + PageContext.account(SampleConsole.HOSTILE).substring(12),
                    "/reports/mix?by=rule,tier",
                    "/reports/earners?limit=1000",
                    "/reports/earners?rule="
                            + PageContext.account(SampleConsole.HOSTILE).substring(12),
                    "/reports/flags",
                    "/reports/detectors?to=2199-12-31",
                    PageContext.account(SampleConsole.HOSTILE),
                    PageContext.account(SampleConsole.HOSTILE) + "&order=oldest")) {
                page.navigate(SampleConsole.address().resolve(path).toString());
                assertThat(page.locator("main")).containsText("onerror=alert(1)");
                assertThat(page.locator("img[src=x]")).hasCount(0);
            }
            page.navigate(SampleConsole.address()
                    .resolve(PageContext.account(SampleConsole.HOSTILE))
                    .toString());
            assertThat(page.locator("h1")).containsText(SampleConsole.HOSTILE);
            page.navigate(SampleConsole.address() + "mix?by=rule");
            assertThat(page.locator("#mix-chart")).hasAttribute("data-ready", "true");
            page.locator("#mix-chart").hover();
            assertThat(page.locator(".readout")).isVisible();
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void the_overview_moves_by_itself_and_says_when_it_cannot() {
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = visit.page();
            page.navigate(SampleConsole.address().toString());
            page.waitForResponse(response -> response.url().endsWith("/fragments/pulse") && response.ok(), () -> {});
            page.route("**/fragments/**", com.microsoft.playwright.Route::abort);
            assertThat(page.locator(".notice")).isVisible();
            page.unroute("**/fragments/**");
            assertThat(page.locator(".notice")).isHidden();
        }
    }

    @Test
    void a_chart_that_cannot_load_offers_another_try() {
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = visit.page();
            page.route("**/v1/reports/mix**", com.microsoft.playwright.Route::abort);
            page.navigate(SampleConsole.address() + "mix");
            assertThat(page.locator("[data-state=error]")).isVisible();
            page.unroute("**/v1/reports/mix**");
            page.locator("[data-state=error] button").click();
            assertThat(page.locator("#mix-chart")).hasAttribute("data-ready", "true");
        }
    }

    @Test
    void an_account_is_found_from_the_keyboard_and_the_language_stays() {
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = visit.page();
            page.navigate(SampleConsole.address() + "flags");
            page.locator(".lang a[lang=zh]").click();
            assertThat(page.locator("h1")).containsText("风险标记");
            page.keyboard().press("/");
            page.keyboard().type("u00003");
            page.keyboard().press("Enter");
            assertThat(page.locator("h1")).containsText("u00003");
            assertThat(page.locator("html")).hasAttribute("lang", "zh");
            page.locator("a[rel=next]").click();
            assertThat(page.locator(".pager")).containsText("51");
        }
    }

    @Test
    void a_choice_in_a_filter_is_applied_at_once() {
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = visit.page();
            page.navigate(SampleConsole.address() + "flags");
            page.locator("#level").selectOption("HOLD");
            assertThat(page).hasURL(java.util.regex.Pattern.compile(".*level=HOLD.*"));
            assertThat(page.locator(".cases .chip.review")).hasCount(0);
            assertThat(page.locator(".cases .chip.hold").first()).isVisible();
        }
    }

    @Test
    void a_report_is_asked_by_its_form_and_its_address_shows_it_again() {
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = visit.page();
            page.navigate(SampleConsole.address() + "reports");
            page.locator("a", new Page.LocatorOptions().setHasText("Earning mix"))
                    .last()
                    .click();
            assertThat(page).hasURL(SampleConsole.address() + "reports/mix?from=2026-05-01&to=2026-05-30");
            page.locator("[name=by][value=rule]").check();
            page.locator("[name=by][value=tier]").check();
            page.locator("#p-category").selectOption("SOCIAL");
            page.locator(".filters-form button").click();
            assertThat(page)
                    .hasURL(SampleConsole.address()
                            + "reports/mix?from=2026-05-01&to=2026-05-30&by=rule%2Ctier&period=all&category=SOCIAL");
            assertThat(page.locator("[name=by]:checked")).hasCount(2);
            assertThat(page.locator("tbody tr").first()).containsText("Invited user");
            page.locator(".lang a[lang=zh]").click();
            assertThat(page.locator("tbody tr").first()).containsText("social.invite");
            assertThat(page.locator("#p-category")).hasValue("SOCIAL");
            assertThat(page.locator("[name=by]:checked")).hasCount(2);
        }
    }

    @Test
    void one_drills_from_a_category_to_its_rules_to_the_accounts_that_earned_most() {
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = visit.page();
            page.navigate(SampleConsole.address() + "mix?from=2026-05-16&to=2026-05-30&against=previous");
            assertThat(page.locator("main .head")).containsText("against 2026-05-01 to 2026-05-15");
            page.locator("tbody a", new Page.LocatorOptions().setHasText("Social"))
                    .click();
            assertThat(page.locator("tbody a", new Page.LocatorOptions().setHasText("Step donation")))
                    .isVisible();
            page.locator("tbody a", new Page.LocatorOptions().setHasText("Invited user"))
                    .click();
            assertThat(page.locator("#earners tbody tr")).hasCount(20);
            assertThat(page.locator(".crumbs")).containsText("Social");
            page.locator("#earners header a").click();
            assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/reports/earners\\?.*rule=social\\.invite.*"));
            page.locator("tbody a").first().click();
            assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/account\\?id=u.*"));
            assertThat(visit.complaints()).isEmpty();
        }
    }
}
