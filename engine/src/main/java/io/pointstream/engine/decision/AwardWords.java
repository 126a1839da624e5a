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
        product(out, waterfall.quantity(), waterfall.rate(), waterfall.weight());
        Numbers.grouped(out, award.points());
        if (award.streakReward() > 0) {
            Numbers.grouped(out.append(" + "), award.streakReward())
                    .append(" for day ")
                    .append(award.streakLength())
                    .append(" of a streak");
            Numbers.grouped(out.append(" = "), award.points() + award.streakReward());
        }
        Numbers.grouped(out.append("; "), award.granted()).append(" granted");
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

    /** Appends {@code 1,234.00 yuan × 2 = }, or nothing for a fixed award. */
    static StringBuilder product(
            StringBuilder out, @Nullable Quantity quantity, @Nullable String rate, @Nullable String weight) {
        if (quantity == null) {
            return out;
        }
        Numbers.grouped(out, quantity.unscaled(), quantity.decimals());
        if (quantity.unit() != null) {
            out.append(' ').append(quantity.unit());
        }
        out.append(" × ").append(rate);
        if (weight != null) {
            out.append(" × ").append(weight);
        }
        return out.append(" = ");
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

    private static void cap(StringBuilder out, CapStep cap, String ruleId) {
        int owner = cap.cap().length() - cap.window().name().length() - 1;
        if (!cap.cap().regionMatches(0, ruleId, 0, Math.max(owner, ruleId.length()))) {
            out.append(cap.cap(), 0, owner).append(' ');
        }
        out.append(cap.window().name().toLowerCase(Locale.ROOT)).append(" cap ");
        Numbers.grouped(out, cap.limit()).append(" reached");
        if (cap.usedBefore() > 0) {
            Numbers.grouped(out.append(" ("), cap.usedBefore()).append(" used before)");
        }
    }
}
