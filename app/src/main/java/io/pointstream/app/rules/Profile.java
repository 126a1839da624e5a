package io.pointstream.app.rules;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.farming.Behaviour;
import io.pointstream.engine.farming.Decided;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.farming.Findings;
import io.pointstream.engine.farming.Link;
import java.util.Objects;

/**
 * One account's behaviour under both books. Most decisions look alike to the detectors, so there is one profile until the
 * first that does not; from then on there are two.
 */
final class Profile {

    private final Detectors detectors;
    private final Behaviour before;
    private Behaviour after;

    Profile(Detectors detectors) {
        this.detectors = detectors;
        before = new Behaviour(detectors);
        after = before;
    }

    /** Takes in an event and what each book made of it; the findings go to that book's detection. */
    void observe(Event event, Step old, Step now, Detection ofBefore, Detection ofAfter) {
        Findings both = ofBefore == ofAfter ? ofBefore : new Both(ofBefore, ofAfter);
        // Reviewers' decisions are no behaviour.
        if (!(event instanceof Review.Decided)) {
            if (after == before) {
                before.observe(event, both);
            } else {
                before.observe(event, ofBefore);
                after.observe(event, ofAfter);
            }
            ofBefore.follow();
            ofAfter.follow();
        }
        Decided decidedBefore = Decided.of(old);
        Decided decidedAfter = Decided.of(now);
        if (after == before && Objects.equals(decidedBefore, decidedAfter)) {
            if (decidedBefore != null) {
                before.observe(decidedBefore, both);
            }
        } else {
            if (after == before) {
                after = Behaviour.decode(detectors, before.encode());
            }
            if (decidedBefore != null) {
                before.observe(decidedBefore, ofBefore);
            }
            if (decidedAfter != null) {
                after.observe(decidedAfter, ofAfter);
            }
        }
        ofBefore.follow();
        ofAfter.follow();
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
    }
}
