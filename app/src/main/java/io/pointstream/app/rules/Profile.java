package io.pointstream.app.rules;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.farming.Behaviour;
import io.pointstream.engine.farming.Decided;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.farming.Findings;
import io.pointstream.engine.farming.Invite;
import io.pointstream.engine.farming.Link;
import io.pointstream.engine.farming.NewDay;
import java.util.Objects;

/**
 * One account's behaviour under both books. Most decisions look alike to the detectors, so there is one profile until the
 * first that does not; from then on there are two.
 */
final class Profile {

    private final Detectors detectorsOfAfter;
    private final Behaviour before;
    private Behaviour after;

    /** The same detectors twice begin as one profile. */
    Profile(Detectors ofBefore, Detectors ofAfter) {
        detectorsOfAfter = ofAfter;
        before = new Behaviour(ofBefore);
        after = ofBefore == ofAfter ? before : new Behaviour(ofAfter);
    }

    /** Takes in an event; the findings go to each book's detection. */
    void observe(Event event, Detection ofBefore, Detection ofAfter) {
        if (after == before) {
            before.observe(event, both(ofBefore, ofAfter));
        } else {
            before.observe(event, ofBefore);
            after.observe(event, ofAfter);
        }
    }

    /** Takes in an invite that the account has opened. */
    void observe(Invite invite, Detection ofBefore, Detection ofAfter) {
        if (after == before) {
            before.observe(invite, both(ofBefore, ofAfter));
        } else {
            before.observe(invite, ofBefore);
            after.observe(invite, ofAfter);
        }
    }

    /** Takes in what each book made of an event. */
    void observe(Step old, Step now, Detection ofBefore, Detection ofAfter) {
        Decided decidedBefore = Decided.of(old);
        Decided decidedAfter = Decided.of(now);
        if (after == before && Objects.equals(decidedBefore, decidedAfter)) {
            if (decidedBefore != null) {
                before.observe(decidedBefore, both(ofBefore, ofAfter));
            }
            return;
        }
        if (after == before) {
            after = Behaviour.decode(detectorsOfAfter, before.encode());
        }
        if (decidedBefore != null) {
            before.observe(decidedBefore, ofBefore);
        }
        if (decidedAfter != null) {
            after.observe(decidedAfter, ofAfter);
        }
    }

    /** Both detections, or the one that is both. */
    private static Findings both(Detection one, Detection other) {
        return one == other ? one : new Both(one, other);
    }

    private record Both(Findings one, Findings other) implements Findings {
        @Override
        public void found(Finding finding) {
            one.found(finding);
            other.found(finding);
        }

        @Override
        public void link(Link link) {
            one.link(link);
            other.link(link);
        }

        @Override
        public void day(NewDay day) {
            one.day(day);
            other.day(day);
        }
    }
}
