package io.pointstream.sinks.report;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The words of the reports: English, and Chinese for a Chinese locale. */
final class ReportTexts {

    // A German reader on a Chinese machine gets English, not Chinese.
    private static final Control NO_FALLBACK = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private ReportTexts() {}

    /** @throws java.util.MissingResourceException if there is no such text */
    static String get(String key, Locale locale) {
        return ResourceBundle.getBundle("io.pointstream.sinks.report.texts", locale, NO_FALLBACK)
                .getString(key);
    }
}
