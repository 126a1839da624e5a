package io.pointstream.engine.risk;

import java.time.Instant;
import java.util.List;

/**
 * Where an account stands in the eyes of detection, as of one moment; the newest replaces all earlier ones.
 *
 * @param revision counts what was said of the account, from 1: what comes again or out of order is known by it
 * @param reviewedStep the account's newest step of points by which a reviewer's decision was carried out, as far as detection
 *     knew; 0 for none. What was said in ignorance of a newer decision does not undo it
 * @param at event time
 * @param cases open and confirmed ones, oldest first
 */
public record Risk(String accountId, long revision, long reviewedStep, Instant at, List<RiskCase> cases) {

    /** The level that counts: the highest of the cases. */
    public RiskLevel level() {
        return RiskCase.highest(cases);
    }
}
