package io.pointstream.dashboards.account;

import io.pointstream.dashboards.page.Cells;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.sinks.report.Movement;
import io.pointstream.sinks.report.Waterfall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says why points moved. */
final class StatementWords {

    private StatementWords() {}

    /**
     * A line's reason.
     *
     * @param row of the step
     * @param movement the first of the line's
     * @param award of an EARN
     */
    static String of(Texts t, Cells row, Movement movement, @Nullable Waterfall award) {
        String redemption = movement.redemptionId();
        return switch (movement.kind()) {
            case "EARN" -> award == null ? t.name("rule", movement.ruleId()) : earned(t, movement.ruleId(), award);
            case "REVERSE" -> t.say("line.REVERSE", t.name("rule", movement.ruleId()));
            case "HOLD" -> t.lookup("line.HOLD");
            case "RELEASE" -> t.lookup("line.RELEASE." + released(row));
            case "CLAWBACK" -> t.lookup("line.CLAWBACK");
            case "FREEZE" -> t.say("line.FREEZE", redemption);
            case "CAPTURE" -> t.say("line.CAPTURE", redemption) + credited(t, movement);
            case "UNFREEZE" -> t.say("line.UNFREEZE." + unfrozen(row), redemption);
            case "REFUND" -> t.say("line.REFUND", redemption);
            case "EXPIRE" -> t.say("line.EXPIRE", String.valueOf(movement.expiresOn()));
            default -> t.name("rule", movement.ruleId());
        };
    }

    /** An award in one line: {@code JD purchase · 200 of 268 base points · +100 bonus}. */
    static String earned(Texts t, String ruleId, Waterfall award) {
        List<String> parts = new ArrayList<>();
        parts.add(t.name("rule", ruleId));
        parts.add(
                award.granted() == award.base()
                        ? t.say("line.EARN.whole", t.number(award.base()))
                        : t.say("line.EARN.part", t.number(award.granted()), t.number(award.base())));
        if (award.bonus() > 0) {
            parts.add(t.say("line.EARN.bonus", t.signed(award.bonus())));
        }
        return String.join(" · ", parts);
    }

    private static String released(Cells row) {
        boolean isRefund = row.list("movements", Movement.class).stream()
                .anyMatch(movement -> movement.kind().equals("REVERSE"));
        if (isRefund) {
            return "refund";
        }
        return row.text("type").equals("review.decided") ? "cleared" : "lapsed";
    }

    // A redemption that nobody answers is let go by a timer, which no event causes.
    private static String unfrozen(Cells row) {
        return switch (row.text("type")) {
            case "redemption.declined" -> "declined";
            case "redemption.out-of-stock" -> "outOfStock";
            case "review.decided" -> "confirmed";
            case "" -> "timedOut";
            default -> "other";
        };
    }

    private static String credited(Texts t, Movement capture) {
        BigDecimal amount = capture.creditedAmount();
        if (amount == null) {
            return "";
        }
        String what = t.exact(amount) + " " + t.name("unit", capture.creditedUnit());
        return t.say(
                capture.creditedOn() == null ? "line.credited.later" : "line.credited.on",
                what,
                String.valueOf(capture.creditedOn()));
    }
}
