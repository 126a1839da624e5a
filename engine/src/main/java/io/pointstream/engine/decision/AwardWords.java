package io.pointstream.engine.decision;

import io.pointstream.engine.calendar.Window;
import java.time.LocalDate;

/** Puts an award into words: {@code pay.jd: 1,234.00 yuan × 2 = 2,468; 1,000 granted, transaction cap 1,000 reached}. */
final class AwardWords {

    private AwardWords() {}

    static String of(Reason.Award award) {
        StringBuilder out = new StringBuilder(128).append(award.ruleId()).append(": ");
        if (award.reached() != null) {
            Numbers.grouped(out, award.reached().at())
                    .append(' ')
                    .append(award.reached().what());
            window(out, award.reached()).append(" reached; ");
        }
        Waterfall waterfall = award.waterfall();
        Price price = waterfall.price();
        long base = price.points() + waterfall.streakReward();
        if (price.quantity() != null || base != price.points() || base != waterfall.granted()) {
            if (price.quantity() != null) {
                product(out, price);
                if (price.clamp() == null) {
                    out.append(" = ");
                    Numbers.grouped(out, price.points());
                }
            } else {
                Numbers.grouped(out, price.points());
            }
            streak(out, waterfall, base);
            out.append("; ");
        }
        Numbers.grouped(out, waterfall.granted()).append(" granted");
        for (CapStep cap : waterfall.caps()) {
            if (cap.cut() > 0) {
                cap(out.append(", "), cap, award.ruleId());
            }
        }
        for (BonusStep bonus : waterfall.bonuses()) {
            Numbers.grouped(out.append("; +"), bonus.points())
                    .append(' ')
                    .append(bonus.source())
                    .append(" (× ")
                    .append(bonus.factor())
                    .append(')');
        }
        if (award.heldBy() != null) {
            out.append("; held until case ").append(award.heldBy()).append(" is decided");
        }
        return out.toString();
    }

    /** Appends {@code 1,234.00 yuan × 2}, with what was counted, totalled and clamped; {@code 0} for a fixed award. */
    static StringBuilder product(StringBuilder out, Price price) {
        Quantity quantity = price.quantity();
        if (quantity == null) {
            return out.append(0);
        }
        Running running = price.running();
        if (running != null) {
            long total = running.before() + price.adds();
            quantity(out, new Quantity(total < 0 ? Long.MAX_VALUE : total, quantity.decimals(), quantity.unit()));
            window(out, running.key(), running.per(), running.from());
        } else {
            quantity(out, quantity);
            if (price.counted() != null) {
                quantity(out.append(", of which "), price.counted()).append(" count,");
            }
        }
        out.append(" × ").append(price.rate());
        if (price.brackets() != null) {
            out.append(", ").append(price.brackets());
        }
        if (price.weight() != null) {
            out.append(" × ").append(price.weight());
        }
        Clamp clamp = price.clamp();
        long computed = clamp == null ? price.points() : clamp.computed();
        if (running != null) {
            Numbers.grouped(out.append(" = "), computed + price.earlier());
            Numbers.grouped(out.append(", less "), price.earlier()).append(" earlier");
        }
        if (clamp != null) {
            Numbers.grouped(out.append(" = "), computed).append(clamp.to() > computed ? ", raised" : ", lowered");
            Numbers.grouped(out.append(" to "), clamp.to());
        }
        return out;
    }

    /** Appends {@code  for a7 in the day of 2026-05-01}; what counts for ever has no window. */
    static StringBuilder window(StringBuilder out, Reason.Reached reached) {
        return window(out, reached.key(), reached.per(), reached.from());
    }

    private static StringBuilder window(StringBuilder out, String key, Window per, LocalDate from) {
        if (!key.isEmpty()) {
            out.append(" for ").append(key);
        }
        return per == Window.LIFETIME
                ? out
                : out.append(" in the ").append(per.word()).append(" of ").append(from);
    }

    private static StringBuilder quantity(StringBuilder out, Quantity quantity) {
        Numbers.grouped(out, quantity.unscaled(), quantity.decimals());
        return quantity.unit() == null ? out : out.append(' ').append(quantity.unit());
    }

    private static void streak(StringBuilder out, Waterfall waterfall, long base) {
        if (waterfall.streakReward() > 0) {
            Numbers.grouped(out.append(" + "), waterfall.streakReward())
                    .append(" for day ")
                    .append(waterfall.streakLength())
                    .append(" of a streak");
            Numbers.grouped(out.append(" = "), base);
        }
    }

    private static void cap(StringBuilder out, CapStep cap, String ruleId) {
        String window = cap.window().name();
        String owner = cap.cap().substring(0, cap.cap().length() - window.length() - 1);
        if (!owner.equals(ruleId)) {
            out.append(owner).append(' ');
        }
        out.append(cap.window().word()).append(" cap ");
        Numbers.grouped(out, cap.limit()).append(" reached");
        if (cap.usedBefore() > 0) {
            Numbers.grouped(out.append(" ("), cap.usedBefore()).append(" used before)");
        }
    }
}
