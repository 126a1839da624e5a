package io.pointstream.dashboards.rules;

import io.pointstream.dashboards.text.Texts;
import io.pointstream.dashboards.text.Words;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Waterfall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how the points of a decision came about, and why they are not more.
 *
 * @param t the words of the language
 */
public record TrialWords(Texts t) {

    /**
     * A line of the calculation.
     *
     * @param points that it adds or takes; null where it only says something
     * @param isSum whether it is what all before it come to
     */
    public record Line(String what, String how, @Nullable Long points, boolean isSum) {}

    /** From the quantity to the points, line by line; empty where no rule awards. */
    public List<Line> calculation(Decision decision) {
        Waterfall waterfall = decision.getWaterfall();
        if (waterfall == null) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        long streak = waterfall.getStreak() == null ? 0 : waterfall.getStreak().getReward();
        lines.add(new Line(
                t.lookup("try.base"), product(waterfall), decision.getBasePoints() - streak, false));
        if (streak > 0) {
            lines.add(new Line(
                    t.lookup("try.streak"),
                    t.say("try.streak.day", t.number(waterfall.getStreak().getLength())),
                    streak,
                    false));
        }
        for (CapStep cap : waterfall.getCaps()) {
            lines.add(new Line(
                    t.say("try.cap", new Words(t).cap(cap.getCap())),
                    t.say("try.cap.used", t.number(cap.getLimit()), t.number(cap.getUsedBefore())),
                    -cap.getCut(),
                    false));
        }
        lines.add(new Line(t.lookup("try.granted"), "", decision.getGrantedPoints(), true));
        for (BonusStep bonus : waterfall.getBonuses()) {
            lines.add(new Line(
                    t.name("component", bonus.getComponent().name()),
                    source(bonus.getSource()) + " × " + bonus.getFactor(),
                    bonus.getPoints(),
                    false));
        }
        if (!waterfall.getBonuses().isEmpty()) {
            lines.add(new Line(
                    t.lookup("total"), "", decision.getGrantedPoints() + decision.getBonusPoints(), true));
        }
        return lines;
    }

    private String source(String source) {
        return t.names("tier", source) ? t.name("tier", source) : t.name("rule", source);
    }

    private String product(Waterfall waterfall) {
        if (waterfall.getQuantity() == null) {
            return t.lookup("try.fixed");
        }
        StringBuilder product = new StringBuilder(quantity(waterfall, waterfall.getQuantity()));
        if (waterfall.getCounted() != null) {
            product.append(t.say("try.counted", quantity(waterfall, waterfall.getCounted())));
        }
        product.append(" × ").append(waterfall.getRate());
        if (waterfall.getBrackets() != null) {
            product.append(", ").append(waterfall.getBrackets());
        }
        if (waterfall.getWeight() != null) {
            product.append(" × ").append(waterfall.getWeight());
        }
        if (waterfall.getRunning() != null) {
            product.append(t.say(
                    "try.running",
                    waterfall.getRunning().getBefore(),
                    t.number(waterfall.getRunning().getEarlier())));
        }
        if (waterfall.getClamp() != null) {
            product.append(t.say(
                    "try.clamped",
                    t.number(waterfall.getClamp().getComputed()),
                    t.number(waterfall.getClamp().getTo())));
        }
        return product.toString();
    }

    private String quantity(Waterfall waterfall, String amount) {
        return waterfall.getUnit() == null ? amount : amount + " " + t.name("unit", waterfall.getUnit());
    }

    /** Why the points are not more: each cap that cut, each limit of the rule; of no award, the reason. */
    public List<String> whyNotMore(Decision decision) {
        Waterfall waterfall = decision.getWaterfall();
        List<String> said = new ArrayList<>();
        if (waterfall == null) {
            said.add(t.name("tryout", decision.getOutcome().name()));
            return said;
        }
        if (decision.getOutcome() == Outcome.HELD) {
            said.add(t.lookup("tryout.HELD"));
        }
        for (CapStep cap : waterfall.getCaps()) {
            if (cap.getCut() > 0) {
                said.add(t.say(
                        "try.why.cap",
                        new Words(t).cap(cap.getCap()),
                        t.number(cap.getLimit()),
                        t.number(cap.getUsedBefore()),
                        t.number(cap.getCut())));
            }
        }
        if (waterfall.getCounted() != null) {
            said.add(t.say(
                    "try.why.counted",
                    quantity(waterfall, String.valueOf(waterfall.getQuantity())),
                    quantity(waterfall, waterfall.getCounted())));
        }
        if (waterfall.getClamp() != null
                && waterfall.getClamp().getTo() < waterfall.getClamp().getComputed()) {
            said.add(t.say(
                    "try.why.clamp",
                    t.number(waterfall.getClamp().getComputed()),
                    t.number(waterfall.getClamp().getTo())));
        }
        if (said.isEmpty()) {
            said.add(t.lookup("try.why.nothing"));
        }
        return said;
    }
}
