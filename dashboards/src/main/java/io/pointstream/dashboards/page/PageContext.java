package io.pointstream.dashboards.page;

import io.pointstream.dashboards.access.Gate;
import io.pointstream.dashboards.access.Routes;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.http.Assets;
import io.pointstream.dashboards.text.Language;
import io.pointstream.dashboards.text.Texts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every page has.
 *
 * @param t the words of its language
 * @param assets where scripts and styles are
 * @param path the page's path
 * @param query its query parameters, one value each: together with the path they reproduce the view
 * @param visitor who looks at it
 */
public record PageContext(Texts t, Assets assets, String path, Map<String, String> query, Visitor visitor) {

    /** What says something about this once. */
    private static final Set<String> PASSING = Set.of("lang", "said", "saidOf");

    /** The page's own address, to come back to after signing in. */
    public String here() {
        return url(path, query);
    }

    /** What htmx sends along with every request, as JSON. */
    public String formKeyHeader() {
        return "{\"" + Gate.FORM_KEY + "\": \"" + visitor.formKey() + "\"}";
    }

    /** The roles of who looks, in words. */
    public String roles() {
        return visitor.roles().stream()
                .sorted()
                .map(role -> t.name("role", role.name()))
                .collect(Collectors.joining(" · "));
    }

    /** Whether whoever looks may ask for a route. */
    public boolean mayAsk(String method, String path) {
        return Routes.roles(method, path)
                .filter(roles -> roles.isEmpty() || visitor.hasAny(roles))
                .isPresent();
    }

    /** Whether whoever looks may decide cases. */
    public boolean mayDecide() {
        return mayAsk("POST", "/case/decide");
    }

    /** The fragment of this view that refreshes itself. */
    public String fragment() {
        return path.startsWith("/fragments/") ? here() : url("/fragments" + path, query);
    }

    /** The view's query for the same as CSV. */
    public Map<String, String> csv() {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.put("format", "csv");
        return all;
    }

    /** A query as it stands in an address, without the question mark. */
    public String queryOf(Map<String, String> of) {
        String url = url("", of);
        return url.isEmpty() ? "" : url.substring(1);
    }

    /** The same view in another language. */
    public String in(Language language) {
        return with("lang", language.tag());
    }

    /** Where the bar on top leads. */
    public Navigation navigation() {
        return Navigation.of(this);
    }

    /** The same view with one parameter changed; an empty value takes the parameter away. Another list begins at its first part. */
    public String with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** The same with several. */
    public String with(Map<String, String> values) {
        Map<String, String> changed = new LinkedHashMap<>(query);
        changed.keySet().removeAll(PASSING);
        if (!values.containsKey("lang")) {
            changed.remove("offset");
        }
        values.forEach((name, value) -> {
            if (value.isEmpty()) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
        });
        return url(path, changed);
    }

    /** The page of one account. Ids may hold any character, so they travel as a parameter. */
    public static String account(String accountId) {
        return url("/account", Map.of("id", accountId));
    }

    /** A path with parameters, encoded. */
    public static String url(String path, Map<String, String> query) {
        if (query.isEmpty()) {
            return path;
        }
        return path + "?"
                + query.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /** All languages, for the switch. */
    public List<Language> languages() {
        return List.of(Language.values());
    }
}
