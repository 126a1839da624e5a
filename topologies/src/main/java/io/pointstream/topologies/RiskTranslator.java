package io.pointstream.topologies;

import io.pointstream.engine.risk.Risk;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.RiskCase;
import io.pointstream.schemas.farming.RiskLevel;

/** The border between the two applications: where a suspected account stands, as detection says it and as points takes it in. */
public final class RiskTranslator {

    private RiskTranslator() {}

    /** As it goes to {@code farming.risk}. */
    public static AccountRisk toAvro(Risk risk) {
        return new AccountRisk(
                risk.accountId(),
                risk.revision(),
                risk.reviewedStep(),
                risk.at(),
                level(risk.level()),
                risk.cases().stream().map(RiskTranslator::riskCase).toList());
    }

    /**
     * As it comes from there.
     *
     * @throws IllegalArgumentException when a case asks for nothing
     */
    public static Risk toRisk(AccountRisk risk) {
        return new Risk(
                risk.getAccountId(),
                risk.getRevision(),
                risk.getReviewedStep(),
                risk.getAsOf(),
                risk.getCases().stream()
                        .map(each -> new io.pointstream.engine.risk.RiskCase(
                                each.getCaseId(),
                                io.pointstream.engine.risk.RiskLevel.valueOf(
                                        each.getLevel().name()),
                                each.getSince()))
                        .toList());
    }

    public static RiskCase riskCase(io.pointstream.engine.risk.RiskCase each) {
        return new RiskCase(each.caseId(), level(each.level()), each.since());
    }

    public static RiskLevel level(io.pointstream.engine.risk.RiskLevel level) {
        return RiskLevel.valueOf(level.name());
    }
}
