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

    private static final byte VERSION = 1;
    private static final long DAY_MS = 86_400_000;
    /** A finding is told again when it has grown by this much. */
    private static final double GROWTH = 0.05;

    private Detectors detectors;
    private final List<Section<?>> sections = new ArrayList<>();
    private long newestMs = Long.MIN_VALUE;
    private long newestStep;
    private SeenIds seen = new SeenIds();
    private RecentEvents recent = new RecentEvents();

    /** An account that was never seen. */
    public Behaviour(Detectors detectors) {
        this.detectors = detectors;
        for (Detector<?> detector : detectors.all()) {
            sections.add(new Section<>(detector));
        }
    }

    /** Goes on with what is in force now: the same catalogue, of another version of the rule book. */
    public Behaviour under(Detectors inForce) {
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
            detector.onEvent(state, event, recent, news(out));
        }

        void onInvited(Invite invite, Findings out) {
            detector.onInvited(state, invite, out);
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
                    out.link(link);
                }
            };
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
                    out.link(new Link.Found(
                            detector.code(),
                            target,
                            finding.accountId(),
                            finding.detectedAt(),
                            finding.code(),
                            finding.strength()));
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
        out.unsigned(VERSION);
        out.signed(newestMs);
        out.unsigned(newestStep);
        seen.write(out);
        recent.write(out);
        out.size(sections.size());
        for (Section<?> section : sections) {
            section.write(out);
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
        in.version("behaviour profile", VERSION);
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
