package io.pointstream.engine.account;

import io.pointstream.engine.ledger.Component;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What held points of one kind have in common, so that they are released or clawed back as what they were awarded as.
 *
 * @param version of the rule book that awarded them
 * @param expiresOn their last usable local day, were they free
 */
public record Held(
        String ruleId,
        String category,
        Component component,
        int version,
        BigDecimal valueCoefficient,
        LocalDate expiresOn) {

    /** Whether the two differ in nothing but the day: rule and version say the category and the coefficient. */
    boolean isOfTheSameAward(Held other) {
        return ruleId.equals(other.ruleId) && component == other.component && version == other.version;
    }
}
