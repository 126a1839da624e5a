package io.pointstream.dashboards.rules;

import io.pointstream.dashboards.text.Texts;
import io.pointstream.dashboards.text.Words;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.Clamp;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.RunningTotal;
import io.pointstream.schemas.points.Streak;
import io.pointstream.schemas.points.Waterfall;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how the points of a decision came about, and why they are not more.
 *
 * @param t the words of the language
 */
public record TrialWords(Texts t) {

    /**
     * A line of the calculation.
     *
     * @param points that it adds or takes, or what it comes to
     * @param isSum whether it is what all before it come to
     */
    public record Line(String what, String how, long points, boolean isSum) {}

    /** From the quantity to the points, line by line; empty where no rule awards. */
    public List<Line> calculation(Decision decision) {
        Waterfall waterfall = decision.getWaterfall();
        if (waterfall == null) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        Streak streak = waterfall.getStreak();
        long reward = streak == null ? 0 : streak.getReward();
        lines.add(new Line(t.lookup("try.base"), product(waterfall), decision.getBasePoints() - reward, false));
        if (streak != null && reward > 0) {
            lines.add(new Line(
                    t.lookup("try.streak"), t.say("try.streak.day", t.number(streak.getLength())), reward, false));
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
            lines.add(new Line(t.lookup("total"), "", decision.getGrantedPoints() + decision.getBonusPoints(), true));
        }
        return lines;
    }

    private String source(String source) {
        return t.names("tier", source) ? t.name("tier", source) : t.name("rule", source);
    }

    private String product(Waterfall waterfall) {
        String quantity = waterfall.getQuantity();
        if (quantity == null) {
            return t.lookup("try.fixed");
        }
        StringBuilder product = new StringBuilder(quantity(waterfall, quantity));
        String counted = waterfall.getCounted();
        if (counted != null) {
            product.append(t.say("try.counted", quantity(waterfall, counted)));
        }
        product.append(" × ").append(waterfall.getRate());
        if (waterfall.getBrackets() != null) {
            product.append(", ").append(waterfall.getBrackets());
        }
        if (waterfall.getWeight() != null) {
            product.append(" × ").append(waterfall.getWeight());
        }
        RunningTotal running = waterfall.getRunning();
        if (running != null) {
            product.append(t.say("try.running", running.getBefore(), t.number(running.getEarlier())));
        }
        Clamp clamp = waterfall.getClamp();
        if (clamp != null) {
            product.append(t.say("try.clamped", t.number(clamp.getComputed()), t.number(clamp.getTo())));
        }
        return product.toString();
    }

    private String quantity(Waterfall waterfall, String amount) {
        String unit = waterfall.getUnit();
        return unit == null ? amount : amount + " " + t.name("unit", unit);
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
        String counted = waterfall.getCounted();
        if (counted != null) {
            said.add(t.say(
                    "try.why.counted",
                    quantity(waterfall, String.valueOf(waterfall.getQuantity())),
                    quantity(waterfall, counted)));
        }
        Clamp clamp = waterfall.getClamp();
        if (clamp != null && clamp.getTo() < clamp.getComputed()) {
            said.add(t.say("try.why.clamp", t.number(clamp.getComputed()), t.number(clamp.getTo())));
        }
        if (said.isEmpty()) {
            said.add(t.lookup("try.why.nothing"));
        }
        return said;
    }
}
