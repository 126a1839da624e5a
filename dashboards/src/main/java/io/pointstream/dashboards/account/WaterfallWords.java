package io.pointstream.dashboards.account;

import io.pointstream.dashboards.text.Texts;
import io.pointstream.dashboards.text.Words;
import io.pointstream.sinks.report.Waterfall;
import io.pointstream.sinks.report.Waterfall.Bonus;
import io.pointstream.sinks.report.Waterfall.CapCut;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Says why an award is what it is, from what the event counts to the last bonus. */
final class WaterfallWords {

    private final Texts t;
    private final Words words;
    private final Waterfall award;
    private final boolean held;
    private final List<WaterfallLine> lines = new ArrayList<>();

    private WaterfallWords(Texts t, Waterfall award, boolean held) {
        this.t = t;
        this.words = new Words(t);
        this.award = award;
        this.held = held;
    }

    /**
     * The lines, in the order of the calculation.
     *
     * @param held whether the points are withheld
     */
    static List<WaterfallLine> of(Texts t, Waterfall award, boolean held) {
        var words = new WaterfallWords(t, award, held);
        words.price();
        words.clampAndStreak();
        words.caps();
        words.bonuses();
        return words.lines;
    }

    /** Points before they were clamped: what the product is rounded down to. */
    private long computed() {
        Long clamped = award.clampComputed();
        return clamped == null ? award.base() - award.streakReward() : clamped;
    }

    /** Whether more than the result was recorded: otherwise nothing tells a fixed award from one that was reckoned. */
    private boolean isRecorded() {
        return (award.bonus() == 0 || !award.bonuses().isEmpty())
                && (award.cappedBy().isEmpty() || !award.caps().isEmpty());
    }

    private void price() {
        BigDecimal quantity = award.quantity();
        BigDecimal rate = award.rate();
        if (quantity == null || rate == null) {
            line(
                    "fixed",
                    t.lookup(isRecorded() ? "fall.fixed.words" : "fall.unknownPrice.words"),
                    t.number(computed()));
            return;
        }
        BigDecimal counted = award.counted() == null ? quantity : award.counted();
        line(
                "quantity",
                counted.compareTo(quantity) == 0
                        ? amount(quantity)
                        : t.say("fall.counted", amount(quantity), amount(counted)),
                "");
        BigDecimal before = award.runningBefore();
        BigDecimal total = before == null ? counted : before.add(counted.max(BigDecimal.ZERO));
        if (before != null) {
            line("running", running(amount(before), amount(total)), "");
        }
        BigDecimal weight = award.weight();
        String factors = "× " + t.exact(rate) + (weight == null ? "" : " × " + t.exact(weight));
        String sum = t.exact(total) + " " + factors;
        if (award.brackets().isEmpty()) {
            BigDecimal product = total.multiply(rate).multiply(weight == null ? BigDecimal.ONE : weight);
            line("product", sum + " = " + t.exact(product), "");
            rounding(product);
        } else {
            lines.add(new WaterfallLine(t.lookup("fall.product"), sum, award.brackets(), "", ""));
            line("rounded", t.lookup("fall.rounded.somehow"), t.number(computed()));
        }
    }

    private String running(String before, String total) {
        String window = award.runningWindow().equals("LIFETIME")
                ? t.name("window", award.runningWindow())
                : t.say("fall.window." + award.runningWindow(), String.valueOf(award.runningFrom()));
        return t.say("fall.running.words", window, before, total)
                + (award.runningKey().isEmpty() ? "" : " · " + award.runningKey());
    }

    // What is said of rounding has to be what happened: only where the product leads to the number that was recorded.
    private void rounding(BigDecimal product) {
        BigDecimal whole = product.setScale(0, RoundingMode.FLOOR);
        BigDecimal dropped = product.subtract(whole);
        boolean explained =
                whole.subtract(BigDecimal.valueOf(award.runningEarlier())).compareTo(BigDecimal.valueOf(computed()))
                        == 0;
        String how = !explained
                ? t.lookup("fall.rounded.somehow")
                : dropped.signum() == 0
                        ? t.lookup("fall.rounded.nothing")
                        : t.say("fall.rounded.words", t.exact(dropped), t.exact(whole));
        if (award.runningBefore() == null) {
            line("rounded", how, t.number(computed()));
        } else {
            line("rounded", how, t.exact(whole));
            line("earlier", t.say("fall.earlier.words", t.number(award.runningEarlier())), t.number(computed()));
        }
    }

    private String amount(BigDecimal quantity) {
        return award.unit().isEmpty() ? t.exact(quantity) : t.exact(quantity) + " " + t.name("unit", award.unit());
    }

    private void clampAndStreak() {
        Long to = award.clampTo();
        if (to != null) {
            line("clamp", t.say(to > computed() ? "fall.raised" : "fall.lowered", t.number(to)), t.number(to));
        }
        if (award.streakLength() > 0) {
            line(
                    "streak",
                    t.say(
                            award.streakReward() > 0 ? "fall.streak.paid" : "fall.streak.unpaid",
                            t.number(award.streakLength())),
                    award.streakReward() > 0 ? t.signed(award.streakReward()) : "");
        }
    }

    private void caps() {
        if (award.caps().isEmpty() && award.granted() == award.base()) {
            return;
        }
        sum("base", t.number(award.base()), "");
        long left = award.base();
        for (CapCut cap : award.caps()) {
            String room = cap.window().equals("TRANSACTION")
                    ? t.say("fall.cap.once", t.number(cap.limit()))
                    : t.say(
                            "fall.cap.window",
                            t.number(cap.limit()),
                            t.number(cap.usedBefore()),
                            t.number(Math.max(0, cap.limit() - cap.usedBefore())));
            String took = cap.cut() == 0
                    ? t.say("fall.cap.nothing", t.number(left))
                    : t.say("fall.cap.cut", t.number(cap.cut()), t.number(left));
            lines.add(new WaterfallLine(
                    t.say("fall.cap", words.cap(cap.cap())),
                    t.say("fall.cap.words", room, took),
                    "",
                    cap.cut() == 0 ? "" : t.signed(-cap.cut()),
                    cap.cut() == 0 ? "" : "cut"));
            left -= cap.cut();
        }
        if (left != award.granted()) {
            line(
                    "unknownCuts",
                    t.say(
                            "fall.unknownCuts.words",
                            award.cappedBy().stream()
                                    .map(words::cap)
                                    .reduce((one, other) -> one + ", " + other)
                                    .orElse("–")),
                    t.signed(award.granted() - left));
        }
        long forfeited = award.base() - award.granted();
        sum(
                "granted",
                t.number(award.granted()),
                forfeited == 0 ? "" : t.say("fall.forfeited", t.number(forfeited), t.number(award.base())));
    }

    private void bonuses() {
        for (Bonus bonus : award.bonuses()) {
            BigDecimal exact = bonus.factor().subtract(BigDecimal.ONE).multiply(BigDecimal.valueOf(award.granted()));
            boolean rounded = exact.compareTo(BigDecimal.valueOf(bonus.points())) != 0;
            String how = t.say("fall.bonus", t.exact(bonus.factor()), t.number(award.granted()), t.exact(exact));
            lines.add(new WaterfallLine(
                    t.say("fall.bonus.of", t.name("component", bonus.component()), source(bonus)),
                    rounded ? t.say("fall.bonus.rounded", how) : how,
                    "",
                    t.signed(bonus.points()),
                    ""));
        }
        if (award.bonuses().isEmpty() && award.bonus() > 0) {
            line("unknownBonus", t.lookup("fall.unknownBonus.words"), t.signed(award.bonus()));
        }
        boolean saidAbove = award.bonus() == 0 && !held && !award.caps().isEmpty();
        if (!saidAbove) {
            sum(
                    "together",
                    t.number(award.granted() + award.bonus()),
                    held ? t.lookup("fall.held") : award.bonus() == 0 ? "" : t.lookup("fall.bonus.free"));
        }
    }

    private String source(Bonus bonus) {
        return switch (bonus.component()) {
            case "TIER_BONUS" -> t.name("tier", bonus.source());
            case "BIRTHDAY_BONUS" -> t.lookup("fall.birthday");
            default -> t.name("rule", bonus.source());
        };
    }

    private void line(String what, String how, String figure) {
        lines.add(new WaterfallLine(t.lookup("fall." + what), how, "", figure, ""));
    }

    private void sum(String what, String figure, String how) {
        lines.add(new WaterfallLine(t.lookup("fall." + what), how, "", figure, "sum"));
    }
}
