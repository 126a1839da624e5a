package io.pointstream.engine.farming;

import io.pointstream.engine.farming.LinkDetector.Member;
import io.pointstream.engine.farming.LinkDetector.Ring;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target that accounts share, such as a device: the detector's state, what each account was told, what
 * other detectors found about the accounts, and the case of the ring. Bounded whatever the number of accounts.
 *
 * <p>The ring's score is the detector's own contribution plus, for each other reason code, its weight × the mean strength over the
 * members: a ring in which every second member hugs caps is half as bad for it as one in which all do.
 */
public final class LinkBehaviour {

    private static final byte VERSION = 1;
    private static final double GROWTH = 0.05;
    private static final int MATES_MAX = 4096;
    /** A case names so many members; further accounts get cases of their own. */
    static final int MEMBERS_MAX = 500;

    private final FarmingConfig.Score config;
    private final Part<?> part;
    private final Map<String, Mate> mates = new LinkedHashMap<>();
    private CaseState state = new CaseState();
    private double flaggedScore;
    /** Only grows: who has left the target is still part of what happened. */
    private final Set<String> flaggedMembers = new LinkedHashSet<>();

    /** The target of a link's key, never seen. */
    public static LinkBehaviour ofKey(Detectors detectors, String key) {
        return new LinkBehaviour(detectors, ReasonCode.valueOf(key.substring(0, key.indexOf('/'))));
    }

    private LinkBehaviour(Detectors detectors, ReasonCode code) {
        this.config = detectors.config().score();
        this.part = new Part<>(detectors.ofLinks(code));
    }

    /** What an account was told, and what was found about it. */
    private static final class Mate {
        private double toldStrength;
        private boolean toldOfRing;
        private final Map<ReasonCode, Double> found = new EnumMap<>(ReasonCode.class);
    }

    /**
     * What a link made: findings about members, and the ring's case where it has changed.
     */
    public record Outcome(List<Finding> findings, @Nullable Flag flag) {}

    /** Takes in a link of this target. */
    public Outcome observe(Link link) {
        if (link instanceof Link.Found found) {
            mate(found.accountId()).found.merge(found.found(), found.strength(), Math::max);
        }
        Ring ring = part.observe(link);
        if (ring == null) {
            return new Outcome(List.of(), null);
        }
        String caseId = part.detector.noun() + "-" + link.target();
        Flag flag = flag(caseId, ring, link.at());
        return new Outcome(findings(caseId, ring, link.at()), flag);
    }

    private @Nullable Flag flag(String caseId, Ring ring, Instant now) {
        RiskScore score = score(ring);
        state.update(score, config, now, true);
        Instant raisedAt = state.raisedAt();
        if (raisedAt == null || (!grows(ring) && score.total() == flaggedScore)) {
            return null;
        }
        flaggedScore = score.total();
        List<String> members = List.copyOf(flaggedMembers);
        return new Flag(
                caseId, members.getFirst(), members, raisedAt, now, score.total(), state.level(), score.reasons());
    }

    private boolean grows(Ring ring) {
        boolean grown = false;
        for (Member member : ring.members()) {
            grown |= flaggedMembers.size() < MEMBERS_MAX && flaggedMembers.add(member.accountId());
        }
        return grown;
    }

    private RiskScore score(Ring ring) {
        List<FlagReason> reasons = new ArrayList<>();
        reasons.add(RiskScore.reason(config, part.detector.code(), ring.strength(), ring.reason(), ring.evidence()));
        Map<ReasonCode, Gathered> gathered = new EnumMap<>(ReasonCode.class);
        for (Member member : ring.members()) {
            Mate mate = mates.get(member.accountId());
            if (mate != null) {
                mate.found.forEach((code, strength) ->
                        gathered.computeIfAbsent(code, c -> new Gathered()).add(member.accountId(), strength));
            }
        }
        int members = ring.members().size();
        gathered.forEach((code, of) -> reasons.add(RiskScore.reason(
                config,
                code,
                of.strengths / members,
                of.suspects.size() + " of " + members + " members: " + code,
                Evidence.of(Map.of("suspects", (double) of.suspects.size()), of.suspects, List.of()))));
        return RiskScore.of(reasons);
    }

    /** What was found about the members under one code. */
    private static final class Gathered {
        private final List<String> suspects = new ArrayList<>();
        private double strengths;

        void add(String accountId, double strength) {
            suspects.add(accountId);
            strengths += strength;
        }
    }

    /** What is news to members: the ring has grown stronger, or its case has opened, or they are new in it. */
    private List<Finding> findings(String caseId, Ring ring, Instant now) {
        List<Finding> findings = new ArrayList<>();
        for (Member member : ring.members()) {
            Mate mate = mate(member.accountId());
            boolean flagged = flaggedMembers.contains(member.accountId());
            if (ring.strength() >= mate.toldStrength + GROWTH || (flagged && !mate.toldOfRing)) {
                mate.toldStrength = ring.strength();
                mate.toldOfRing = flagged;
                findings.add(finding(ring, member, now, flagged ? caseId : null));
            }
        }
        if (ring.alone() != null) {
            findings.add(finding(ring, ring.alone(), now, null));
        }
        return findings;
    }

    private Finding finding(Ring ring, Member member, Instant now, @Nullable String caseId) {
        return new Finding(
                part.detector.code(),
                member.accountId(),
                ring.strength(),
                now,
                member.from(),
                member.to(),
                ring.reason(),
                ring.evidence(member),
                caseId);
    }

    /** The mate; the one that came first makes room when there are too many. */
    private Mate mate(String accountId) {
        Mate mate = mates.get(accountId);
        if (mate == null) {
            if (mates.size() == MATES_MAX) {
                mates.remove(mates.keySet().iterator().next());
            }
            mate = new Mate();
            mates.put(accountId, mate);
        }
        return mate;
    }

    /** The detector with its state of this target. */
    private static final class Part<T> {
        private final LinkDetector<?, T> detector;
        private T target;

        Part(LinkDetector<?, T> detector) {
            this.detector = detector;
            this.target = detector.newTarget();
        }

        @Nullable
        Ring observe(Link link) {
            if (link instanceof Link.Use use) {
                detector.onUse(target, use);
            }
            return detector.ring(target, link);
        }
    }

    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        out.reasonCode(part.detector.code());
        state.write(out);
        out.real(flaggedScore);
        out.strings(List.copyOf(flaggedMembers));
        out.size(mates.size());
        mates.forEach((accountId, mate) -> {
            out.string(accountId);
            out.real(mate.toldStrength);
            out.flag(mate.toldOfRing);
            out.size(mate.found.size());
            mate.found.forEach((code, strength) -> {
                out.reasonCode(code);
                out.real(strength);
            });
        });
        writeTarget(part, out);
        return out.bytes();
    }

    private static <T> void writeTarget(Part<T> part, StateWriter out) {
        part.detector.writeTarget(part.target, out);
    }

    /**
     * Reads the state of a target.
     *
     * @throws StateFormatException when the bytes are none of {@link #encode}'s
     */
    public static LinkBehaviour decode(Detectors detectors, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.version("link state", VERSION);
        LinkBehaviour result = new LinkBehaviour(detectors, in.reasonCode());
        result.state = CaseState.read(in);
        result.flaggedScore = in.real();
        result.flaggedMembers.addAll(in.strings());
        for (int left = in.size(); left > 0; left--) {
            Mate mate = result.mate(in.string());
            mate.toldStrength = in.real();
            mate.toldOfRing = in.flag();
            for (int codes = in.size(); codes > 0; codes--) {
                mate.found.put(in.reasonCode(), in.real());
            }
        }
        readTarget(result.part, in);
        in.end();
        return result;
    }

    private static <T> void readTarget(Part<T> part, StateReader in) {
        part.target = part.detector.readTarget(in);
    }
}
