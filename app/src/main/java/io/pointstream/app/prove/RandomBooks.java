package io.pointstream.app.prove;

import io.pointstream.app.simulate.world.Dice;
import io.pointstream.engine.rules.RuleBooks;
import java.util.List;

/**
 * Variants of the shipped rule book: points that expire soon, caps that are soon reached, redemptions that are soon large, so
 * that a short life meets what a real one meets in years. How long things are remembered is one for all versions of a world:
 * what one version lets an account forget another could not ask for.
 */
final class RandomBooks {

    /**
     * A passage of the shipped book and what may stand there instead.
     *
     * @param instead the passage itself is one more choice
     */
    private record Edit(String passage, List<String> instead) {}

    private static final List<Edit> MEMORY = List.of(
            edit("lateness: 3 days", "lateness: 1 days", "lateness: 6 days"),
            edit("eventIdMemory: 7 days", "eventIdMemory: 6 days", "eventIdMemory: 10 days"),
            edit("paymentMemory: 365 days", "paymentMemory: 20 days", "paymentMemory: 60 days"),
            edit("beforePayment: 3 days", "beforePayment: 1 days", "beforePayment: 5 days"));

    private static final List<Edit> TERMS = List.of(
            edit("answerWithin: 72 hours", "answerWithin: 5 hours", "answerWithin: 200 hours"),
            edit("refundWithin: 7 days", "refundWithin: 1 days"),
            edit("returnedDays: 7", "returnedDays: 1", "returnedDays: 40"),
            edit("reviewFrom: 20000", "reviewFrom: 2500", "reviewFrom: 600"),
            edit("minimum: 2000", "minimum: 700"),
            edit("perDay: 5", "perDay: 1"),
            edit(
                    "CONSUMPTION: { validity: 12 months",
                    "CONSUMPTION: { validity: 12 days",
                    "CONSUMPTION: { validity: 1 months"),
            edit(
                    "SOCIAL: { validity: 6 months, bonuses: true }",
                    "SOCIAL: { validity: 2 days, bonuses: true, caps: { day: 60, month: 900 } }"),
            edit(
                    "CONTENT: { validity: 6 months, bonuses: true }",
                    "CONTENT: { validity: 9 days, bonuses: true, caps: { week: 130 } }"),
            edit("CAMPAIGN: { validity: 30 days", "CAMPAIGN: { validity: 3 days"),
            edit("MEMBERSHIP: { validity: 6 months", "MEMBERSHIP: { validity: 1 days"),
            edit(
                    "caps: { transaction: 500, month: 5000 }",
                    "caps: { transaction: 90, day: 150, week: 400, month: 700 }"),
            edit("caps: { transaction: 1000, month: 10000 }", "caps: { month: 900, lifetime: 5000 }"),
            edit("caps: { transaction: 800, month: 8000 }", "caps: { day: 1000 }"),
            edit("caps: { day: 50 }", "caps: { day: 7, lifetime: 70 }"),
            edit("rate: 1.5 }", "rate: 0.7 }", "rate: 12.5 }"),
            edit("factor: 2.0", "factor: 3.3"),
            edit("reaches: { sum: steps, at: 1000", "reaches: { sum: steps, at: 3000"),
            edit("\ncategories:", "\ncaps: { day: 900, month: 9000, lifetime: 60000 }\ncategories:"));

    private final String memories;

    /** Rolls what is one for all versions. */
    RandomBooks(Dice dice) {
        memories = edited(RuleBooks.shippedYaml(), MEMORY, dice);
    }

    /** The text of a version. */
    String version(Dice dice) {
        return edited(memories, TERMS, dice);
    }

    private static Edit edit(String passage, String... instead) {
        return new Edit(passage, List.of(instead));
    }

    private static String edited(String shipped, List<Edit> edits, Dice dice) {
        String yaml = shipped;
        for (Edit edit : edits) {
            if (!yaml.contains(edit.passage())) {
                throw new IllegalStateException("the shipped rule book says nothing like: " + edit.passage());
            }
            if (dice.chance(0.5)) {
                yaml = yaml.replace(edit.passage(), dice.pick(edit.instead()));
            }
        }
        return yaml;
    }
}
