package io.pointstream.sinks.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;

/**
 * Which earlier days some days are held against. Whole calendar months are held against whole calendar months, however
 * long they are: May against April, February against February.
 */
public enum Against {

    /** The days just before, as many. */
    PREVIOUS,

    /** The same days of the year before. */
    YEAR;

    /** The earlier days. */
    public Days of(Days days) {
        YearMonth first = YearMonth.from(days.from());
        YearMonth last = YearMonth.from(days.to());
        if (days.equals(months(first, last))) {
            long back = this == YEAR ? 12 : ChronoUnit.MONTHS.between(first, last) + 1;
            return known(months(first.minusMonths(back), last.minusMonths(back)));
        }
        return known(
                switch (this) {
                    case YEAR -> new Days(days.from().minusYears(1), days.to().minusYears(1));
                    case PREVIOUS -> {
                        LocalDate before = days.from().minusDays(1);
                        yield new Days(before.minusDays(ChronoUnit.DAYS.between(days.from(), days.to())), before);
                    }
                });
    }

    private static Days months(YearMonth first, YearMonth last) {
        return new Days(first.atDay(1), last.atEndOfMonth());
    }

    private static Days known(Days days) {
        return new Days(Days.notBeforeAll(days.from()), Days.notBeforeAll(days.to()));
    }
}
