package io.pointstream.engine.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/**
 * One local date of the program zone, with the windows that it lies in. Days are counted from 1970-01-01.
 *
 * @param date the local date
 * @param epochDay the date as a day number
 * @param weekStart the day number of the week's Monday
 * @param monthStart the day number of the month's first day
 * @param monthEnd the day number of the next month's first day
 */
public record CalendarDay(LocalDate date, int epochDay, int weekStart, int monthStart, int monthEnd) {

    static CalendarDay of(int epochDay) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        LocalDate firstOfMonth = date.withDayOfMonth(1);
        return new CalendarDay(
                date,
                epochDay,
                (int) date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .toEpochDay(),
                (int) firstOfMonth.toEpochDay(),
                (int) firstOfMonth.plusMonths(1).toEpochDay());
    }

    /** The day number of the first day of the window that this day lies in; a lifetime starts at 0. */
    public int start(Window window) {
        return switch (window) {
            case TRANSACTION, DAY -> epochDay;
            case WEEK -> weekStart;
            case MONTH -> monthStart;
            case LIFETIME -> 0;
        };
    }

    /** The first day of the window that this day lies in; a lifetime starts in 1970. */
    public LocalDate startDate(Window window) {
        return switch (window) {
            case TRANSACTION, DAY -> date;
            case WEEK, MONTH, LIFETIME -> LocalDate.ofEpochDay(start(window));
        };
    }

    /** The day number of the first day after the window; a lifetime has none. */
    public int end(Window window) {
        return switch (window) {
            case TRANSACTION, DAY -> epochDay + 1;
            case WEEK -> weekStart + 7;
            case MONTH -> monthEnd;
            case LIFETIME -> Integer.MAX_VALUE;
        };
    }
}
