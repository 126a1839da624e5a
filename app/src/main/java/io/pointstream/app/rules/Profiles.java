package io.pointstream.app.rules;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Invite;
import java.util.HashMap;
import java.util.Map;

/** The profiles of all accounts, those too that were invited and have not acted. */
final class Profiles {

    private final Detectors ofBefore;
    private final Detectors ofAfter;
    private final Map<String, Profile> byId = new HashMap<>();

    Profiles(Detectors ofBefore, Detectors ofAfter) {
        this.ofBefore = ofBefore;
        this.ofAfter = ofAfter;
    }

    /** Takes in an event and what each book made of it, in the order of a replay; the findings go to that book's detection. */
    void observe(Event event, Step old, Step now, Detection ofBefore, Detection ofAfter) {
        Profile profile = of(event.accountId());
        // Reviewers' decisions are no behaviour.
        if (!(event instanceof Review.Decided)) {
            profile.observe(event, ofBefore, ofAfter);
            Invite invite = Invite.of(event);
            if (invite != null) {
                of(invite.inviteeId()).observe(invite, ofBefore, ofAfter);
            }
            ofBefore.follow();
            ofAfter.follow();
        }
        profile.observe(old, now, ofBefore, ofAfter);
        ofBefore.follow();
        ofAfter.follow();
    }

    private Profile of(String accountId) {
        return byId.computeIfAbsent(accountId, id -> new Profile(ofBefore, ofAfter));
    }
}
