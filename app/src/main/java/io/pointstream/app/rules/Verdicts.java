package io.pointstream.app.rules;

import io.pointstream.engine.event.Review;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.FlagReason;
import io.pointstream.engine.farming.ReasonCode;
import io.pointstream.sinks.report.Wilson;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What reviewers said of the cases that detection had opened: a confirmed case was right in each reason code that it stood on at
 * that time, a cleared one wrong. Of several decisions on a case the last counts.
 */
final class Verdicts {

    private final Map<String, Flag> open = new HashMap<>();
    private final Map<ReasonCode, Map<String, Boolean>> rightByCase = new EnumMap<>(ReasonCode.class);

    /** One detector's record; at least one case was decided. */
    record Score(ReasonCode code, long confirmed, long cleared) {

        double precision() {
            return (double) confirmed / (confirmed + cleared);
        }

        /** Of the precision. */
        Wilson interval() {
            return Objects.requireNonNull(Wilson.of(confirmed, confirmed + cleared));
        }
    }

    /** Takes in where a case stands. */
    void flagged(Flag flag) {
        if (flag.end() == null) {
            open.put(flag.caseId(), flag);
        } else {
            open.remove(flag.caseId());
        }
    }

    /** Takes in a decision; one on no open case of the account says nothing of a detector. */
    void decided(Review.Decided review) {
        Flag flag = open.get(review.caseId());
        boolean confirmed = review.decision() == Review.Decision.CONFIRM;
        boolean settled = confirmed || review.decision() == Review.Decision.CLEAR;
        if (flag == null || !settled || !isAbout(flag, review.accountId())) {
            return;
        }
        for (FlagReason reason : flag.reasons()) {
            if (reason.contribution() > 0) {
                rightByCase
                        .computeIfAbsent(reason.code(), code -> new HashMap<>())
                        .put(flag.caseId(), confirmed);
            }
        }
    }

    private static boolean isAbout(Flag flag, String accountId) {
        return flag.accountId().equals(accountId) || flag.members().contains(accountId);
    }

    /** Of every detector on which reviewers have said something. */
    List<Score> scores() {
        return rightByCase.entrySet().stream()
                .map(entry -> {
                    long confirmed = entry.getValue().values().stream()
                            .filter(right -> right)
                            .count();
                    return new Score(entry.getKey(), confirmed, entry.getValue().size() - confirmed);
                })
                .toList();
    }
}
