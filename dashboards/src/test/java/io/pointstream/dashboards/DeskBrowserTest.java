package io.pointstream.dashboards;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.CaseWork;
import io.pointstream.dashboards.desk.DeskConfig;
import io.pointstream.dashboards.desk.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reviewers and supervisors at work. Screenshots are left in {@code target/screenshots}, to be looked at. */
class DeskBrowserTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @SuppressWarnings("NullAway.Init")
    private static Map<String, String> passwords;

    @BeforeAll
    static void open() throws SQLException {
        SampleConsole.plantHostile();
        SampleConsole.plantCase("case-rich", List.of("u-rich"), 23_456);
        SampleConsole.plantCase("case-lost", List.of("u-lost"), 70);
        SampleConsole.plantCase(
                "case-ring", IntStream.range(0, 12).mapToObj(n -> "u-ring-" + n).toList(), 3_000);
        SampleConsole.plantCase("case-shared", List.of("u-shared"), 500);
        SampleConsole.plantLists();
        passwords = Map.of(
                "mei", SampleConsole.added("mei", Role.REVIEWER),
                "bo", SampleConsole.added("desk-bo", Role.REVIEWER),
                "lin", SampleConsole.added("desk-lin", Role.SUPERVISOR, Role.ADMIN));
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    private static Browser.Visit visit(String name, String locale, ColorScheme scheme, int width) {
        Browser.Visit visit = browser.visit(locale, scheme, width, 1000);
        Page page = visit.page();
        page.navigate(SampleConsole.address() + "sign-in?to=%2Fqueue");
        page.locator("#name").fill(name.equals("mei") ? name : "desk-" + name);
        page.locator("#password").fill(String.valueOf(passwords.get(name)));
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/queue"));
        return visit;
    }

    private static Browser.Visit visit(String name) {
        return visit(name, "en", ColorScheme.LIGHT, 1440);
    }

    private static void go(Page page, String path) {
        page.navigate(SampleConsole.address().resolve(path).toString());
    }

    private static void goToCase(Page page, String caseId) {
        go(page, "/case?id=" + URLEncoder.encode(caseId, StandardCharsets.UTF_8));
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
    void every_page_of_the_desk_is_whole(String locale, ColorScheme scheme, int width) {
        try (Browser.Visit visit = visit("lin", locale, scheme, width)) {
            Page page = visit.page();
            List<String> obstacles = new ArrayList<>();
            for (Map.Entry<String, String> shown : Map.of(
                            "queue", "/queue",
                            "queue-none", "/queue?tier=NONE",
                            "case", "/case?id=case-u00017",
                            "case-ring", "/case?id=case-ring",
                            "audit", "/audit",
                            "lists", "/lists?state=all",
                            "lists-none", "/lists?words=nowhere",
                            "case-missing", "/case?id=nowhere")
                    .entrySet()) {
                go(page, shown.getValue());
                assertThat(page.locator("html")).hasAttribute("lang", locale.substring(0, 2));
                if (shown.getKey().equals("case")) {
                    assertThat(page.locator("#links")).hasAttribute("data-ready", "true");
                }
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("%s fits %d px", shown.getKey(), width)
                        .isTrue();
                obstacles.addAll(Accessibility.obstacles(page));
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve("desk-" + shown.getKey() + "-" + locale + "-"
                                + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
            }
            page.locator("body").press("?");
            go(page, "/queue");
            page.locator("body").press("?");
            assertThat(page.locator("#keys")).isVisible();
            obstacles.addAll(Accessibility.obstacles(page));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve(
                            "desk-keys-" + locale + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
            assertThat(obstacles).isEmpty();
            assertThat(visit.complaints().stream().filter(complaint -> !complaint.contains("404")))
                    .isEmpty();
            assertThat(visit.hosts()).containsExactly(SampleConsole.address().getAuthority());
        }
    }

    @ParameterizedTest
    @CsvSource({"en", "zh-CN"})
    void the_bar_has_room_for_two_more_areas_at_1280(String locale) {
        // Supervisor and administrator at once: nobody has more to choose from.
        try (Browser.Visit visit = visit("lin", locale, ColorScheme.LIGHT, 1280)) {
            Page page = visit.page();
            for (String path : List.of("/", "/queue", "/reports/caps", "/dead-letters")) {
                go(page, path);
                page.evaluate("""
                        () => {
                          const nav = document.querySelector(".bar nav");
                          for (const name of ["Rules", "Lists"]) {
                            const link = nav.lastElementChild.cloneNode();
                            link.textContent = name;
                            nav.append(link);
                          }
                        }
                        """);
                assertThat((Boolean) page.evaluate("""
                        () => {
                          const bar = document.querySelector(".bar");
                          const right = bar.querySelector(".right").getBoundingClientRect();
                          const nav = bar.querySelector("nav").getBoundingClientRect();
                          const lines = [...document.querySelectorAll(".bar a, .bar button, .sub a")]
                            .every((link) => link.getClientRects().length === 1 && link.scrollHeight <= 56);
                          return bar.scrollWidth <= bar.clientWidth && nav.right <= right.left && bar.clientHeight <= 52
                            && document.documentElement.scrollWidth <= innerWidth && lines;
                        }
                        """)).as(path).isTrue();
            }
        }
    }

    @Test
    void a_supervisor_denies_from_the_keyboard_and_ends_and_removes_it() {
        try (Browser.Visit visit = visit("lin")) {
            Page page = visit.page();
            go(page, "/lists");
            page.keyboard().press("d");
            assertThat(page.locator("#put [value=DENY]")).isChecked();
            page.locator("#put-kind").selectOption("DEVICE");
            page.locator("#put-value").fill(SampleConsole.HOSTILE + " keyboard");
            page.locator("#put-reason").fill(SampleConsole.HOSTILE);
            page.locator("#put-reason").press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.locator("[role=status].said")).containsText("It is on the list");
            go(page, "/lists?words=keyboard");
            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("tbody tr")).containsText("in force");
            page.locator("h1").click();
            page.keyboard().press("j");
            page.keyboard().press("Enter");
            page.locator("details.change [name=until]").fill("2026-06-30T10:00");
            page.locator("details.change [name=reason]").fill("until the phone is back");
            page.keyboard().press("Enter");
            assertThat(page.locator("[role=status].said")).containsText("another end");
            assertThat(page.locator("tbody tr")).containsText("2026-06-30 10:00:00");
            page.locator("details.change summary").click();
            page.locator("details.change [name=reason]").fill("it is back");
            page.locator("details.change button:not(.main)").click();
            assertThat(page.locator("[role=status].said")).containsText("removed");
            assertThat(page.locator("tbody tr")).hasCount(0);
            go(page, "/lists?words=keyboard&state=ended");
            assertThat(page.locator("tbody tr")).containsText("removed");
            assertThat(page.locator("img[src=x]")).hasCount(0);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void a_reviewer_snoozes_and_may_not_deny() {
        try (Browser.Visit visit = visit("mei")) {
            Page page = visit.page();
            go(page, "/lists?kind=ACCOUNT&words=u-to-snooze");
            assertThat(page.locator("#put [name=list]")).hasCount(1);
            assertThat(page.locator("#put-value")).hasValue("u-to-snooze");
            page.locator("#put-until").fill("2026-06-10T10:00");
            page.locator("#put-reason").fill("asked for a week");
            page.locator("#put button.main").click();
            assertThat(page.locator("[role=status].said")).containsText("It is on the list");
            go(page, "/lists?list=DENY");
            assertThat(page.locator("details.change")).hasCount(0);
        }
    }

    @Test
    void a_case_is_decided_in_three_keys_and_the_next_is_there() {
        try (Browser.Visit visit = visit("mei")) {
            Page page = visit.page();
            go(page, "/queue?code=VELOCITY&level=REVIEW");
            page.keyboard().press("n");
            assertThat(page).hasURL(Pattern.compile(".*/case\\?.*id=case-u.*"));
            String first = String.valueOf(page.locator("h1 .mono").textContent());
            page.keyboard().press("l");
            assertThat(page.locator("#decide [name=decision]:checked")).hasAttribute("value", "CLEAR");
            page.keyboard().press("Enter");
            assertThat(page.locator(".said")).containsText(first);
            assertThat(page.locator("h1 .mono")).not().hasText(first);
            assertThat(page).hasURL(Pattern.compile(".*code=VELOCITY.*"));
            goToCase(page, "case-" + first);
            assertThat(page.locator("aside")).containsText("It is cleared");
            page.keyboard().press("q");
            assertThat(page).hasURL(Pattern.compile(".*/queue.*"));
            assertThat(page.locator("#queue-rows")).not().containsText(first);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void of_two_reviewers_on_one_case_the_second_is_told_until_the_lock_expires() {
        try (Browser.Visit mei = visit("mei");
                Browser.Visit bo = visit("bo")) {
            goToCase(mei.page(), "case-shared");
            goToCase(bo.page(), "case-shared");
            mei.page().keyboard().press("t");
            assertThat(mei.page().locator("aside")).containsText("mei, until");
            // The page of the other is older than the lock.
            bo.page().locator("[value=CONFIRM]").first().check();
            bo.page().keyboard().press("Enter");
            assertThat(bo.page().locator("main")).containsText("mei has the case in hand");
            goToCase(bo.page(), "case-shared");
            assertThat(bo.page().locator("aside")).containsText("mei has the case in hand until");
            assertThat(bo.page().locator("#decide")).hasCount(0);

            SampleConsole.wait(DeskConfig.DEFAULT.lockMax());
            goToCase(bo.page(), "case-shared");
            bo.page().keyboard().press("t");
            assertThat(bo.page().locator("aside")).containsText("desk-bo, until");
            goToCase(mei.page(), "case-shared");
            assertThat(mei.page().locator("#decide")).hasCount(0);
        }
    }

    @Test
    void a_large_claw_back_is_proposed_and_approved_by_another_person() {
        try (Browser.Visit mei = visit("mei");
                Browser.Visit lin = visit("lin")) {
            goToCase(mei.page(), "case-rich");
            assertThat(mei.page().locator("#decide")).containsText("Claws back 23,456 held points");
            assertThat(mei.page().locator("#decide")).containsText("Takes a second person");
            mei.page().keyboard().press("c");
            mei.page().locator("#decide button:not(.main)").click();
            assertThat(mei.page().locator("aside")).containsText("mei proposes: Confirm");
            assertThat(mei.page().locator("[data-key=y]")).hasCount(0);

            go(lin.page(), "/queue");
            lin.page().locator("a.chip.review").click();
            lin.page()
                    .locator("[data-open]", new Page.LocatorOptions().setHasText("u-rich"))
                    .click();
            lin.page().locator("#second-note").fill("同意");
            lin.page().locator("[data-key=y]").click();
            assertThat(lin.page().locator("aside")).containsText("It is confirmed");
            await().until(() -> {
                go(lin.page(), "/audit?about=case-rich");
                return lin.page().locator("tbody tr").count() >= 2;
            });
            assertThat(lin.page().locator("tbody")).containsText("Case decided");
            assertThat(lin.page().locator("tbody")).containsText("Decision proposed");
            assertThat(lin.page().locator("tbody")).containsText("proposed by mei");
            assertThat(lin.page().locator("tbody")).containsText("Confirm, on 23,456 held points; accounts: 1");
            assertThat(lin.page().locator("tbody")).not().containsText("{");
        }
    }

    @Test
    void a_decision_whose_answer_was_lost_is_sent_again_and_is_one_decision() throws Exception {
        try (Browser.Visit visit = visit("mei")) {
            Page page = visit.page();
            goToCase(page, "case-lost");
            page.locator("[value=CLEAR]").first().check();
            page.route("**/case/decide*", route -> {
                route.fetch(new Route.FetchOptions().setMaxRedirects(0));
                route.abort();
            });
            page.locator("#decide button:not(.main)").click();
            page.unroute("**/case/decide*");
            await().until(() -> SampleConsole.desk().state().work("case-lost").decided() != null);
            CaseWork.Decided decided =
                    SampleConsole.desk().state().work("case-lost").decided();

            page.goBack();
            if (page.locator("#decide").count() == 0) {
                goToCase(page, "case-lost");
            } else {
                page.locator("[value=CLEAR]").first().check();
                page.locator("#decide button:not(.main)").click();
            }
            assertThat(page.locator("aside")).containsText("It is cleared");
            assertThat(SampleConsole.desk().state().work("case-lost").decided()).isEqualTo(decided);
        }
    }

    @Test
    void a_ring_is_decided_with_others_at_once_and_waits_for_a_second_person() {
        try (Browser.Visit visit = visit("mei")) {
            Page page = visit.page();
            go(page, "/queue?ring=11");
            page.keyboard().press("j");
            page.keyboard().press("x");
            assertThat(page.locator("#queue-rows [name=case]:checked")).hasCount(1);
            page.keyboard().press("d");
            // What it would do stands there before it is done.
            assertThat(page.locator("h1")).hasText("One decision on several cases");
            assertThat(page.locator("#decide"))
                    .containsText(
                            "Claws back 3,000 held points; accounts that earn nothing until they are reinstated: 12.");
            assertThat(page.locator("#decide")).containsText("Cases that will wait for a second person: 1.");
            assertThat(Accessibility.obstacles(page)).isEmpty();
            page.keyboard().press("c");
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).containsText("1 wait for a second person");
            go(page, "/queue?ring=11");
            assertThat(page.locator("#queue-rows")).containsText("second person for mei");
        }
    }

    @Test
    void a_view_is_saved_and_a_note_stays() {
        try (Browser.Visit visit = visit("mei")) {
            Page page = visit.page();
            go(page, "/queue?level=HOLD&ring=5");
            page.locator("#view-name").fill("big rings <b>");
            page.locator(".save-view button").click();
            assertThat(page.locator(".view a")).hasText("big rings <b>");
            assertThat(page.locator("#level")).hasValue("HOLD");
            page.locator(".view button").click();
            assertThat(page.locator(".view")).hasCount(0);

            goToCase(page, "case-shared");
            page.locator("#new-note").fill("line one\n<script>alert(1)</script>");
            page.locator("#new-note").press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.locator(".note")).containsText("<script>alert(1)</script>");
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void devices_are_shown_to_whoever_says_why_and_that_stands_in_the_audit() {
        try (Browser.Visit mei = visit("mei");
                Browser.Visit lin = visit("lin")) {
            for (String path : List.of("/flags?code=SHARED_DEVICE", "/account?id=u00010", "/case?id=case-u00010")) {
                go(mei.page(), path);
                assertThat(mei.page().locator("main")).containsText("the device •");
                assertThat(mei.page().locator("main")).not().containsText("d-7f3a");
            }
            mei.page().locator(".unmask summary").click();
            mei.page().locator("#unmask-note").fill("compare with the phone of the appeal");
            mei.page().keyboard().press("Enter");
            assertThat(mei.page().locator("main")).containsText("the device d-7f3a1");
            goToCase(lin.page(), "case-u00010");
            assertThat(lin.page().locator("main")).not().containsText("d-7f3a");
            await().until(() -> {
                go(lin.page(), "/audit?kind=ids.&about=case-u00010");
                return lin.page().locator("main").textContent().contains("phone of the appeal");
            });
        }
    }

    @Test
    void hostile_text_is_shown_as_text_at_the_desk_too() {
        SampleConsole.desk()
                .cases()
                .note(
                        new Actor("mei", Set.of(Role.REVIEWER), ""),
                        CaseDesk.newKey(),
                        SampleConsole.HOSTILE,
                        SampleConsole.HOSTILE);
        try (Browser.Visit visit = visit("lin")) {
            Page page = visit.page();
            go(page, "/queue");
            goToCase(page, SampleConsole.HOSTILE);
            assertThat(page.locator("h1")).containsText(SampleConsole.HOSTILE);
            await().until(() -> {
                go(page, "/audit");
                return page.locator("main").textContent().contains("onerror=alert(1)");
            });
            assertThat(page.locator("img[src=x]")).hasCount(0);
            assertThat(visit.complaints()).isEmpty();
        }
    }
}
