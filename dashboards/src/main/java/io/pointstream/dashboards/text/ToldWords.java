package io.pointstream.dashboards.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in the language of a page what the engine says in English of an event that earned nothing, or of an instruction: each form of
 * its sentences ({@code Reason} and {@code LedgerWords} of the engine) is known by a pattern, and made anew with what stands in it.
 */
final class ToldWords {

    private static final String POINTS = "(-?[\\d,]+) points?";
    private static final String YUAN = "([\\d,.]+) yuan";

    /** What may stand in a sentence and has a name. */
    private static final List<String> NAMED =
            List.of("rule", "tier", "type", "redemption", "partner", "verdict", "unit");

    private record Form(String key, Pattern english) {
        static Form of(String key, String english) {
            return new Form(key, Pattern.compile(english));
        }
    }

    /** The first that fits counts: the general ones stand behind. */
    private static final List<Form> FORMS = List.of(
            Form.of("noCondition", "no rule's condition holds for this (\\S+)"),
            Form.of("noRule", "no rule for (\\S+)"),
            Form.of("notCarriedOut", "(\\S+) instructions are not carried out by this rule book"),
            Form.of("duplicate", "the event id was already used by an event of (\\S+)"),
            Form.of("tooLate", "(.+) behind the account's newest event of (\\S+); the limit is (.+)"),
            Form.of("paid.day", "(\\S+): (?:this .+ was )?already paid in the day of (\\S+)"),
            Form.of("paid.week", "(\\S+): (?:this .+ was )?already paid in the week of (\\S+)"),
            Form.of("paid.month", "(\\S+): (?:this .+ was )?already paid in the month of (\\S+)"),
            Form.of("paid.at", "(\\S+): (?:this .+ was )?already paid at (\\S+)"),
            Form.of("used", "(\\S+): (?:this .+ was )?already used (?:in the \\w+ of|at) (\\S+)"),
            Form.of("notYet", "(\\S+): ([\\d,]+) of ([\\d,]+) .+ so far"),
            Form.of("reachedBefore", "(\\S+): ([\\d,]+) .+ were reached and paid before"),
            Form.of("zero", "(\\S+): .+ is less than 1 point"),
            Form.of("tierOnly", "(\\S+): for (\\w+); the tier is (\\w+)"),
            Form.of("tierFrom", "(\\S+): for (\\w+) and above; the tier is (\\w+)"),
            Form.of("period", "(\\S+): \\w+ (\\S+) is not (\\S+), in which the event lies"),
            Form.of("runs", "(\\S+): runs from (\\S+) until (\\S+)"),
            Form.of("runsFrom", "(\\S+): runs from (\\S+)"),
            Form.of("runsUntil", "(\\S+): runs until (\\S+)"),
            Form.of("stepAfter", "(\\S+): .+ comes after (\\d+), which is not done"),
            Form.of("stepDone", "(\\S+): .+ was already done at (\\S+)"),
            Form.of("stepNone", "(\\S+): \\w+ (-?\\d+)(?: .+)? is none of 1 to (\\d+)"),
            Form.of("refunded", YUAN + " of payment (.+) refunded(?:, .+)?, of " + YUAN + "; " + POINTS + " reversed"),
            Form.of(
                    "refundedInDebt",
                    YUAN + " of payment (.+) refunded(?:, .+)?, of " + YUAN + "; " + POINTS
                            + " reversed, ([\\d,]+) of them as debt"),
            Form.of("refundedAfterClawBack", YUAN + " of payment (.+) refunded; what it earned was clawed back before"),
            Form.of("refundWaits", "payment (.+) is not known; the refund waits for it until (\\S+)"),
            Form.of("refundTooOld", "payment (.+) is not known, and the refund is too old to wait for it"),
            Form.of("refundKnown", "refund (.+) was already counted by an event of (\\S+)"),
            Form.of("refundNothingLeft", "all " + YUAN + " of payment (.+) were refunded before"),
            Form.of("notOffered", "(\\w+) is not offered by this rule book"),
            Form.of("redemptionKnown", "redemption (.+) was already requested at (\\S+)"),
            Form.of("belowMinimum", "(\\w+): " + POINTS + " are below the minimum of ([\\d,]+)"),
            Form.of("conditionNotMet", "(\\w+): the request does not meet (.+)"),
            Form.of("noPartner", "(\\w+): no partner is named"),
            Form.of("otherPartner", "(\\w+): (.+) takes no points over"),
            Form.of("overDailyLimit", "(.+): ([\\d,]+) a day, used up on (\\S+)"),
            Form.of("inDebt", "the account owes " + POINTS),
            Form.of("notEnough", POINTS + " needed, (-?[\\d,]+) available"),
            Form.of("frozen", POINTS + " frozen; the merchant answers before (\\S+)"),
            Form.of("frozenForReview", POINTS + " frozen until case (.+) is decided"),
            Form.of("notWaiting", "redemption (.+) waits for no such answer: it is (.+)"),
            Form.of("redemptionUnknown", "redemption (.+) is not known"),
            Form.of("acceptanceRemembered", "accepted; the points are captured when case (.+) is cleared"),
            Form.of("capturedOn", POINTS + " captured for (\\S+) (\\S+), credited on (\\S+)"),
            Form.of("captured", POINTS + " captured for (\\S+) (\\S+), credited when triggered"),
            Form.of("cleared", "case (.+) cleared by (.+); " + POINTS + " released"),
            Form.of(
                    "confirmed",
                    "case (.+) confirmed by (.+); " + POINTS
                            + " clawed back; the account earns nothing until it is reinstated"),
            Form.of("reinstated", "case (.+) reinstated by (.+)"),
            Form.of("caseCleared", "case (.+) cleared; the merchant answers before (\\S+)"),
            Form.of(
                    "blocked",
                    "case (.+) was confirmed; the account earns nothing since (\\S+) until it is reinstated"),
            Form.of("confirmedBefore", "case (.+) is closed: it was confirmed at (\\S+)"),
            Form.of("escalated", "case (.+) stays open"),
            Form.of("noSuchCase", "case (.+) is not open"),
            Form.of("noSuchDecision", "(\\w+) decides nothing about case (.+)"),
            Form.of("released", "([\\w ]+); " + POINTS + " released"),
            Form.of("givenBack", POINTS + " given back"),
            Form.of("tooLateToRefund", "accepted at (\\S+), to be refunded until (\\S+)"),
            Form.of("tierSet", "tier (\\w+) from (\\S+)"),
            Form.of("opened", "(\\S+): × (\\S+) from (\\S+) until (\\S+)"));

    private ToldWords() {}

    /** The sentence; empty where it has no form that is known, or the language needs none. */
    static Optional<String> of(Texts t, String english) {
        for (Form form : FORMS) {
            if (t.names("told", form.key)) {
                Matcher matcher = form.english.matcher(english);
                if (matcher.matches()) {
                    List<String> parts = new ArrayList<>();
                    for (int i = 1; i <= matcher.groupCount(); i++) {
                        parts.add(word(t, matcher.group(i)));
                    }
                    return Optional.of(t.say("told." + form.key, parts.toArray()));
                }
            }
        }
        return Optional.empty();
    }

    // A time, or what has a name of its own in this language; all else is as it is.
    private static String word(Texts t, String part) {
        for (String kind : NAMED) {
            if (t.names(kind, part)) {
                return t.name(kind, part);
            }
        }
        String answer = part.replace(' ', '_');
        if (t.names("told.answer", answer)) {
            return t.name("told.answer", answer);
        }
        try {
            return part.endsWith("Z") ? t.time(Instant.parse(part)) : part;
        } catch (DateTimeException e) {
            return part;
        }
    }
}
