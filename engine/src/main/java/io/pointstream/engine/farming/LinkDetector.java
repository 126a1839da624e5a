package io.pointstream.engine.farming;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A detector that also looks at what accounts share. Its account half emits {@link Link.Use} links; its other half meets all links
 * of one target, with the same duties: small state and bounded work, however many accounts come.
 *
 * @param <S> what it remembers of one account, mutable
 * @param <T> what it remembers of one target, mutable
 */
public interface LinkDetector<S, T> extends Detector<S> {

    /** The targets that the account belongs to most, at most two: they are told what is found about it. */
    List<String> targets(S state);

    /** What counts of a link of this detector; null when it goes through something that people have allowed. */
    default @Nullable Link counting(Link link, Lists lists) {
        return link;
    }

    T newTarget();

    /** An account used the target. Links need not be in order, and may come again. */
    void onUse(T target, Link.Use use);

    /** Something was found about an account that has the target among its {@link #targets}. */
    default void onFound(T target, Link.Found found) {}

    /**
     * The accounts that are suspicious together, or null when there is nothing to say.
     *
     * @param link the newest, already taken in
     */
    @Nullable
    Ring ring(T target, Link link);

    void writeTarget(T target, StateWriter out);

    T readTarget(StateReader in);

    /**
     * Accounts that are suspicious by what they share.
     *
     * @param strength over 0, up to 1
     * @param shared ids of what they share, or of whom they have to do with
     * @param members in the order in which they came
     * @param alone the link's account, when it belongs to them but there is no room for it
     * @param reason in words
     * @param numbers about all of them
     */
    record Ring(
            double strength,
            List<String> shared,
            List<Member> members,
            @Nullable Member alone,
            String reason,
            Map<String, Double> numbers) {

        /** Accounts that share one target. */
        Ring(
                double strength,
                String target,
                List<Member> members,
                @Nullable Member alone,
                String reason,
                Map<String, Double> numbers) {
            this(strength, List.of(target), members, alone, reason, numbers);
        }

        /** About one of them: its own numbers too, and the others as counterparts, with their events. */
        Evidence evidence(Member member) {
            Map<String, Double> all = new HashMap<>(numbers);
            all.putAll(member.numbers);
            List<String> eventIds = new ArrayList<>();
            for (Member other : members) {
                if (eventIds.size() == Evidence.LIMIT - 1) {
                    break;
                }
                if (!other.accountId.equals(member.accountId)) {
                    eventIds.add(other.eventId);
                }
            }
            eventIds.add(member.eventId);
            return Evidence.of(all, counterparts(member.accountId), eventIds);
        }

        private List<String> counterparts(String without) {
            List<String> ids = new ArrayList<>(shared);
            for (Member member : members) {
                if (ids.size() >= Evidence.LIMIT) {
                    break;
                }
                if (!member.accountId.equals(without)) {
                    ids.add(member.accountId);
                }
            }
            return ids;
        }
    }

    /**
     * One of them.
     *
     * @param from the first use
     * @param to the newest use
     * @param eventId the event of the newest use
     * @param numbers about this account
     */
    record Member(String accountId, Instant from, Instant to, String eventId, Map<String, Double> numbers) {}
}
