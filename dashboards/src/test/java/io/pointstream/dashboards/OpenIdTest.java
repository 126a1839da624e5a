package io.pointstream.dashboards;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.pointstream.dashboards.access.OpenIdConfig;
import io.pointstream.dashboards.desk.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in with a certified OpenID Connect provider that nobody here wrote. */
class OpenIdTest {

    @SuppressWarnings("NullAway.Init")
    private static Process provider;

    @SuppressWarnings("NullAway.Init")
    private static Console console;

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        URI address = URI.create("http://127.0.0.1:" + port + "/");
        provider = new ProcessBuilder("node", "provider.mjs", address + "sign-in/openid/back")
                .directory(Npm.directory().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        console = SampleConsole.another(ConsoleConfig.on(port)
                .withAnonymous(Set.of(Role.VIEWER))
                .withOpenId(new OpenIdConfig(
                        URI.create(firstLine(provider)),
                        "pointstream",
                        "a secret of the test",
                        "preferred_username",
                        "roles",
                        address)));
        browser = new Browser();
    }

    private static String firstLine(Process process) throws IOException {
        // The process ends with its standard input, and so with this test.
        BufferedReader lines = process.inputReader();
        String line;
        do {
            line = lines.readLine();
        } while (line != null && !line.startsWith("http"));
        return String.valueOf(line);
    }

    @AfterAll
    static void close() {
        browser.close();
        console.close();
        provider.destroy();
    }

    private static Page signedIn(Browser.Visit visit, String name, String to) {
        Page page = visit.page();
        page.navigate(console.address().resolve("/sign-in?to=" + to).toString());
        page.locator(".elsewhere").click();
        page.locator("[name=login]").fill(name);
        page.locator("[name=password]").fill("any will do at this provider");
        page.locator("[type=submit]").click();
        // It asks whether the console may know who they are.
        page.locator("[type=submit]").click();
        return page;
    }

    @Test
    void somebody_of_the_organisation_comes_back_with_the_roles_that_it_gives() {
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = signedIn(visit, "dana.reviewer", "%2Fqueue");
            assertThat(page).hasURL(console.address() + "queue");
            assertThat(page.locator(".who-menu")).containsText("dana.reviewer");
            assertThat(page.locator("[data-key=n]")).isVisible();
            page.locator(".who-menu button").click();
            assertThat(page.locator(".who-menu")).hasCount(0);
        }
    }

    @Test
    void a_role_that_is_none_here_gives_nothing() {
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = signedIn(visit, "zed.upstream", "%2Fqueue");
            assertThat(page.locator("main")).containsText("This is not for you");
        }
    }

    @Test
    void nobody_takes_the_name_of_a_user_who_has_a_password_here() {
        SampleConsole.added("eve.supervisor", Role.VIEWER);
        try (Browser.Visit visit = browser.visit("en", ColorScheme.LIGHT, 1440, 1000)) {
            Page page = signedIn(visit, "eve.supervisor", "%2Fmix");
            assertThat(page.locator("main")).containsText("There is a user eve.supervisor already");
            assertThat(page.locator(".who-menu")).hasCount(0);
        }
    }

    @Test
    void an_answer_that_this_browser_did_not_ask_for_signs_nobody_in() throws Exception {
        for (String cookie : List.of("", "sign-in=a.b.c", "sign-in=another.nonce.verifier", "sign-in=x")) {
            HttpResponse<String> forged = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            console.address().resolve("/sign-in/openid/back?code=stolen&state=state"))
                                    .header("Cookie", cookie)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(forged.statusCode()).as(cookie).isEqualTo(401);
            assertThat(forged.headers().allValues("Set-Cookie")).noneMatch(set -> set.startsWith("session="));
        }
    }
}
