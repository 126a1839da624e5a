package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.decision.Clamp;
import io.pointstream.engine.decision.Price;
import io.pointstream.engine.decision.Quantity;
import io.pointstream.engine.decision.Running;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.expression.Amount;
import io.pointstream.engine.expression.ExpressionFailure;
import io.pointstream.engine.expression.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a rule awards before streaks and caps (DOMAIN 2, step 2). */
public sealed interface Award {

    /**
     * The points of an event. Throws {@link ExpressionFailure} when the quantity has no value.
     *
     * @param running what the window's total was before the event; asked for by {@link #total()}
     */
    Price price(Event event, @Nullable Running running);

    /** The total that the points are a difference of, or null when each event is priced by itself. */
    default @Nullable Total total() {
        return null;
    }

    /**
     * A running total of a window: an event earns what the total is worth with it, less what it was worth before.
     *
     * @param name of the total among the account's counters
     * @param per the window: DAY, WEEK or MONTH
     * @param apart what is totalled apart
     */
    record Total(String name, Window per, Key apart) {}

    /** The same points for every event. */
    record Fixed(Price price) implements Award {
        @Override
        public Price price(Event event, @Nullable Running running) {
            return price;
        }
    }

    /** Points by the value of a field; a value that is not in the table earns nothing. */
    record Table(Field by, Map<String, Price> prices) implements Award {

        private static final Price NOTHING = Price.fixed(0);

        @Override
        public Price price(Event event, @Nullable Running running) {
            return prices.getOrDefault(by.value(event).toString(), NOTHING);
        }
    }

    /** floor(quantity × rate × weight), of the part that counts, clamped. */
    final class Scaled implements Award {

        /** How the event's amount is read, and how much of it counts. */
        record Measure(
                Amount quantity, int decimals, @Nullable String unit, long countAtMost) {}

        /** The points that an award is raised or lowered to. */
        record Range(long atLeast, long atMost) {}

        private final Measure measure;
        private final Rates rates;
        private final @Nullable Weight weight;
        /** Rates × weight, for each value that the weight goes by. */
        private final Map<String, Rates> weighted = new HashMap<>();

        private final Range range;
        private final @Nullable Total total;

        Scaled(Measure measure, Rates rates, @Nullable Weight weight, Range range, @Nullable Total total) {
            this.measure = measure;
            this.rates = rates;
            this.weight = weight;
            this.range = range;
            this.total = total;
            if (weight != null) {
                weight.factors().forEach((value, factor) -> weighted.put(value, rates.times(factor)));
            }
        }

        @Override
        public @Nullable Total total() {
            return total;
        }

        @Override
        public Price price(Event event, @Nullable Running running) {
            long amount = measure.quantity().of(event);
            long counted = Math.min(amount, measure.countAtMost());
            Rates by = rates;
            String weightText = null;
            if (weight != null) {
                String value = weight.by().get().apply(event);
                by = Objects.requireNonNull(weighted.get(value));
                weightText = Objects.requireNonNull(weight.factors().get(value)).text();
            }
            long earlier = running == null ? 0 : by.points(running.before(), measure.decimals());
            long points = by.points(running == null ? counted : plus(running.before(), counted), measure.decimals())
                    - earlier;
            long clamped = Math.clamp(points, range.atLeast(), range.atMost());
            return new Price(
                    clamped,
                    quantity(amount),
                    counted == amount ? null : quantity(counted),
                    rates.firstText(),
                    rates.bracketsInWords(),
                    weightText,
                    running,
                    earlier,
                    clamped == points ? null : new Clamp(points, clamped));
        }

        private Quantity quantity(long unscaled) {
            return new Quantity(unscaled, measure.decimals(), measure.unit());
        }

        private static long plus(long before, long amount) {
            long sum = before + Math.max(0, amount);
            return sum < 0 ? Long.MAX_VALUE : sum;
        }
    }
}
