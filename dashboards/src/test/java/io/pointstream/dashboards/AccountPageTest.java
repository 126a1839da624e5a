package io.pointstream.dashboards;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.pointstream.dashboards.account.LiveAccounts.Answer;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.page.PageContext;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of one account, over a real ClickHouse and in a real browser; its state is what a test says. */
class AccountPageTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Of {@code mei-lin}, one step ahead of ClickHouse; a rule of hers is called what tries to become markup. */
    private static final String NOW = """
            {"accountId":"mei-lin","step":16,"newestEvent":"2026-06-02T03:00:00.000Z","at":"2026-06-02T03:00:00.000Z","tier":"DIAMOND",
            "level":"BLOCKED","available":1411,"held":30,"frozen":5,"debt":2,"lots":[{"expiresOn":"2026-06-02","points":7},
            {"expiresOn":"2026-11-20","points":4},{"expiresOn":"2026-11-27","points":10},{"expiresOn":"2027-05-20","points":1392}],
            "heldLots":[{"expiresOn":"2026-11-27","points":30}],"ruleBookVersion":3,"caps":[
            {"cap":"pay.jd/MONTH","window":"MONTH","from":"2026-06-01","until":"2026-07-01","limit":10000,"used":2500,"left":7500},
            {"cap":"pay.meituan/MONTH","window":"MONTH","from":"2026-06-01","until":"2026-07-01","limit":8000,"used":8000,"left":0},
            {"cap":"content.article/DAY","window":"DAY","from":"2026-06-02","until":"2026-06-03","limit":50,"used":0,"left":50},
            {"cap":"<img src=x onerror=alert(2)>/DAY","window":"DAY","from":"2026-06-02","until":"2026-06-03","limit":40,"used":10,"left":30},
            {"cap":"PROGRAM/LIFETIME","window":"LIFETIME","from":"1970-01-01","until":null,"limit":9000000,"used":0,"left":9000000}]}
            """;

    @BeforeAll
    static void plant() throws Exception {
        SampleConsole.plantHostile();
        SampleConsole.plantStatement();
    }

    @BeforeEach
    void itIsKnown() {
        SampleConsole.live(id -> id.equals("mei-lin") ? found(NOW) : new Answer.Unknown());
    }

    @AfterEach
    void nobodyKnows() {
        SampleConsole.live(id -> new Answer.Unavailable("it is elsewhere"));
    }

    private static Answer found(String json) {
        return new Answer.Found(json.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(SampleConsole.address().resolve(path)).headers("Accept", "text/html");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What a person reads: the text without markup, in one line. */
    private static String text(String path, String... headers) throws Exception {
        return get(path, headers)
                .body()
                .replaceAll("(?s)<head>.*?</head>", "")
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    @Test
    void what_it_has_now_is_what_the_state_says_and_steps_on_their_way_are_counted() throws Exception {
        String text = text("/account?id=mei-lin");
        assertThat(text)
                .contains("Live as the points application has it after step 16; its clock is at 2026-06-02 11:00:00")
                .contains("Steps that are not in the statement below yet: 1.")
                .contains("Diamond")
                .contains("Blocked")
                .contains("Available 1,411", "Held 30", "Frozen 5", "Debt 2")
                .contains("2026-06-02 last day 7 0")
                .contains("2026-11 2 days 2026-11-20 171 days left 4 2026-11-27 178 days left 10 + 30 Withheld 14 30")
                .contains("This month, from 2026-06-01 Used Left Meituan take-away per month 8,000 of 8,000 0"
                        + " JD purchase per month 2,500 of 10,000 7,500")
                .contains(
                        "Today, 2026-06-02 Used Left &lt;img src=x onerror=alert(2)&gt; per day 10 of 40 30 Untouched: 1"
                                + " Article read per day 50")
                .contains("Ever Used Left nothing used");
        assertThat(text).doesNotContain("Not live");
    }

    @Test
    void when_nobody_can_say_it_shows_what_clickhouse_knows_and_says_so() throws Exception {
        nobodyKnows();
        assertThat(text("/account?id=mei-lin"))
                .contains("Not live: the points application cannot be asked")
                .contains("Available 1,404", "Gold")
                .contains("Not known while the application cannot be asked.")
                .doesNotContain("rule book version");
        SampleConsole.live(id -> found("{\"step\": 1}"));
        assertThat(text("/account?id=mei-lin")).contains("Not live");
        SampleConsole.live(id -> new Answer.Unknown());
        assertThat(text("/account?id=mei-lin"))
                .contains("has decided no event of this account")
                .contains("No points that could expire.");
    }

    @Test
    void an_account_that_is_new_is_shown_before_clickhouse_knows_it() throws Exception {
        SampleConsole.live(id -> found(NOW));
        HttpResponse<String> page = get("/account?id=just-born");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("No points have moved");
        SampleConsole.live(id -> new Answer.Unknown());
        assertThat(get("/account?id=just-born").statusCode()).isEqualTo(404);
    }

    @Test
    void tiers_have_their_times() throws Exception {
        assertThat(text("/account?id=mei-lin"))
                .contains("Gold since 2026-05-03 10:00:00 tier-1 Ordinary until 2026-05-03");
        assertThat(text("/account?id=u00003")).contains("Gold; no change of tier has come in.");
    }

    @Test
    void the_statement_runs_and_names_each_move() throws Exception {
        String text = text("/account?id=mei-lin");
        assertThat(text)
                .contains("Unfrozen Redemption r-2: nobody answered in time +700 frozen → available 1,404")
                .contains("Frozen Put aside for redemption r-2 700 points frozen; the merchant answers")
                .contains("\u2212700 available → frozen 704 frozen 700")
                .contains("Expired Could be used up to 2026-05-24 \u22123 available → expired 1,020")
                .contains("Released A reviewer found nothing wrong Case case-mei-lin case case-mei-lin cleared by wang")
                .contains("Put on hold Withheld until a reviewer decides Case case-mei-lin")
                .contains("\u22121,000 available → held 23 held 1,000")
                .contains("+1,000 program → available 1,023")
                .contains(
                        "Captured Redemption &lt;img src=x onerror=alert(1)&gt; was accepted; 80 beans credited on 2026-05-22")
                .contains(
                        "Reversed A refund takes back what JD purchase earned of step 2 60.00 yuan of payment p-1 refunded")
                .contains("\u2212180 available → program 123");
        // The points came before they were withheld: newest first, the hold stands above.
        assertThat(text.indexOf("Put on hold")).isLessThan(text.indexOf("Earned Held"));
        assertThat(text).doesNotContain("Duplicate");
        assertThat(text("/account?id=mei-lin&show=all"))
                .contains("Payment settled Duplicate the event id was seen before 1,020");
    }

    @Test
    void an_award_is_reckoned_up_and_each_cut_is_its_caps() throws Exception {
        String text = text("/account?id=mei-lin");
        assertThat(text)
                .contains("JD purchase · 200 of 268 base points · +100 bonus Why 300 points?")
                .contains("The event 134.49 yuan Product 134.49 × 2 = 268.98")
                .contains("Rounded Down to 268: 0.98 is dropped, once, and not carried over. 268 Before caps 268")
                .contains("Cap: JD purchase per transaction At most 1,000 for one event. It takes nothing of the 268.")
                .contains(
                        "Cap: JD purchase per month At most 10,000; 9,800 were used before, so there was room for 200."
                                + " It takes 68 of the 268. \u221268")
                .contains("Granted 68 of 268 are forfeited: they are not given later. 200")
                .contains("tier bonus: Gold × 1.5 on the 200 granted adds 100 +100")
                .contains("0 of 5 base points Why 0 points?");
    }

    @Test
    void totals_ranges_streaks_and_rounded_bonuses_are_told() throws Exception {
        String text = text("/account?id=mei-lin");
        assertThat(text)
                .contains("Total Day 2026-05-20: 4 comments before, 5 comments with this event · TALENT")
                .contains("5 × 1 × 1.2 = 6 Rounded It is whole; nothing is dropped. 6"
                        + " Less 4 that the total was worth before this event 2")
                .contains("Range Lowered to 1,000, the most that the rule gives 1,000")
                .contains("All of it is withheld until a reviewer decides. 1,000")
                .contains("Award The rule gives a fixed number, whatever the event counts. 5"
                        + " Streak Day 7 in a row pays extra +5 Together 10")
                .contains("350 yuan, of which 200 yuan count")
                .contains("It takes 40 of the 240. \u221240", "It takes 75 of the 200. \u221275")
                .contains("tier bonus: Gold × 1.5 on the 125 granted adds 62.5, rounded down +62")
                .contains("campaign bonus: summer &lt;i&gt; × 2.5 on the 125 granted adds 187.5, rounded down +187")
                .contains("no cap counts them. 374");
    }

    @Test
    void what_was_not_recorded_is_not_guessed() throws Exception {
        // Of the month of generated rows, which have caps by name alone.
        assertThat(text("/account?id=u00003"))
                .contains("What the number was reckoned from was not recorded.")
                .contains("Cut by ")
                .contains("how much each of them took was not recorded.")
                .contains("What they are made of was not recorded.");
    }

    @Test
    void the_statement_is_told_in_chinese_to_the_last_word() throws Exception {
        String text = text("/account?id=mei-lin&lang=zh");
        assertThat(text)
                .contains("京东购物 · 基础分 268，发放 200 · 加成 +100 为什么是 300 分？")
                .contains("上限：京东购物 每月 至多 10,000；此前已用 9,800，尚余 200。从 268 分中截去 68。 \u221268")
                .contains("向下取整为 268：舍去 0.98")
                .contains("兑换 r-2：逾期无人答复", "可用至 2026-05-24，已过期", "退款收回“京东购物”所得")
                .contains("本月，自 2026-06-01 起", "实时", "等级加成：黄金");
    }

    @Test
    void it_comes_in_pages_and_from_a_step_on() throws Exception {
        assertThat(text("/account?id=u00003")).contains("1–50 of ").doesNotContain("51–");
        assertThat(text("/account?id=u00003&offset=50")).contains("51–");
        String upTo = text("/account?id=mei-lin&step=5");
        assertThat(upTo).contains("Up to step 5").contains("Reversed").doesNotContain("Captured");
        assertThat(get("/account?id=mei-lin&step=x").statusCode()).isEqualTo(400);
        assertThat(get("/account?id=mei-lin&show=some").statusCode()).isEqualTo(400);
    }

    @Test
    void an_event_leads_to_all_that_it_caused() throws Exception {
        assertThat(get("/account?id=mei-lin").body())
                .contains("/account?id=mei-lin&amp;view=timeline&amp;event=refund-%3Cb%3E1%3C%2Fb%3E#history");
        String caused = text("/account?id=mei-lin&view=timeline&event=refund-%3Cb%3E1%3C%2Fb%3E");
        assertThat(caused).contains("Only what the event refund-&lt;b&gt;1&lt;/b&gt; caused", "1–3 of 3");
    }

    @Test
    void only_who_may_see_cases_gets_links_to_them() throws Exception {
        String link = "/case?id=case-mei-lin";
        assertThat(get("/account?id=mei-lin").body()).doesNotContain(link);
        String token =
                SampleConsole.desk().issueToken(Actor.atCommandLine("root"), "account-analyst", Set.of(Role.ANALYST));
        assertThat(get("/account?id=mei-lin", "Authorization", "Bearer " + token)
                        .body())
                .contains(link);
    }

    @ParameterizedTest
    @CsvSource({"en, LIGHT, 1280", "en, DARK, 1920", "zh-CN, LIGHT, 1920", "zh-CN, DARK, 1280"})
    void it_is_whole_in_each_language_theme_and_width(String locale, ColorScheme scheme, int width) {
        try (Browser browser = new Browser();
                Browser.Visit visit = browser.visit(locale, scheme, width, 1000)) {
            Page page = visit.page();
            for (String path : List.of("account?id=mei-lin", "account?id=mei-lin&view=timeline", "account?id=u00003")) {
                page.navigate(SampleConsole.address() + path);
                assertThat(page.locator("html")).hasAttribute("lang", locale.substring(0, 2));
                page.locator(".fall summary").all().stream().limit(12).forEach(Locator::click);
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("%s fits %d px", path, width)
                        .isTrue();
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve("account-" + path.replaceAll("\\W+", "-") + "-" + locale + "-"
                                + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
            }
            assertThat(visit.complaints()).isEmpty();
            assertThat(visit.hosts()).containsExactly(SampleConsole.address().getAuthority());
        }
    }

    @ParameterizedTest
    @CsvSource({"en, Why 300 points?", "zh-CN, 为什么是 300 分？"})
    void why_is_opened_from_the_keyboard_and_hostile_text_stays_text(String locale, String why) {
        try (Browser browser = new Browser();
                Browser.Visit visit = browser.visit(locale, ColorScheme.LIGHT, 1440, 1000)) {
            Page page = visit.page();
            page.navigate(SampleConsole.address() + "account?id=mei-lin");
            assertThat(page.locator("img[src=x]")).hasCount(0);
            assertThat(page.locator(".limits")).containsText("<img src=x onerror=alert(2)>");
            assertThat(page.locator(".statement")).containsText("<img src=x onerror=alert(1)>");
            assertThat(page.locator(".statement")).containsText("refund-<b>1</b>");
            Locator row = page.locator(".statement tr[data-row]").filter(new Locator.FilterOptions().setHasText(why));
            for (int i = 0; i < 30 && !(Boolean) row.evaluate("each => each.classList.contains('at')"); i++) {
                page.keyboard().press("j");
            }
            assertThat(row.locator("summary")).isFocused();
            page.keyboard().press("Enter");
            assertThat(row.locator(".fall table")).isVisible();
            page.keyboard().press("?");
            assertThat(page.locator("#keys")).isVisible();
            page.keyboard().press("Escape");
            page.keyboard().press("t");
            assertThat(page).hasURL(java.util.regex.Pattern.compile(".*view=timeline.*"));
            page.navigate(SampleConsole.address()
                    .resolve(PageContext.account(SampleConsole.HOSTILE))
                    .toString());
            assertThat(page.locator("h1")).containsText(SampleConsole.HOSTILE);
            assertThat(page.locator("img[src=x]")).hasCount(0);
            assertThat(visit.complaints()).isEmpty();
        }
    }
}
