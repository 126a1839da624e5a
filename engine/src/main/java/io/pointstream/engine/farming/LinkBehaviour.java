package io.pointstream.engine.farming;

import io.pointstream.engine.farming.LinkDetector.Member;
import io.pointstream.engine.farming.LinkDetector.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target that accounts share, such as a device: the detector's state, and what each account was told lately.
 * Bounded whatever the number of accounts.
 */
public final class LinkBehaviour {

    private static final byte VERSION = 1;
    private static final int TOLD_MAX = 1024;

    private final ReasonCode code;
    private final Part<?> part;
    private Detectors detectors;
    private Lists lists = Lists.NONE;
    /** By account, told longest ago first. */
    private final Map<String, Told> told = new LinkedHashMap<>();

    /** The target of a link's key, never seen. */
    public static LinkBehaviour ofKey(Detectors detectors, String key) {
        return new LinkBehaviour(detectors, ReasonCode.valueOf(key.substring(0, key.indexOf('/'))));
    }

    private LinkBehaviour(Detectors detectors, ReasonCode code) {
        this.code = code;
        this.detectors = detectors;
        this.part = new Part<>(detectors.ofLinks(code));
    }

    private Duration repeatAfter() {
        return detectors.config().score().repeatAfter();
    }

    /** Goes on with what is in force now. */
    public LinkBehaviour under(Detectors inForce, Lists listed) {
        lists = listed;
        if (inForce != detectors) {
            detectors = inForce;
            part.under(inForce.ofLinks(code));
        }
        return this;
    }

    /** Takes in a link of this target; gives what is news about the accounts that are suspicious together, or null. */
    public @Nullable Tie observe(Link link) {
        Ring ring = part.observe(link);
        if (ring == null) {
            return null;
        }
        forget(link.at());
        List<Finding> news = new ArrayList<>();
        for (Member member : ring.members()) {
            Told before = told.get(member.accountId());
            if (before == null || before.leavesNews(ring.strength(), link.at(), repeatAfter())) {
                remember(member.accountId(), new Told(ring.strength(), link.at()));
                news.add(finding(ring, member, link.at()));
            }
        }
        if (ring.alone() != null) {
            news.add(finding(ring, ring.alone(), link.at()));
        }
        return news.isEmpty() ? null : new Tie.Shared(news, centre(ring, link.at()));
    }

    /** The first of them; one that people spare joins nobody, so that the next takes its place. */
    private String centre(Ring ring, Instant at) {
        for (Member member : ring.members()) {
            if (lists.sparing(member.accountId(), at) == null) {
                return member.accountId();
            }
        }
        return ring.members().getFirst().accountId();
    }

    private Finding finding(Ring ring, Member member, Instant now) {
        return new Finding(
                part.detector.code(),
                member.accountId(),
                ring.strength(),
                now,
                member.from(),
                member.to(),
                ring.reason(),
                ring.evidence(member),
                null);
    }

    /** What is so old that it would be told again anyway. */
    private void forget(Instant now) {
        Iterator<Told> oldest = told.values().iterator();
        while (oldest.hasNext() && oldest.next().isOld(now, repeatAfter())) {
            oldest.remove();
        }
    }

    private void remember(String accountId, Told now) {
        told.remove(accountId);
        if (told.size() == TOLD_MAX) {
            told.remove(told.keySet().iterator().next());
        }
        told.put(accountId, now);
    }

    /** The detector with its state of this target. */
    private static final class Part<T> {
        private LinkDetector<?, T> detector;
        private T target;

        Part(LinkDetector<?, T> detector) {
            this.detector = detector;
            this.target = detector.newTarget();
        }

        @SuppressWarnings("unchecked") // one code, one class of detector
        void under(LinkDetector<?, ?> inForce) {
            detector = (LinkDetector<?, T>) inForce;
        }

        @Nullable
        Ring observe(Link link) {
            switch (link) {
                case Link.Use use -> detector.onUse(target, use);
                case Link.Found found -> detector.onFound(target, found);
            }
            return detector.ring(target, link);
        }
    }

    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        out.reasonCode(part.detector.code());
        out.size(told.size());
        told.forEach((accountId, what) -> {
            out.string(accountId);
            what.write(out);
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
        for (int left = in.size(); left > 0; left--) {
            result.told.put(in.string(), Told.read(in));
        }
        readTarget(result.part, in);
        in.end();
        return result;
    }

    private static <T> void readTarget(Part<T> part, StateReader in) {
        part.target = part.detector.readTarget(in);
    }
}
