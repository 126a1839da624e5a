package io.pointstream.topologies.points;

import io.pointstream.topologies.StreamsRunner;
import io.pointstream.topologies.rules.ProgramRules;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.StreamsException;
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
        byte[] stored;
        try {
            KeyQueryMetadata owner = points.owner(PointsTopology.ACCOUNTS, accountId);
            if (owner.equals(KeyQueryMetadata.NOT_AVAILABLE)
                    || owner.activeHost().equals(HostInfo.unavailable())) {
                return new Answer.Unavailable("accounts are being assigned to instances");
            }
            if (!owner.activeHost().equals(self)) {
                return new Answer.Elsewhere(
                        owner.activeHost().host(), owner.activeHost().port());
            }
            stored = points.<Bytes, byte[]>store(PointsTopology.ACCOUNTS, owner.partition())
                    .get(Bytes.wrap(accountId.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalStateException | StreamsException e) {
            return new Answer.Unavailable("points is " + points.state());
        }
        return stored == null
                ? new Answer.Unknown()
                : new Answer.Found(AccountView.of(
                        LiveAccount.stored(accountId, stored), rules.engine().books(), ticks.newest()));
    }
}
