package io.pointstream.engine.rules;

import io.pointstream.engine.decision.Quantity;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.expression.Amount;
import io.pointstream.engine.expression.ExpressionFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a rule awards before streaks and caps (DOMAIN 2, step 2). */
public sealed interface Award {

    /** Throws {@link ExpressionFailure} when the quantity has no value. */
    Price price(Event event);

    /**
     * The points of one event, and how they came about.
     *
     * @param points may be 0 or negative, which earns nothing
     */
    record Price(
            long points,
            @Nullable Quantity quantity,
            @Nullable String rate,
            @Nullable String weight) {}

    /** The same points for every event. */
    record Fixed(Price price) implements Award {
        @Override
        public Price price(Event event) {
            return price;
        }
    }

    /** floor(quantity × rate × weight), clamped. */
    final class Scaled implements Award {

        private final Amount quantity;
        private final int decimals;
        private final @Nullable String unit;
        private final ExactDecimal rate;
        private final @Nullable Weight weight;
        /** rate × weight, for each value that the weight goes by. */
        private final Map<String, ExactDecimal> weighted = new HashMap<>();

        private final long atLeast;
        private final long atMost;

        /**
         * @param decimals how many of the quantity's digits stand after the point: 2 for fen as yuan
         * @param atLeast fewer points are raised to this
         * @param atMost more points are lowered to this
         */
        Scaled(
                Amount quantity,
                int decimals,
                @Nullable String unit,
                ExactDecimal rate,
                @Nullable Weight weight,
                long atLeast,
                long atMost) {
            this.quantity = quantity;
            this.decimals = decimals;
            this.unit = unit;
            this.rate = rate;
            this.weight = weight;
            this.atLeast = atLeast;
            this.atMost = atMost;
            if (weight != null) {
                weight.factors().forEach((value, factor) -> weighted.put(value, rate.times(factor)));
            }
        }

        @Override
        public Price price(Event event) {
            long amount = quantity.of(event);
            ExactDecimal factor = rate;
            String weightText = null;
            if (weight != null) {
                String value = weight.by().get().apply(event);
                factor = Objects.requireNonNull(weighted.get(value));
                weightText = Objects.requireNonNull(weight.factors().get(value)).text();
            }
            long points = ExactProduct.floor(amount, factor.unscaled(), decimals + factor.scale());
            long clamped = Math.clamp(points, atLeast, atMost);
            return new Price(clamped, new Quantity(amount, decimals, unit), rate.text(), weightText);
        }
    }
}
