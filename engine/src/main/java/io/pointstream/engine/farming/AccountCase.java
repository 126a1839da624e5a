package io.pointstream.engine.farming;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is held against one account: the strongest finding per reason code, the score, and the case that it opened.
 *
 * <p>A member of a ring whose case is open gets no case of its own: the ring's case gathers what is found about it. A case that was open
 * before goes on.
 */
public final class AccountCase {

    private static final byte VERSION = 1;

    private final FarmingConfig.Score config;
    private final String accountId;
    private final Map<ReasonCode, Standing> standings = new EnumMap<>(ReasonCode.class);
    private CaseState state = new CaseState();
    private @Nullable String ring;

    public AccountCase(FarmingConfig config, String accountId) {
        this.config = config.score();
        this.accountId = accountId;
    }

    /**
     * @param count signals of the code so far
     * @param strongest what counts in the score
     */
    private record Standing(long count, Finding strongest) {}

    /** What a finding made: a signal, and a flag where there is a case. */
    public record Gathered(Signal signal, @Nullable Flag flag) {}

    public Gathered gather(Finding finding) {
        Instant now = finding.detectedAt();
        Standing before = standings.get(finding.code());
        long count = before == null ? 1 : before.count + 1;
        standings.put(finding.code(), new Standing(count, strongest(before, finding)));
        if (finding.ring() != null) {
            ring = finding.ring();
        }
        RiskScore score = score(now);
        state.update(score, config, now, ring == null);
        return new Gathered(new Signal(accountId + "/" + finding.code() + "/" + count, finding), flag(score, now, null));
    }

    /**
     * Takes in that the account belongs to a ring with an open case: a case of its own goes into that one, unless it asks for more.
     *
     * @return the own case's last flag, or null
     */
    public @Nullable Flag join(RingNotice notice) {
        ring = notice.ring();
        if (!state.open() || state.level().compareTo(notice.level()) > 0) {
            return null;
        }
        Flag closed = flag(score(notice.at()), notice.at(), notice.ring());
        state = new CaseState();
        return closed;
    }

    /** The score at a time. */
    public RiskScore score(Instant now) {
        List<FlagReason> reasons = new ArrayList<>();
        for (Standing standing : standings.values()) {
            Finding finding = standing.strongest;
            reasons.add(RiskScore.reason(
                    config,
                    finding.code(),
                    RiskScore.decayed(config, finding.strength(), finding.detectedAt(), now),
                    finding.reason(),
                    finding.evidence()));
        }
        return RiskScore.of(reasons);
    }

    private Finding strongest(@Nullable Standing before, Finding finding) {
        if (before == null) {
            return finding;
        }
        Finding old = before.strongest;
        double left = RiskScore.decayed(config, old.strength(), old.detectedAt(), finding.detectedAt());
        return finding.strength() >= left ? finding : old;
    }

    private @Nullable Flag flag(RiskScore score, Instant now, @Nullable String mergedInto) {
        Instant raisedAt = state.raisedAt();
        return raisedAt == null
                ? null
                : new Flag(
                        "account-" + accountId,
                        accountId,
                        List.of(),
                        raisedAt,
                        now,
                        score.total(),
                        state.level(),
                        score.reasons(),
                        mergedInto);
    }

    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        state.write(out);
        out.optional(ring);
        out.size(standings.size());
        for (Standing standing : standings.values()) {
            out.unsigned(standing.count);
            standing.strongest.write(out);
        }
        return out.bytes();
    }

    /**
     * Reads a case.
     *
     * @throws StateFormatException when the bytes are none of {@link #encode}'s
     */
    public static AccountCase decode(FarmingConfig config, String accountId, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.version("case", VERSION);
        AccountCase result = new AccountCase(config, accountId);
        result.state = CaseState.read(in);
        result.ring = in.optional();
        for (int left = in.size(); left > 0; left--) {
            Standing standing = new Standing(in.unsigned(), Finding.read(in));
            result.standings.put(standing.strongest.code(), standing);
        }
        in.end();
        return result;
    }
}
