package io.pointstream.app.simulate;

import io.pointstream.app.simulate.Population.Resident;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.activity.ReviewDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reviewers who look at a small random sample of accounts, as an audit does, and are right most of the time. */
final class ReviewDesk {
    private static final double REVIEWS_PER_ACCOUNT_AND_DAY = 0.0005;
    private static final double SEEN_THROUGH = 0.9;
    private static final int REVIEWERS = 4;

    private final Dice dice;

    ReviewDesk(Dice dice) {
        this.dice = dice;
    }

    void live(List<Resident> residents, Day day) {
        for (int n = dice.poisson(residents.size() * REVIEWS_PER_ACCOUNT_AND_DAY); n > 0; n--) {
            Resident resident = dice.pick(residents);
            if (resident.account().arrival() > day.number()) {
                continue;
            }
            Instant at = day.date()
                    .atTime(9, 0)
                    .atZone(Day.ZONE)
                    .toInstant()
                    .plus(Duration.ofMillis(dice.between(0, 8 * 3_600_000)));
            day.recordElsewhere(resident.account(), at, decision(resident));
        }
    }

    private ReviewDecided decision(Resident resident) {
        String caseId = resident.account().newId("audit");
        String reviewer = "reviewer-" + dice.between(1, REVIEWERS);
        boolean farms = resident.account().firstFarmedAt() != null;
        if (!dice.chance(SEEN_THROUGH)) {
            return new ReviewDecided(caseId, ReviewDecision.ESCALATE, reviewer, "Unclear, a second look is needed");
        }
        return farms
                ? new ReviewDecided(caseId, ReviewDecision.CONFIRM, reviewer, "No person does this")
                : new ReviewDecided(caseId, ReviewDecision.CLEAR, reviewer, "Random audit, nothing found");
    }
}
