package io.pointstream.dashboards.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A language that the console speaks. */
public enum Language {
    EN(Locale.ENGLISH, "en", "English"),
    ZH(Locale.SIMPLIFIED_CHINESE, "zh", "中文");

    private final Locale locale;
    private final String tag;
    private final String ownName;

    Language(Locale locale, String tag, String ownName) {
        this.locale = locale;
        this.tag = tag;
        this.ownName = ownName;
    }

    /** How the language is named in URLs, cookies and {@code lang} attributes. */
    public String tag() {
        return tag;
    }

    /** How its speakers call it. */
    public String ownName() {
        return ownName;
    }

    /** For what the JDK and the reports write. */
    public Locale locale() {
        return locale;
    }

    /** The language of a tag that we wrote ourselves, if it is one. */
    public static Optional<Language> ofTag(@Nullable String tag) {
        return List.of(values()).stream()
                .filter(language -> language.tag.equals(tag))
                .findFirst();
    }

    /** The best for an {@code Accept-Language} header (RFC 4647 lookup); English if none fits or it cannot be read. */
    public static Language accepted(@Nullable String header) {
        if (header == null || header.length() > 512) {
            return EN;
        }
        try {
            String tag = Locale.lookupTag(Locale.LanguageRange.parse(header), List.of("en", "zh"));
            return ofTag(tag).orElse(EN);
        } catch (IllegalArgumentException e) {
            return EN;
        }
    }
}
