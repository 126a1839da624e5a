package io.pointstream.engine.farming;

import io.pointstream.engine.event.Review;
import io.pointstream.engine.risk.Risk;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is held against one account: the strongest finding per reason code, the score, the case that it opened, and where the
 * points program is told that the account stands.
 *
 * <p>A member of a ring whose case is open gets no case of its own: the ring's case gathers what is found about it, and a case
 * that was open before goes into it unless it asks for more.
 *
 * <p>What a reviewer has cleared counts no longer, and its reason codes count for nothing for a time; other codes open the case
 * again. A confirmed case gathers nothing until the account is reinstated, and then begins anew.
 *
 * <p>While detectors or thresholds are tried out, a shadow stands beside the case: the case that there would be if they were in
 * force and accounts were judged each alone. It ends with a reviewer's decision on the account, and when nothing is tried out any
 * more; points never hears of it.
 */
public final class AccountCase {

    private static final byte VERSION = 2;
    private static final byte WITHOUT_SHADOW = 1;

    private FarmingConfig.Score config;
    private Lists lists = Lists.NONE;
    private final String accountId;
    private final Map<ReasonCode, Standing> standings = new EnumMap<>(ReasonCode.class);
    private final Map<ReasonCode, Instant> exemptUntil = new EnumMap<>(ReasonCode.class);
    private CaseState state = new CaseState();
    private CaseState shadow = new CaseState();
    private @Nullable RiskCase ring;
    private long revision;
    private long reviewedStep;
    private List<RiskCase> told = List.of();

    public AccountCase(FarmingConfig config, String accountId) {
        this.config = config.score();
        this.accountId = accountId;
    }

    /** Goes on with what is in force now. */
    public AccountCase under(FarmingConfig inForce, Lists listed) {
        config = inForce.score();
        lists = listed;
        return this;
    }

    /**
     * @param count signals of the code so far
     * @param strongest what counts in the score; null when a reviewer has decided that nothing does
     */
    private record Standing(long count, @Nullable Finding strongest) {}

    /** What news made: a signal of a finding, a flag, the shadow's and the risk where they have changed. */
    public record Outcome(
            @Nullable Signal signal,
            @Nullable Flag flag,
            @Nullable Flag shadowFlag,
            @Nullable Risk risk) {

        static final Outcome NOTHING = new Outcome(null, null, null, null);
    }

    /** The id of an account's own case. */
    static String caseId(String accountId) {
        return "account-" + accountId;
    }

    public Outcome take(AccountNews news) {
        return switch (news) {
            case Finding finding -> gather(finding);
            case RingNotice notice -> join(notice);
            case Ruling ruling -> rule(ruling);
            case NewDay day ->
                new Outcome(null, lapse(state, config, day.at()), lapseShadow(day.at()), risk(day.at(), false));
        };
    }

    /** Whether a new day changes anything; if not, it need not be taken. */
    public boolean mayLapse() {
        return (state.open() && state.level() == FlagLevel.REVIEW) || shadow.open();
    }

    private Outcome gather(Finding finding) {
        Instant now = finding.detectedAt();
        Standing before = standings.get(finding.code());
        long count = before == null ? 1 : before.count + 1;
        Finding strongest = before == null ? null : before.strongest;
        standings.put(
                finding.code(), new Standing(count, isExempt(finding) ? strongest : strongest(strongest, finding)));
        boolean inShadow = config.inShadow(finding.code());
        boolean mayOpen = ring == null ? finding.ring() == null : mayOpenBeside(ring, finding);
        ListEntry sparing = lists.sparing(finding);
        String suppressedBy =
                sparing != null && !inShadow && state.rises(score(now), config, mayOpen) ? sparing.id() : null;
        return new Outcome(
                new Signal(accountId + "/" + finding.code() + "/" + count, finding, inShadow, suppressedBy),
                inShadow ? null : judge(state, config, now, mayOpen, sparing == null),
                config.hasShadow()
                        ? judge(shadow, config.asShadow(), now, !isConfirmed(), sparing == null)
                        : lapseShadow(now),
                risk(now, false));
    }

    /** What a person has denied is held at once, also where the ring's case is one to review. */
    private static boolean mayOpenBeside(RiskCase ring, Finding finding) {
        return finding.code() == ReasonCode.DENY_LISTED && ring.level() == RiskLevel.REVIEW;
    }

    /**
     * Takes in what stands now; gives the case, or null when there is none.
     *
     * @param mayOpen whether a case may open where there is none
     * @param mayRise whether a case may open, or its level rise
     */
    private @Nullable Flag judge(CaseState of, FarmingConfig.Score by, Instant now, boolean mayOpen, boolean mayRise) {
        RiskScore score = score(by, now);
        if (mayRise) {
            of.update(score, by, now, mayOpen);
        }
        Flag lapsed = lapse(of, by, now);
        return lapsed == null && of.open() ? flag(of, by, score, now, null) : lapsed;
    }

    private boolean isConfirmed() {
        return state.confirmed() || (ring != null && ring.level() == RiskLevel.BLOCKED);
    }

    /** Takes in where the ring's case stands. */
    private Outcome join(RingNotice notice) {
        Instant now = notice.at();
        Flag closed = null;
        if (isSpared(notice)) {
            return Outcome.NOTHING;
        }
        if (notice.level() != RiskLevel.NONE) {
            ring = new RiskCase(notice.ring(), notice.level(), now);
            if (state.open() && level().compareTo(notice.level()) <= 0) {
                closed = flag(state, config, score(now), now, FlagEnd.merged(notice.ring(), now));
                state.close();
            }
        } else {
            forget(notice.forgotten(), notice.exemptUntil());
            // Whatever ring it was told of before: an account is in one, and hears of it in order.
            ring = null;
        }
        return new Outcome(null, closed, null, risk(now, false));
    }

    /** Whether the ring's case is raised while people spare this account: the case is none of it. */
    private boolean isSpared(RingNotice notice) {
        boolean raised = notice.level() == RiskLevel.REVIEW || notice.level() == RiskLevel.HOLD;
        boolean goesOn = ring != null && ring.level().compareTo(notice.level()) >= 0;
        return raised && !goesOn && lists.sparing(accountId, notice.at()) != null;
    }

    private RiskLevel level() {
        return Objects.requireNonNull(state.riskCase(accountId)).level();
    }

    /** Follows a reviewer's decision, each once. */
    private Outcome rule(Ruling ruling) {
        if (ruling.step() <= reviewedStep) {
            return Outcome.NOTHING;
        }
        reviewedStep = ruling.step();
        Instant at = ruling.at();
        if (ruling.decision() == Review.Decision.ESCALATE) {
            return Outcome.NOTHING;
        }
        Flag shadowFlag = endShadow(at, FlagEnd.reviewed(ruling));
        Flag flag = null;
        if (ruling.isOfOwnCase()) {
            flag = ruleOwn(ruling);
        } else if (ring != null && ring.caseId().equals(ruling.caseId())) {
            // The ring itself follows, and tells all its members, this one too.
            ring = switch (ruling.decision()) {
                case CONFIRM -> new RiskCase(ruling.caseId(), RiskLevel.BLOCKED, at);
                case CLEAR, REINSTATE -> null;
                case ESCALATE -> ring;
            };
        }
        return new Outcome(null, flag, shadowFlag, risk(at, true));
    }

    private Flag ruleOwn(Ruling ruling) {
        Instant at = ruling.at();
        Flag flag = flag(state, config, score(at), at, FlagEnd.reviewed(ruling));
        List<ReasonCode> standing = score(config.asShadow(), at).codes();
        switch (ruling.decision()) {
            case CONFIRM -> state.confirm(at);
            case CLEAR -> {
                state.close();
                forget(standing, at.plus(config.exempt()));
            }
            case REINSTATE -> {
                state.close();
                forget(standing, null);
            }
            case ESCALATE -> {}
        }
        return flag;
    }

    private void forget(Collection<ReasonCode> codes, @Nullable Instant until) {
        for (ReasonCode code : codes) {
            standings.computeIfPresent(code, (found, standing) -> new Standing(standing.count, null));
            if (until != null) {
                exemptUntil.put(code, until);
            }
        }
    }

    private boolean isExempt(Finding finding) {
        Instant until = exemptUntil.get(finding.code());
        return until != null && finding.detectedAt().isBefore(until) && !isDeniedSince(finding, until);
    }

    /** Whether a person has denied it after another has cleared it. */
    private boolean isDeniedSince(Finding finding, Instant exemptUntil) {
        return finding.code() == ReasonCode.DENY_LISTED && finding.from().isAfter(exemptUntil.minus(config.exempt()));
    }

    /** Ends a case when it stands on too little; gives its last flag, or null. */
    private @Nullable Flag lapse(CaseState of, FarmingConfig.Score by, Instant now) {
        RiskScore score = score(by, now);
        if (!of.lapses(score, by)) {
            return null;
        }
        Flag flag = flag(of, by, score, now, FlagEnd.lapsed(score, by, now));
        of.close();
        return flag;
    }

    private @Nullable Flag lapseShadow(Instant now) {
        return config.hasShadow()
                ? lapse(shadow, config.asShadow(), now)
                : endShadow(now, FlagEnd.lapsed("nothing is in shadow any more", now));
    }

    private @Nullable Flag endShadow(Instant now, FlagEnd end) {
        if (!shadow.open()) {
            return null;
        }
        FarmingConfig.Score by = config.asShadow();
        Flag flag = flag(shadow, by, score(by, now), now, end);
        shadow.close();
        return flag;
    }

    /** The score at a time. */
    public RiskScore score(Instant now) {
        return score(config, now);
    }

    private RiskScore score(FarmingConfig.Score by, Instant now) {
        List<FlagReason> reasons = new ArrayList<>();
        for (Standing standing : standings.values()) {
            Finding finding = standing.strongest;
            if (finding != null && !by.inShadow(finding.code())) {
                reasons.add(RiskScore.reason(
                        by,
                        finding.code(),
                        RiskScore.decayed(by, finding.strength(), finding.detectedAt(), now),
                        finding.reason(),
                        finding.evidence()));
            }
        }
        return RiskScore.of(reasons);
    }

    private Finding strongest(@Nullable Finding old, Finding finding) {
        if (old == null) {
            return finding;
        }
        double left = RiskScore.decayed(config, old.strength(), old.detectedAt(), finding.detectedAt());
        return finding.strength() >= left ? finding : old;
    }

    private Flag flag(CaseState of, FarmingConfig.Score by, RiskScore score, Instant now, @Nullable FlagEnd end) {
        return Flag.of(by, caseId(accountId), accountId, List.of(), of, now, score, end);
    }

    /**
     * Where the account stands, if that is news.
     *
     * @param always whether it is told all the same: points is to know that a decision of its own has come back
     */
    private @Nullable Risk risk(Instant now, boolean always) {
        List<RiskCase> cases = new ArrayList<>(2);
        RiskCase own = state.riskCase(caseId(accountId));
        if (own != null) {
            cases.add(own);
        }
        if (ring != null) {
            cases.add(ring);
        }
        if (!always && cases.equals(told)) {
            return null;
        }
        told = List.copyOf(cases);
        return new Risk(accountId, ++revision, reviewedStep, now, told);
    }

    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        state.write(out);
        riskCases(out, ring == null ? List.of() : List.of(ring));
        out.unsigned(revision);
        out.unsigned(reviewedStep);
        riskCases(out, told);
        out.size(standings.size());
        standings.forEach((code, standing) -> {
            out.reasonCode(code);
            out.unsigned(standing.count);
            out.flag(standing.strongest != null);
            if (standing.strongest != null) {
                standing.strongest.write(out);
            }
        });
        out.size(exemptUntil.size());
        exemptUntil.forEach((code, until) -> {
            out.reasonCode(code);
            out.instant(until);
        });
        out.flag(shadow.open());
        if (shadow.open()) {
            shadow.write(out);
        }
        return out.bytes();
    }

    private static void riskCases(StateWriter out, List<RiskCase> cases) {
        out.size(cases.size());
        for (RiskCase each : cases) {
            out.string(each.caseId());
            out.riskLevel(each.level());
            out.instant(each.since());
        }
    }

    private static List<RiskCase> riskCases(StateReader in) {
        List<RiskCase> cases = new ArrayList<>(1);
        for (int left = in.size(); left > 0; left--) {
            cases.add(new RiskCase(in.string(), in.riskLevel(), in.instant()));
        }
        return List.copyOf(cases);
    }

    /**
     * Reads a case.
     *
     * @throws StateFormatException when the bytes are none of {@link #encode}'s
     */
    public static AccountCase decode(FarmingConfig config, String accountId, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        byte version = in.version("case", WITHOUT_SHADOW, VERSION);
        AccountCase result = new AccountCase(config, accountId);
        result.state = CaseState.read(in);
        List<RiskCase> ring = riskCases(in);
        result.ring = ring.isEmpty() ? null : ring.getFirst();
        result.revision = in.unsigned();
        result.reviewedStep = in.unsigned();
        result.told = riskCases(in);
        for (int left = in.size(); left > 0; left--) {
            result.standings.put(in.reasonCode(), new Standing(in.unsigned(), in.flag() ? Finding.read(in) : null));
        }
        for (int left = in.size(); left > 0; left--) {
            result.exemptUntil.put(in.reasonCode(), in.instant());
        }
        if (version > WITHOUT_SHADOW && in.flag()) {
            result.shadow = CaseState.read(in);
        }
        in.end();
        return result;
    }
}
