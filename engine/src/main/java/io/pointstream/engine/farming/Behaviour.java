package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The behaviour profile of one account: what each detector remembers of it. Drops events that were seen or are too late (DOMAIN 1)
 * before a detector meets them, and findings that say nothing new. Its size and its work per event are bounded.
 */
public final class Behaviour {

    private static final byte VERSION = 2;
    /** The format of a profile that has met no entry of the deny list, which is nearly every one. */
    private static final byte WITHOUT_DENIALS = 1;

    private static final long DAY_MS = 86_400_000;
    /** A finding is told again when it has grown by this much. */
    private static final double GROWTH = 0.05;

    private Detectors detectors;
    private Lists lists = Lists.NONE;
    private final List<Section<?>> sections = new ArrayList<>();
    private long newestMs = Long.MIN_VALUE;
    private long newestStep;
    private SeenIds seen = new SeenIds();
    private RecentEvents recent = new RecentEvents();
    private Denials denials = new Denials();

    /** An account that was never seen. */
    public Behaviour(Detectors detectors) {
        this.detectors = detectors;
        for (Detector<?> detector : detectors.all()) {
            sections.add(new Section<>(detector));
        }
    }

    /** Goes on with what is in force now: the same catalogue, of another version of the rule book, and what is on the lists. */
    public Behaviour under(Detectors inForce, Lists listed) {
        lists = listed;
        if (inForce != detectors) {
            detectors = inForce;
            sections.forEach(section -> section.under(inForce));
        }
        return this;
    }

    /** Takes in an event of the account. */
    public void observe(Event event, Findings out) {
        long at = event.occurredAt().toEpochMilli();
        if (seen.has(event.eventId())
                || (newestMs != Long.MIN_VALUE
                        && newestMs - at > detectors.config().lateness().toMillis())) {
            return;
        }
        seen.add(event.eventId(), at);
        if (at > newestMs) {
            if (newestMs != Long.MIN_VALUE && Math.floorDiv(at, DAY_MS) > Math.floorDiv(newestMs, DAY_MS)) {
                out.day(new NewDay(event.accountId(), event.occurredAt()));
            }
            newestMs = at;
            seen.forget(at - detectors.config().identity().toMillis());
        }
        recent.add(event);
        if (!lists.isEmpty()) {
            denials.onEvent(event, lists, detectors.config().score().repeatAfter(), out);
        }
        for (Section<?> section : sections) {
            section.onEvent(event, out);
        }
    }

    /** Takes in an invite that the account has opened. */
    public void observe(Invite invite, Findings out) {
        for (Section<?> section : sections) {
            section.onInvited(invite, out);
        }
    }

    /** Takes in a decision about one of the account's events; a step that was seen changes nothing. Whether it was new. */
    public boolean observe(Decided decided, Findings out) {
        if (decided.step() <= newestStep) {
            return false;
        }
        newestStep = decided.step();
        for (Section<?> section : sections) {
            section.onDecision(decided, out);
        }
        return true;
    }

    /** One detector's part of the profile, with what it said last. */
    private final class Section<S> {
        private Detector<S> detector;
        private S state;
        private double toldStrength;
        private Instant toldAt = Instant.EPOCH;

        Section(Detector<S> detector) {
            this.detector = detector;
            this.state = detector.newState();
        }

        @SuppressWarnings("unchecked") // one code, one class of detector
        void under(Detectors inForce) {
            detector = (Detector<S>) inForce.of(detector.code());
        }

        void onEvent(Event event, Findings out) {
            if (lists.isEmpty() || detector.counts(event, lists)) {
                detector.onEvent(state, event, recent, news(out));
            }
        }

        void onInvited(Invite invite, Findings out) {
            detector.onInvited(state, invite, news(out));
        }

        void onDecision(Decided decided, Findings out) {
            detector.onDecision(state, decided, news(out));
        }

        private Findings news(Findings out) {
            return new Findings() {
                @Override
                public void found(Finding finding) {
                    if (isNews(finding)) {
                        toldStrength = finding.strength();
                        toldAt = finding.detectedAt();
                        out.found(finding);
                        tellTargets(finding, out);
                    }
                }

                @Override
                public void link(Link link) {
                    tell(link, out);
                }
            };
        }

        private void tell(Link link, Findings out) {
            Link counting = !lists.isEmpty() && detector instanceof LinkDetector<?, ?> links
                    ? links.counting(link, lists)
                    : link;
            if (counting != null) {
                out.link(counting);
            }
        }

        private boolean isNews(Finding finding) {
            Duration repeatAfter = detectors.config().score().repeatAfter();
            return toldStrength == 0
                    || finding.strength() >= toldStrength + GROWTH
                    || (finding.strength() == 1 && toldStrength < 1)
                    || !finding.detectedAt().isBefore(toldAt.plus(repeatAfter));
        }

        void link(Finding finding, Findings out) {
            if (detector instanceof LinkDetector<S, ?> links) {
                for (String target : links.targets(state)) {
                    Link found = new Link.Found(
                            detector.code(),
                            target,
                            finding.accountId(),
                            finding.detectedAt(),
                            finding.code(),
                            finding.strength());
                    tell(found, out);
                }
            }
        }

        void write(StateWriter out) {
            out.reasonCode(detector.code());
            out.block(block());
        }

        StateWriter block() {
            StateWriter block = new StateWriter();
            block.real(toldStrength);
            block.instant(toldAt);
            detector.write(state, block);
            return block;
        }

        void read(StateReader block) {
            toldStrength = block.real();
            toldAt = block.instant();
            state = detector.read(block);
            block.end();
        }
    }

    private void tellTargets(Finding finding, Findings out) {
        for (Section<?> section : sections) {
            section.link(finding, out);
        }
    }

    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(denials.isEmpty() ? WITHOUT_DENIALS : VERSION);
        out.signed(newestMs);
        out.unsigned(newestStep);
        seen.write(out);
        recent.write(out);
        out.size(sections.size());
        for (Section<?> section : sections) {
            section.write(out);
        }
        if (!denials.isEmpty()) {
            denials.write(out);
        }
        return out.bytes();
    }

    /** What is kept for one detector of the catalogue. */
    byte[] encode(ReasonCode code) {
        return Objects.requireNonNull(section(code)).block().bytes();
    }

    /**
     * Reads a profile. A detector that joined the catalogue since then starts anew, the part of one that left is dropped.
     *
     * @throws StateFormatException when the bytes are none of {@link #encode}'s
     */
    public static Behaviour decode(Detectors detectors, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        byte version = in.version("behaviour profile", WITHOUT_DENIALS, VERSION);
        Behaviour behaviour = new Behaviour(detectors);
        behaviour.newestMs = in.signed();
        behaviour.newestStep = in.unsigned();
        behaviour.seen = SeenIds.read(in);
        behaviour.recent = RecentEvents.read(in);
        for (int left = in.size(); left > 0; left--) {
            Section<?> section = behaviour.section(in.reasonCode());
            StateReader block = in.block();
            if (section != null) {
                section.read(block);
            }
        }
        if (version > WITHOUT_DENIALS) {
            behaviour.denials = Denials.read(in);
        }
        in.end();
        return behaviour;
    }

    private @Nullable Section<?> section(ReasonCode code) {
        for (Section<?> section : sections) {
            if (section.detector.code() == code) {
                return section;
            }
        }
        return null;
    }
}
