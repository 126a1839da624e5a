package io.pointstream.dashboards.account;

import io.pointstream.dashboards.page.Case;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a statement: the postings of one kind that one step made for one event, or a step that moved nothing.
 *
 * @param step the number of the step
 * @param at when the event was, or the timer was due
 * @param kind EARN, REVERSE, HOLD, …; empty where nothing moved
 * @param title what happened
 * @param outcome what became of the event, in words; empty where no event caused the step, and on its further lines
 * @param words why
 * @param original the reason as the program said it; empty where it says no more
 * @param moved from which balance to which; empty where nothing moved
 * @param points signed; null where nothing moved
 * @param available points free less debt, after the line
 * @param others what the account has besides, after the line; empty for nothing
 * @param eventId empty where no event caused it
 * @param reversed the step whose points are taken back; 0 for none
 * @param waterfall how an award came about; empty for what is none
 * @param awarded points of that award, bonuses included
 * @param cases that the reason names
 * @param journal where the step lies in Kafka
 */
public record StatementLine(
        long step,
        @Nullable Instant at,
        String kind,
        String title,
        String outcome,
        String words,
        String original,
        String moved,
        @Nullable Long points,
        long available,
        String others,
        String eventId,
        long reversed,
        List<WaterfallLine> waterfall,
        long awarded,
        List<Case> cases,
        String journal) {

    /** Whether points left the owner, or came. */
    public String style() {
        return switch (kind) {
            case "EARN", "RELEASE", "UNFREEZE", "REFUND" -> "plus";
            case "REVERSE", "EXPIRE", "CLAWBACK", "CAPTURE" -> "minus";
            default -> "quiet";
        };
    }
}
