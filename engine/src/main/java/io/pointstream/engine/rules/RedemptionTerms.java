package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import io.pointstream.engine.event.Redemption.Kind;
import io.pointstream.engine.event.Redemption.Partner;
import io.pointstream.engine.expression.Amount;
import io.pointstream.engine.expression.Condition;
import io.pointstream.engine.ledger.Credited;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How points are spent (DOMAIN 4).
 *
 * @param answerWithin a request without an answer is released so long after it
 * @param refundWithin a captured redemption can be refunded so long after its acceptance, inclusive
 * @param returnedDays expired points that return can be used for so many days more
 * @param reviewFrom requests of so many points wait for a reviewer
 * @param kinds what can be asked for
 */
public record RedemptionTerms(
        Duration answerWithin, Duration refundWithin, int returnedDays, long reviewFrom, Map<Kind, KindTerms> kinds) {

    /** Redemptions by id. An id is never used twice, so none is forgotten. */
    public static final Scope REDEMPTIONS = new Scope("redemption", null);

    /**
     * Terms of one kind.
     *
     * @param minimum points
     * @param perDay requests that may be frozen in a local day, of a partner transfer for each partner; null: no limit
     * @param when the condition on the request
     * @param condition the condition's text
     * @param surcharge points on top of what was asked; null for none
     * @param credit what is credited; null where each partner has its own
     * @param partners what each partner credits; empty for kinds that have none
     */
    public record KindTerms(
            long minimum,
            @Nullable Integer perDay,
            Condition when,
            String condition,
            @Nullable Amount surcharge,
            @Nullable CreditTerms credit,
            Map<Partner, CreditTerms> partners) {

        /** What is credited; null where it needs a partner that was not named. */
        public @Nullable CreditTerms credit(@Nullable Partner partner) {
            return credit != null ? credit : partner == null ? null : partners.get(partner);
        }
    }

    /**
     * What is credited for points.
     *
     * @param rate for one point
     * @param unit what is credited, such as {@code yuan}
     */
    public record CreditTerms(ExactDecimal rate, String unit, Credited.When when) {}
}
