package io.pointstream.dashboards.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.pointstream.sinks.report.Days;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads query parameters. What does not fit is a 400 that names the parameter and what was expected. */
public final class Params {

    /** No id upstream is longer; a longer one is a mistake, or an attack. */
    private static final int ID_LENGTH_MAX = 512;

    // Wide enough for any question, narrow enough that arithmetic on days cannot overflow.
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

    private Params() {}

    /** A whole number within bounds. */
    public static long number(Context ctx, String name, long fallback, long min, long max) {
        String text = ctx.queryParam(name);
        if (text == null || text.isEmpty()) {
            return fallback;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the bounds
        }
        throw new BadRequestResponse(name + " must be a whole number from " + min + " to " + max);
    }

    /** A day, {@code 2026-05-01}; null if it is not given. */
    public static @Nullable LocalDate day(Context ctx, String name) {
        String text = ctx.queryParam(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (!day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY)) {
                return day;
            }
        } catch (DateTimeException e) {
            // said below, with the form
        }
        throw new BadRequestResponse(name + " must be a day such as 2026-05-01, from " + FIRST_DAY + " to " + LAST_DAY);
    }

    /** The days {@code from} and {@code to}; every day where they are not given. */
    public static Days days(Context ctx) {
        LocalDate from = day(ctx, "from");
        LocalDate to = day(ctx, "to");
        LocalDate first = from == null ? FIRST_DAY : from;
        LocalDate last = to == null ? LAST_DAY : to;
        if (first.isAfter(last)) {
            throw new BadRequestResponse("from must not be after to");
        }
        return new Days(first, last);
    }

    /** One of an enum's names, in either case; the fallback if it is not given. */
    public static <E extends Enum<E>> E choice(Context ctx, String name, Class<E> type, E fallback) {
        String text = ctx.queryParam(name);
        if (text == null || text.isEmpty()) {
            return fallback;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new BadRequestResponse(name + " must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    /** A name in capitals such as {@code SHARED_DEVICE}; null if it is not given. */
    public static @Nullable String code(Context ctx, String name) {
        String text = ctx.queryParam(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.matches("[A-Z][A-Z_]{0,63}")) {
            throw new BadRequestResponse(name + " must be a name such as HOLD or SHARED_DEVICE");
        }
        return text;
    }

    /** Any text that is not absurdly long; null if it is not given. */
    public static @Nullable String text(Context ctx, String name) {
        String text = ctx.queryParam(name);
        if (text != null && text.length() > ID_LENGTH_MAX) {
            throw new BadRequestResponse(name + " has at most " + ID_LENGTH_MAX + " characters");
        }
        return text;
    }

    /** An account id: any text that is not empty and not absurdly long. */
    public static String accountId(String text) {
        if (text.isEmpty() || text.length() > ID_LENGTH_MAX) {
            throw new BadRequestResponse("An account id has 1 to " + ID_LENGTH_MAX + " characters");
        }
        return text;
    }
}
