package io.pointstream.engine.decision;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
        long base = award.points() + award.streakReward();
        if (waterfall.quantity() != null || base != award.points() || base != award.granted()) {
            if (waterfall.quantity() != null) {
                product(out, waterfall.quantity(), waterfall.rate(), waterfall.weight())
                        .append(" = ");
            }
            Numbers.grouped(out, award.points());
            streak(out, award, base);
            out.append("; ");
        }
        Numbers.grouped(out, award.granted()).append(" granted");
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
        return out.toString();
    }

    /** Appends {@code 1,234.00 yuan × 2}, or {@code 0} for a fixed award. */
    static StringBuilder product(
            StringBuilder out, @Nullable Quantity quantity, @Nullable String rate, @Nullable String weight) {
        if (quantity == null) {
            return out.append(0);
        }
        Numbers.grouped(out, quantity.unscaled(), quantity.decimals());
        if (quantity.unit() != null) {
            out.append(' ').append(quantity.unit());
        }
        out.append(" × ").append(rate);
        if (weight != null) {
            out.append(" × ").append(weight);
        }
        return out;
    }

    /** Appends {@code  for a7 in the window from 2026-05-01}. */
    static StringBuilder window(StringBuilder out, Reason.Reached reached) {
        if (!reached.key().isEmpty()) {
            out.append(" for ").append(reached.key());
        }
        return out.append(" in the ")
                .append(reached.per().name().toLowerCase(Locale.ROOT))
                .append(" of ")
                .append(reached.from());
    }

    private static void streak(StringBuilder out, Reason.Award award, long base) {
        if (award.streakReward() > 0) {
            Numbers.grouped(out.append(" + "), award.streakReward())
                    .append(" for day ")
                    .append(award.streakLength())
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
        out.append(window.toLowerCase(Locale.ROOT)).append(" cap ");
        Numbers.grouped(out, cap.limit()).append(" reached");
        if (cap.usedBefore() > 0) {
            Numbers.grouped(out.append(" ("), cap.usedBefore()).append(" used before)");
        }
    }
}
