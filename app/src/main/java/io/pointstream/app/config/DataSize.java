package io.pointstream.app.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or data, written with its unit: {@code 512B}, {@code 64KiB}, {@code 16MiB}, {@code 1GiB}.
 *
 * @param bytes not negative
 */
public record DataSize(long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12}) ?(B|KiB|MiB|GiB)");

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative: " + bytes);
        }
    }

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException when it is no number with a unit
     */
    public static DataSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a size with its unit, such as 64KiB, 16MiB or 1GiB");
        }
        int shift = switch (matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
    }
}
