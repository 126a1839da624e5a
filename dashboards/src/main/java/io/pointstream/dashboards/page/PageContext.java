package io.pointstream.dashboards.page;

import io.pointstream.dashboards.http.Assets;
import io.pointstream.dashboards.text.Language;
import io.pointstream.dashboards.text.Texts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What every page has.
 *
 * @param t the words of its language
 * @param assets where scripts and styles are
 * @param path the page's path
 * @param query its query parameters, one value each: together with the path they reproduce the view
 */
public record PageContext(Texts t, Assets assets, String path, Map<String, String> query) {

    /** The same view in another language. */
    public String in(Language language) {
        return with("lang", language.tag());
    }

    /** The same view with one parameter changed; an empty value takes the parameter away. */
    public String with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(query);
        changed.remove("lang");
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
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
