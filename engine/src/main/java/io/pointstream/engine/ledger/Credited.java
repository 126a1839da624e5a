package io.pointstream.engine.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the merchant or partner credits for captured points (DOMAIN 4).
 *
 * @param amount exact
 * @param unit what is credited, such as {@code bean}
 * @param on the local day; null when somebody has to trigger it
 */
public record Credited(
        BigDecimal amount, String unit, When when, @Nullable LocalDate on) {

    /** When it is credited. */
    public enum When {
        AT_ONCE,
        NEXT_DAY,
        MANUALLY
    }
}
