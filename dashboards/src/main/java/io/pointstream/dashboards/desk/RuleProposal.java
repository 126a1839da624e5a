package io.pointstream.dashboards.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.pointstream.schemas.console.Act;
import java.time.Instant;
import java.util.Objects;

/**
 * A rule book that waits for a second person.
 *
 * @param actId names it
 * @param base the highest version number when it was proposed: what it says is a change of that
 * @param effectiveFrom events of this time and later are to be priced by it
 * @param reason why, in the proposer's words
 */
public record RuleProposal(
        String actId, String person, Instant at, int base, Instant effectiveFrom, String yaml, String reason) {

    static RuleProposal of(Act act) {
        JsonNode after = DeskState.after(act);
        return new RuleProposal(
                act.getActId(),
                act.getPerson(),
                act.getAt(),
                after.path("base").asInt(),
                Instant.parse(after.path("effectiveFrom").asText()),
                after.path("yaml").asText(),
                Objects.requireNonNullElse(act.getNote(), ""));
    }
}
