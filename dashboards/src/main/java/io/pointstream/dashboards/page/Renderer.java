package io.pointstream.dashboards.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.http.Assets;
import io.pointstream.dashboards.text.Language;
import io.pointstream.dashboards.text.Texts;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes pages of templates, in the language of whoever looks. */
public final class Renderer {

    private static final String LANGUAGE_COOKIE = "lang";
    private static final Duration LANGUAGE_KEPT = Duration.ofDays(365);

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Map<Language, Texts> texts = new EnumMap<>(Language.class);
    private final Assets assets;

    public Renderer(Assets assets, ZoneId zone) {
        this.assets = assets;
        for (Language language : Language.values()) {
            texts.put(language, new Texts(language, zone));
        }
    }

    /** Answers with a page; a status that was set stays. */
    public void render(Context ctx, String template, Map<String, Object> model) {
        Texts words = texts(ctx);
        Map<String, String> query = new LinkedHashMap<>();
        ctx.queryParamMap().forEach((name, values) -> query.put(name, values.getFirst()));
        Map<String, Object> whole = new HashMap<>(model);
        whole.put("page", new PageContext(words, assets, ctx.path(), query, Visitor.of(ctx)));
        StringOutput html = new StringOutput();
        templates.render(template, whole, html);
        ctx.html(html.toString())
                .contentType("text/html; charset=utf-8")
                .header("Content-Language", words.language().tag())
                .header("Vary", "Accept-Language, Cookie");
    }

    /** Shows an error as a page. */
    public void error(Context ctx, HttpStatus status, String detail) {
        ctx.status(status);
        render(ctx, "error.jte", Map.of("status", status.getCode(), "detail", detail, "back", whence(ctx)));
    }

    // The page of ours whose form was refused; for a page that failed, the first one.
    private static String whence(Context ctx) {
        String referer = ctx.header("Referer");
        if (!ctx.method().equals(HandlerType.POST) || referer == null) {
            return "/";
        }
        try {
            URI page = URI.create(referer);
            boolean own = String.valueOf(page.getAuthority()).equals(ctx.header("Host"));
            return own ? page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery()) : "/";
        } catch (IllegalArgumentException e) {
            return "/";
        }
    }

    /** The words for whoever asks: the address wins and is remembered, then what was chosen before, then what the browser prefers. */
    public Texts texts(Context ctx) {
        Optional<Language> asked = Language.ofTag(ctx.queryParam("lang"));
        asked.ifPresent(language -> ctx.cookie(new Cookie(
                LANGUAGE_COOKIE,
                language.tag(),
                "/",
                (int) LANGUAGE_KEPT.toSeconds(),
                ctx.req().isSecure(),
                true,
                null,
                SameSite.LAX)));
        Language language = asked.or(() -> Language.ofTag(ctx.cookie(LANGUAGE_COOKIE)))
                .orElseGet(() -> Language.accepted(ctx.header("Accept-Language")));
        Texts words = texts.get(language);
        if (words == null) {
            throw new IllegalStateException("No texts for " + language);
        }
        return words;
    }
}
