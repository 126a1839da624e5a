package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.expression.Field;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Locale;

/**
 * A condition that a field names the period in which the event itself lies, by its local day.
 *
 * @param field the text that names a period
 */
public record Period(Field.Text field, Unit unit) {

    /** How long a period is, and how it is named. */
    public enum Unit {
        /** {@code 2026-05-15} */
        DAY,
        /** The ISO week, {@code 2026-W20}. */
        WEEK,
        /** {@code 2026-05} */
        MONTH,
        /** {@code 2026} */
        YEAR
    }

    /** What the field says. */
    public String given(Event event) {
        return field.get().apply(event);
    }

    /** The name of the period that a local day lies in. */
    public String own(CalendarDay day) {
        LocalDate date = day.date();
        // Years 1 to 9999 have four digits.
        return switch (unit) {
            case DAY -> date.toString();
            case WEEK ->
                String.format(
                        Locale.ROOT,
                        "%04d-W%02d",
                        date.get(IsoFields.WEEK_BASED_YEAR),
                        date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> date.toString().substring(0, 7);
            case YEAR -> date.toString().substring(0, 4);
        };
    }
}
