package io.pointstream.engine.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Event time to local days of the program zone (DOMAIN 1). A look-up is arithmetic within the current offset's span and
 * a hit in a small table; both caches hold immutable values, so a race between threads costs a recomputation and no more.
 */
public final class ProgramCalendar {

    private static final long DAY_MS = 86_400_000;
    private static final int TABLE = 64;

    private final ZoneId zone;
    private final ZoneRules rules;
    private final CalendarDay[] days = new CalendarDay[TABLE];
    private Span span;

    public ProgramCalendar(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
        this.span = spanAt(0);
    }

    public ZoneId zone() {
        return zone;
    }

    /** The local day of an instant in milliseconds. */
    public CalendarDay day(long epochMilli) {
        int epochDay = epochDay(epochMilli);
        int slot = epochDay & (TABLE - 1);
        CalendarDay day = days[slot];
        if (day == null || day.epochDay() != epochDay) {
            day = CalendarDay.of(epochDay);
            days[slot] = day;
        }
        return day;
    }

    /** The number of the local day of an instant in milliseconds. */
    public int epochDay(long epochMilli) {
        Span current = span;
        if (epochMilli < current.from || epochMilli >= current.until) {
            current = spanAt(epochMilli);
            span = current;
        }
        return (int) Math.floorDiv(epochMilli + current.offset, DAY_MS);
    }

    /** The first instant of a local day, in milliseconds. */
    public long startOfDay(int epochDay) {
        Span current = span;
        long start = epochDay * DAY_MS - current.offset;
        if (start >= current.from && start < current.until) {
            return start;
        }
        return LocalDate.ofEpochDay(epochDay).atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private Span spanAt(long epochMilli) {
        Instant instant = Instant.ofEpochMilli(epochMilli);
        ZoneOffsetTransition next = rules.nextTransition(instant);
        ZoneOffsetTransition previous = rules.previousTransition(instant.plusMillis(1));
        return new Span(
                previous == null ? Long.MIN_VALUE : previous.getInstant().toEpochMilli(),
                next == null ? Long.MAX_VALUE : next.getInstant().toEpochMilli(),
                rules.getOffset(instant).getTotalSeconds() * 1000L);
    }

    /** The time between two changes of the zone's offset, all in milliseconds. */
    private record Span(long from, long until, long offset) {}
}
