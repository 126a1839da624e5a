package io.pointstream.topologies.points;

import io.pointstream.topologies.StreamsRunner;
import io.pointstream.topologies.rules.ProgramRules;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.HostInfo;

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
        try {
            KeyQueryMetadata owner = points.owner(PointsTopology.ACCOUNTS, accountId);
            if (owner.equals(KeyQueryMetadata.NOT_AVAILABLE)
                    || owner.activeHost().equals(HostInfo.unavailable())) {
                return new Answer.Unavailable("accounts are being assigned to instances");
            }
            return owner.activeHost().equals(self)
                    ? findHere(accountId, owner.partition())
                    : new Answer.Elsewhere(
                            owner.activeHost().host(), owner.activeHost().port());
        } catch (IllegalStateException | StreamsException e) {
            return new Answer.Unavailable("points is " + points.state());
        }
    }

    private Answer findHere(String accountId, int partition) {
        Bytes key = Bytes.wrap(accountId.getBytes(StandardCharsets.UTF_8));
        QueryResult<byte[]> result = points.query(StateQueryRequest.inStore(PointsTopology.ACCOUNTS)
                        .withQuery(KeyQuery.<Bytes, byte[]>withKey(key))
                        .withPartitions(Set.of(partition))
                        .requireActive())
                .getPartitionResults()
                .get(partition);
        if (result == null || result.isFailure()) {
            return new Answer.Unavailable("partition " + partition + " is "
                    + (result == null ? "not here" : result.getFailureReason().name()));
        }
        byte[] stored = result.getResult();
        return stored == null
                ? new Answer.Unknown()
                : new Answer.Found(AccountView.of(
                        LiveAccount.stored(accountId, stored), rules.engine().books(), ticks.newest()));
    }
}
