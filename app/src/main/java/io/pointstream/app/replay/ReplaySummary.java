package io.pointstream.app.replay;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What a replay came to, added up while it goes; {@code summary.json}. */
final class ReplaySummary {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);

    long events;
    long badLines;
    long deadLetters;
    long decisions;
    long postings;
    long accounts;
    long notices;
    long signals;
    long flags;

    /** Base points before and after caps, and bonuses. */
    long basePoints;

    long grantedPoints;
    long bonusPoints;
    final Map<String, Long> outcomes = new TreeMap<>();
    final Map<String, Long> grantedByCategory = new TreeMap<>();

    /** Credits less debits of each ledger account; their sum is zero in a balanced ledger. */
    final Map<String, Long> ledger = new TreeMap<>();

    long ledgerSum;

    /** Available, held and frozen points of all accounts: what the ledger says the owners have. */
    long ownersBalance;

    void add(JournalEntry entry) {
        Decision decision = entry.getDecision();
        if (decision != null) {
            decisions++;
            outcomes.merge(decision.getOutcome().name(), 1L, Long::sum);
            basePoints += decision.getBasePoints();
            grantedPoints += decision.getGrantedPoints();
            bonusPoints += decision.getBonusPoints();
            String category = decision.getCategory();
            if (category != null) {
                grantedByCategory.merge(category, decision.getGrantedPoints() + decision.getBonusPoints(), Long::sum);
            }
        }
        for (Posting posting : entry.getPostings()) {
            postings++;
            long amount = Math.abs(posting.getPoints());
            ledger.merge(posting.getDebit().name(), -amount, Long::sum);
            ledger.merge(posting.getCredit().name(), amount, Long::sum);
        }
    }

    /** Whether an event with this outcome counts for its account (DOMAIN 1). */
    static boolean counted(Outcome outcome) {
        return outcome != Outcome.DUPLICATE && outcome != Outcome.TOO_LATE;
    }

    /** The text of {@code summary.json}. */
    String finish(Collection<AccountBalance> balances, int flagCount) throws JsonProcessingException {
        accounts = balances.size();
        flags = flagCount;
        ledgerSum = ledger.values().stream().mapToLong(Long::longValue).sum();
        ownersBalance = balances.stream()
                .mapToLong(balance -> balance.getAvailable() + balance.getHeld() + balance.getFrozen())
                .sum();
        return JSON.writeValueAsString(this);
    }
}
