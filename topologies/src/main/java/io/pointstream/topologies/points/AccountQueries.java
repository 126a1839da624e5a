package io.pointstream.topologies.points;

import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.topologies.StreamsRunner;
import io.pointstream.topologies.points.Rehearsal.Basis;
import io.pointstream.topologies.points.Rehearsal.Stored;
import io.pointstream.topologies.rules.ProgramRules;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Looks at accounts in the state of a running points application, from any thread.
 *
 * <p>Accounts are written into the state once per commit, just before it. So what is seen is the state of the newest commit or,
 * for the milliseconds that a commit takes, of the one under way: whoever has read a committed journal entry finds its step
 * here. If a commit fails after it was seen, its events are processed again, and lead to the same state but for
 * timers that become due meanwhile.
 */
public final class AccountQueries {

    /** What is found. */
    public sealed interface Answer {

        /** The account is here. */
        record Found(AccountView account) implements Answer {}

        /** It would be here, and nothing ever happened to it. */
        record Unknown() implements Answer {}

        /** Another instance owns it: the one that gave itself this address. */
        record Elsewhere(String host, int port) implements Answer {}

        /** Nobody can say now: partitions move, or state is restored. */
        record Unavailable(String reason) implements Answer {}
    }

    private final StreamsRunner points;
    private final HostInfo self;
    private final ProgramRules rules;
    private final Ticks ticks;

    /**
     * Looks at a running application.
     *
     * @param self the address under which this instance runs it ({@code application.server})
     */
    public AccountQueries(StreamsRunner points, HostInfo self, ProgramRules rules, Ticks ticks) {
        this.points = points;
        this.self = self;
        this.rules = rules;
        this.ticks = ticks;
    }

    /** Looks for an account. */
    public Answer find(String accountId) {
        return switch (place(accountId)) {
            case Place.Here here ->
                new Answer.Found(AccountView.of(
                        LiveAccount.stored(accountId, here.stored),
                        rules.engine().books(),
                        ticks.newest()));
            case Place.Away(Answer why) -> why;
        };
    }

    /**
     * What an event would become if it came next, with the account as it is here, or else with a new one: the rehearsal says
     * which. Throws what the engine throws for an event that it cannot take.
     */
    public Rehearsal rehearse(RuleBooks books, Activity activity) {
        return switch (place(activity.getAccountId())) {
            case Place.Here here -> rehearse(books, activity, here);
            case Place.Away(Answer why) -> Rehearsal.ofNew(books, activity, basis(why));
        };
    }

    /** The same, by the rule books that the application runs with. */
    public Rehearsal rehearse(Activity activity) {
        return rehearse(rules.engine().books(), activity);
    }

    private static Basis basis(Answer why) {
        return why instanceof Answer.Unknown
                ? Basis.NEW
                : why instanceof Answer.Elsewhere ? Basis.ELSEWHERE : Basis.UNAVAILABLE;
    }

    private Rehearsal rehearse(RuleBooks books, Activity activity, Place.Here here) {
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> eventIds = points.store(PointsTopology.EVENT_IDS, here.partition);
            ReadOnlyKeyValueStore<Bytes, byte[]> remembered = points.store(PointsTopology.REMEMBERED, here.partition);
            Stored stored = new Stored(here.stored, new AskedStore(eventIds::get), new AskedStore(remembered::get));
            return Rehearsal.of(books, activity, stored, ticks.newest(), Basis.LIVE);
        } catch (IllegalStateException | StreamsException e) {
            // The partition moves away, or has moved on between the reading of two stores.
            return Rehearsal.ofNew(books, activity, Basis.UNAVAILABLE);
        }
    }

    /** Where an account is. */
    private sealed interface Place {

        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Here(int partition, byte[] stored) implements Place {}

        record Away(Answer why) implements Place {}
    }

    private Place place(String accountId) {
        try {
            KeyQueryMetadata owner = points.owner(PointsTopology.ACCOUNTS, accountId);
            if (owner.equals(KeyQueryMetadata.NOT_AVAILABLE)
                    || owner.activeHost().equals(HostInfo.unavailable())) {
                return new Place.Away(new Answer.Unavailable("accounts are being assigned to instances"));
            }
            if (!owner.activeHost().equals(self)) {
                return new Place.Away(new Answer.Elsewhere(
                        owner.activeHost().host(), owner.activeHost().port()));
            }
            byte[] stored = points.<Bytes, byte[]>store(PointsTopology.ACCOUNTS, owner.partition())
                    .get(Bytes.wrap(accountId.getBytes(StandardCharsets.UTF_8)));
            return stored == null ? new Place.Away(new Answer.Unknown()) : new Place.Here(owner.partition(), stored);
        } catch (IllegalStateException | StreamsException e) {
            return new Place.Away(new Answer.Unavailable("points is " + points.state()));
        }
    }
}
