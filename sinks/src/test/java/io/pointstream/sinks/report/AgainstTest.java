package io.pointstream.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgainstTest {

    @ParameterizedTest
    @CsvSource({
        // Days against as many days just before.
        "PREVIOUS, 2026-05-04, 2026-05-10, 2026-04-27, 2026-05-03",
        "PREVIOUS, 2026-05-30, 2026-05-30, 2026-05-29, 2026-05-29",
        "PREVIOUS, 2026-05-01, 2026-05-30, 2026-04-01, 2026-04-30",
        // Whole months against whole months.
        "PREVIOUS, 2026-05-01, 2026-05-31, 2026-04-01, 2026-04-30",
        "PREVIOUS, 2026-03-01, 2026-03-31, 2026-02-01, 2026-02-28",
        "PREVIOUS, 2026-01-01, 2026-03-31, 2025-10-01, 2025-12-31",
        "PREVIOUS, 2026-01-01, 2026-12-31, 2025-01-01, 2025-12-31",
        "YEAR, 2026-05-04, 2026-05-10, 2025-05-04, 2025-05-10",
        "YEAR, 2025-02-01, 2025-02-28, 2024-02-01, 2024-02-29",
        "YEAR, 2024-02-29, 2024-02-29, 2023-02-28, 2023-02-28",
        // Nothing is before the first day that the database can hold.
        "PREVIOUS, 2000-01-01, 2199-12-31, 1900-01-01, 1999-12-31",
        "YEAR, 1900-01-05, 1900-01-09, 1900-01-01, 1900-01-01"
    })
    void days_are_held_against_days_of_their_kind(
            Against against, LocalDate from, LocalDate to, LocalDate earlierFrom, LocalDate earlierTo) {
        assertThat(against.of(new Days(from, to))).isEqualTo(new Days(earlierFrom, earlierTo));
    }
}
