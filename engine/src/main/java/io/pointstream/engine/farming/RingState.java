package io.pointstream.engine.farming;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A ring: its members in the order in which they came, what is held against them together, and their case.
 *
 * <p>Its score gives each reason code its weight × the mean strength over the members, so that a ring in which every second member
 * hugs caps is half as bad for it as one in which all do.
 */
final class RingState {

    private static final Evidence NO_EVIDENCE = Evidence.of(Map.of(), List.of(), List.of());

    private final Set<String> members = new LinkedHashSet<>();
    private final Map<ReasonCode, Total> totals = new EnumMap<>(ReasonCode.class);
    private final Map<ReasonCode, Instant> exemptUntil = new EnumMap<>(ReasonCode.class);
    private CaseState state = new CaseState();
    private int flaggedMembers;
    private double flaggedScore;

    /** What all members have of one code. */
    private static final class Total {
        /** Of the strengths, as they were at {@link #at}. */
        private double sum;

        private Instant at = Instant.EPOCH;
        private int suspects;
        /** The first of them, for evidence. */
        private final Set<String> someSuspects = new LinkedHashSet<>();

        private Told strongest = new Told(0, Instant.EPOCH);
        private String reason = "";
        private Evidence evidence = NO_EVIDENCE;

        void change(FarmingConfig.Score config, double before, double after, Instant now) {
            sum = sum(config, now) - before + after;
            at = now.isAfter(at) ? now : at;
        }

        double sum(FarmingConfig.Score config, Instant now) {
            return RiskScore.decayed(config, sum, at, now);
        }

        /** Takes in what one account has, no longer. */
        void leave(FarmingConfig.Score config, String accountId, Told told, Instant now) {
            change(config, RiskScore.decayed(config, told.strength(), told.at(), now), 0, now);
            suspects--;
            someSuspects.remove(accountId);
        }

        void suspect(String accountId) {
            suspects++;
            if (someSuspects.size() < Evidence.LIMIT) {
                someSuspects.add(accountId);
            }
        }

        void forgetEvidence() {
            strongest = new Told(0, Instant.EPOCH);
            reason = "";
            evidence = NO_EVIDENCE;
        }

        /** The strongest finding's, and the suspects. */
        Evidence evidence() {
            Set<String> counterparts = new LinkedHashSet<>(evidence.counterparts());
            counterparts.addAll(someSuspects);
            return new Evidence(evidence.numbers(), List.copyOf(counterparts), evidence.eventIds());
        }

        void see(FarmingConfig.Score config, Told told, String itsReason, Evidence itsEvidence) {
            double left = RiskScore.decayed(config, strongest.strength(), strongest.at(), told.at());
            if (told.strength() >= left) {
                strongest = told;
                reason = itsReason;
                evidence = itsEvidence;
            }
        }
    }

    Set<String> members() {
        return members;
    }

    CaseState state() {
        return state;
    }

    boolean hasNewcomers() {
        return members.size() > flaggedMembers;
    }

    /** How many of the members, in their order, the case has named. */
    int toldMembers() {
        return flaggedMembers;
    }

    /** Takes in an account with all that is held against it. */
    void add(FarmingConfig.Score config, RingNode account, Instant now) {
        members.add(account.accountId());
        account.held().forEach((code, told) -> {
            if (isExempt(code, now)) {
                return;
            }
            Total total = totals.computeIfAbsent(code, c -> new Total());
            total.change(config, 0, RiskScore.decayed(config, told.strength(), told.at(), now), now);
            total.suspect(account.accountId());
        });
    }

    /** Takes in what was found about a member of it. */
    void found(FarmingConfig.Score config, @Nullable Told before, Finding finding) {
        Instant now = finding.detectedAt();
        Total total = totals.computeIfAbsent(finding.code(), c -> new Total());
        double left = before == null ? 0 : RiskScore.decayed(config, before.strength(), before.at(), now);
        total.change(config, left, finding.strength(), now);
        if (before == null) {
            total.suspect(finding.accountId());
        }
        total.see(config, new Told(finding.strength(), now), finding.reason(), finding.evidence());
    }

    /** Takes in the members of another ring. */
    void absorb(FarmingConfig.Score config, RingState other, Instant now) {
        members.addAll(other.members);
        other.totals.forEach((code, of) -> {
            Total total = totals.computeIfAbsent(code, c -> new Total());
            total.change(config, 0, of.sum(config, now), now);
            of.someSuspects.forEach(total::suspect);
            total.suspects += of.suspects - of.someSuspects.size();
            total.see(config, of.strongest, of.reason, of.evidence);
        });
    }

    /** Lets an account go with all that is held against it. */
    void remove(FarmingConfig.Score config, RingNode account, Instant now) {
        if (named().contains(account.accountId())) {
            flaggedMembers--;
            // What the case has said is no longer so.
            flaggedScore = 0;
        }
        members.remove(account.accountId());
        account.held().forEach((code, told) -> {
            Total total = totals.get(code);
            if (total == null) {
                return;
            }
            total.leave(config, account.accountId(), told, now);
            if (total.suspects == 0) {
                totals.remove(code);
            }
        });
    }

    /** Tells as its own no longer what was found in a ring that it had taken in. */
    void disown(RingState other) {
        totals.forEach((code, total) -> {
            Total its = other.totals.get(code);
            if (its != null && its.evidence.equals(total.evidence)) {
                total.forgetEvidence();
            }
        });
    }

    /** Opens the case or raises its level where the score asks for it. */
    RiskScore score(FarmingConfig.Score config, Instant now) {
        RiskScore score = of(config, now);
        state.update(score, config, now, true);
        return score;
    }

    /** How strongly a code is held against all of them together: the mean. */
    double strength(FarmingConfig.Score config, ReasonCode code, Instant now) {
        Total total = totals.get(code);
        return total == null ? 0 : Math.clamp(total.sum(config, now) / members.size(), 0, 1);
    }

    private RiskScore of(FarmingConfig.Score config, Instant now) {
        List<FlagReason> reasons = new ArrayList<>();
        totals.forEach((code, total) -> {
            if (config.inShadow(code)) {
                return;
            }
            double mean = strength(config, code, now);
            String reason = total.suspects + " of " + members.size() + " members: " + code
                    + (total.reason.isEmpty() ? "" : ", such as: " + total.reason);
            reasons.add(RiskScore.reason(config, code, mean, reason, total.evidence()));
        });
        return RiskScore.of(reasons);
    }

    /** The case, or null when none is open or it says what it has said before. */
    @Nullable
    Flag flag(FarmingConfig.Score config, String caseId, RiskScore score, Instant now) {
        if (!state.open() || (members.size() == flaggedMembers && score.total() == flaggedScore)) {
            return null;
        }
        flaggedMembers = members.size();
        flaggedScore = score.total();
        return last(config, caseId, score, now, null);
    }

    /** The case, as it ends. */
    Flag last(FarmingConfig.Score config, String caseId, RiskScore score, Instant now, @Nullable FlagEnd end) {
        List<String> all = List.copyOf(members);
        return Flag.of(config, caseId, all.getFirst(), all, state, now, score, end);
    }

    /** The members that the case has named. */
    List<String> named() {
        return members.stream().limit(flaggedMembers).toList();
    }

    /** Ends the case, which stands on too little; it is known whom it had named, for a decision may be on its way. */
    void lapse() {
        state.close();
        flaggedScore = 0;
    }

    /** Whether the last case has ended by itself. */
    boolean hasLapsed() {
        return !state.open() && !state.confirmed() && flaggedMembers > 0;
    }

    /** Ends the case; what was found under some codes counts no longer, and counts for nothing until a time, if there is one. */
    void close(List<ReasonCode> forgotten, @Nullable Instant until) {
        state.close();
        flaggedMembers = 0;
        flaggedScore = 0;
        for (ReasonCode code : forgotten) {
            totals.remove(code);
            if (until != null) {
                exemptUntil.put(code, until);
            }
        }
    }

    /** Whether a code counts for nothing at a time. */
    boolean isExempt(ReasonCode code, Instant at) {
        Instant until = exemptUntil.get(code);
        return until != null && at.isBefore(until);
    }

    /** Whether any code counts for nothing at a time. */
    boolean isExempt(Instant at) {
        return exemptUntil.values().stream().anyMatch(at::isBefore);
    }

    void write(StateWriter out) {
        out.strings(List.copyOf(members));
        state.write(out);
        out.size(flaggedMembers);
        out.real(flaggedScore);
        out.size(totals.size());
        totals.forEach((code, total) -> {
            out.reasonCode(code);
            out.real(total.sum);
            out.instant(total.at);
            out.size(total.suspects);
            out.strings(List.copyOf(total.someSuspects));
            total.strongest.write(out);
            out.string(total.reason);
            total.evidence.write(out);
        });
        out.size(exemptUntil.size());
        exemptUntil.forEach((code, until) -> {
            out.reasonCode(code);
            out.instant(until);
        });
    }

    static RingState read(StateReader in) {
        RingState ring = new RingState();
        ring.members.addAll(in.strings());
        ring.state = CaseState.read(in);
        ring.flaggedMembers = (int) in.unsigned();
        ring.flaggedScore = in.real();
        for (int left = in.size(); left > 0; left--) {
            Total total = new Total();
            ring.totals.put(in.reasonCode(), total);
            total.sum = in.real();
            total.at = in.instant();
            total.suspects = (int) in.unsigned();
            total.someSuspects.addAll(in.strings());
            total.strongest = Told.read(in);
            total.reason = in.string();
            total.evidence = Evidence.read(in);
        }
        for (int left = in.size(); left > 0; left--) {
            ring.exemptUntil.put(in.reasonCode(), in.instant());
        }
        return ring;
    }
}
