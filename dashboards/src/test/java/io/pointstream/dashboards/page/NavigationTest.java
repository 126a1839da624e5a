package io.pointstream.dashboards.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.http.Assets;
import io.pointstream.dashboards.page.Navigation.Tab;
import io.pointstream.dashboards.text.Language;
import io.pointstream.dashboards.text.Texts;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NavigationTest {

    private static final Texts EN = new Texts(Language.EN, ZoneId.of("Asia/Shanghai"));
    private static final Assets ASSETS = new Assets();

    private static Navigation of(String path, Role... roles) {
        Visitor visitor = new Visitor("mei", Set.of(roles), "", null);
        return new PageContext(EN, ASSETS, path, Map.of(), visitor).navigation();
    }

    private static List<String> labels(List<Tab> tabs) {
        return tabs.stream().map(Tab::label).toList();
    }

    private static List<String> current(List<Tab> tabs) {
        return tabs.stream().filter(Tab::current).map(Tab::href).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, 'Overview, Flags, Reports, Rules'",
        "ANALYST, 'Overview, Work, Reports, Rules'",
        "REVIEWER, 'Overview, Work, Reports, Rules'",
        "SUPERVISOR, 'Overview, Work, Reports, Rules, Upstream, Audit'",
        "ADMIN, 'Overview, Flags, Reports, Rules, Upstream, Audit'"
    })
    void the_bar_leads_where_somebody_may_go(Role role, String areas) {
        assertThat(String.join(", ", labels(of("/", role).areas()))).isEqualTo(areas);
    }

    @Test
    void nobody_in_particular_is_led_nowhere() {
        assertThat(of("/sign-in").areas()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /, ''",
        "/queue, /queue, /queue",
        "/case, /queue, /queue",
        "/flags, /queue, /flags",
        "/lists, /queue, /lists",
        "/mix, /mix, /mix",
        "/reports, /mix, /reports",
        "/reports/caps, /mix, /reports/caps",
        "/reports/summary, /mix, /reports",
        "/rules, /rules, ''",
        "/rules/try, /rules, ''",
        "/dead-letters/3/17, /sources, /dead-letters",
        "/audit, /audit, ''",
        "/account, '', ''"
    })
    void one_sees_where_one_is(String path, String area, String page) {
        Navigation navigation = of(path, Role.SUPERVISOR);

        assertThat(String.join(" ", current(navigation.areas()))).isEqualTo(area);
        assertThat(String.join(" ", current(navigation.pages()))).isEqualTo(page);
    }

    @Test
    void an_area_of_one_page_is_that_page() {
        Navigation navigation = of("/flags", Role.VIEWER);

        assertThat(current(navigation.areas())).containsExactly("/flags");
        assertThat(navigation.pages()).isEmpty();
    }
}
