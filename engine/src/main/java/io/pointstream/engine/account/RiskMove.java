package io.pointstream.engine.account;

import io.pointstream.engine.event.Review;
import io.pointstream.engine.risk.RiskCase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an account stands after a step that was about its cases.
 *
 * @param cases open and confirmed ones, oldest first
 * @param review the reviewer's decision that was carried out; null when the news came from detection
 */
public record RiskMove(List<RiskCase> cases, Review.@Nullable Decided review) {}
