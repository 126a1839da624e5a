package io.pointstream.dashboards.text;

import gg.jte.support.LocalizationSupport;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The words of one language, and its way to write numbers and times. Sentences are looked up by key in the bundle
 * {@code console_<language>.properties}, with {@code {0}}, {@code {1}} … for what is put in. Dates are written
 * {@code 2026-05-01} in both languages: nobody has to guess which number is the month.
 */
public final class Texts implements LocalizationSupport {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private static final String BYTE_UNITS = "KMGT";

    private final Language language;
    private final ZoneId zone;
    private final ResourceBundle bundle;

    /** The words of a language, with times shown in the given zone. */
    public Texts(Language language, ZoneId zone) {
        this.language = language;
        this.zone = zone;
        this.bundle = ResourceBundle.getBundle(
                "io.pointstream.dashboards.text.console",
                language.locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The language. */
    public Language language() {
        return language;
    }

    /** The zone in which times are written. */
    public ZoneId zone() {
        return zone;
    }

    /** The sentence of a key; a key that is missing is a defect and throws. */
    @Override
    public String lookup(String key) {
        return bundle.getString(key);
    }

    /** The sentence of a key with the parts put in, as plain text. */
    public String say(String key, Object... parts) {
        String sentence = lookup(key);
        for (int i = 0; i < parts.length; i++) {
            sentence = sentence.replace("{" + i + "}", String.valueOf(parts[i]));
        }
        return sentence;
    }

    /**
     * The name of a value that comes with the data, such as a category or a rule; the value itself when the bundle has
     * none, because operators add rules and we must not fail on them.
     *
     * @param kind what the value is: {@code category}, {@code rule}, {@code outcome}, …
     */
    public String name(String kind, String value) {
        String key = kind + "." + value;
        return bundle.containsKey(key) ? bundle.getString(key) : value;
    }

    /** Whether the bundle names the value. */
    public boolean names(String kind, String value) {
        return bundle.containsKey(kind + "." + value);
    }

    /** {@code 1,234,567} */
    public String number(long value) {
        return NumberFormat.getIntegerInstance(language.locale()).format(value);
    }

    /** {@code 1,234.5}, with at most the given number of decimals. */
    public String decimal(double value, int decimals) {
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMaximumFractionDigits(decimals);
        return format.format(value);
    }

    /** {@code 1,234.56}, with every decimal that it has. */
    public String exact(BigDecimal value) {
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMaximumFractionDigits(Math.max(0, value.stripTrailingZeros().scale()));
        return format.format(value);
    }

    /** {@code 1,234.50}, with exactly the given number of decimals: figures of a column line up. */
    public String fixed(BigDecimal value, int decimals) {
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(value);
    }

    /** {@code +20}, {@code −5} or {@code 0}: with a sign that lines up in a column of figures. */
    public String signed(long value) {
        if (value == 0) {
            return "0";
        }
        return (value > 0 ? "+" : "\u2212")
                + NumberFormat.getIntegerInstance(language.locale()).format(Math.abs(value));
    }

    /** A share 0..1 as {@code 12.3%}. */
    public String percent(double share) {
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        return format.format(share * 100) + "%";
    }

    /** A difference of shares in percentage points: {@code +3.2}, or {@code 0.0} for what is too small to be seen. */
    public String points(double difference) {
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        String size = format.format(Math.abs(difference));
        if (size.equals(format.format(0))) {
            return size;
        }
        return (difference < 0 ? "\u2212" : "+") + size;
    }

    /** A size in its largest sensible unit: {@code 3.4 MiB}. */
    public String bytes(long bytes) {
        if (bytes < 1024) {
            return number(bytes) + " B";
        }
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < BYTE_UNITS.length()) {
            size /= 1024;
            unit++;
        }
        return decimal(size, size < 100 ? 1 : 0) + " " + BYTE_UNITS.charAt(unit - 1) + "iB";
    }

    /** {@code 2026-05-01 09:30:00} in the program zone; a dash for nothing. */
    public String time(@Nullable Instant instant) {
        return instant == null ? "–" : TIME.format(instant.atZone(zone));
    }

    /** {@code 2026-05-01} */
    public String day(LocalDate day) {
        return day.toString();
    }

    /** A span in its largest sensible unit: {@code 40 s}, {@code 3 min}, {@code 5 h}, {@code 2 d}. */
    public String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 90) {
            return say("span.seconds", seconds);
        }
        if (seconds < 90 * 60) {
            return say("span.minutes", seconds / 60);
        }
        if (seconds < 48 * 3600) {
            return say("span.hours", seconds / 3600);
        }
        return say("span.days", seconds / 86_400);
    }
}
