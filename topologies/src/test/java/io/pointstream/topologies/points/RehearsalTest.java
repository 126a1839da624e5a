package io.pointstream.topologies.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentRefunded;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.SocialInviteOpened;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.topologies.ActivityTranslator;
import io.pointstream.topologies.points.Rehearsal.Basis;
import io.pointstream.topologies.points.Rehearsal.Stored;
import io.pointstream.topologies.state.SoloStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** A rehearsal says what then happens, and leaves no trace. */
class RehearsalTest {

    private static final Instant MAY = Instant.parse("2026-05-01T04:00:00Z");

    private final RuleBooks books = RuleBooks.shipped();
    private final PointsEngine engine = new PointsEngine(books);
    private final SoloStore eventIds = new SoloStore("ids", (key, value) -> {});
    private final SoloStore remembered = new SoloStore("keys", (key, value) -> {});
    private final RememberedKeys keys = new RememberedKeys(remembered);
    private final LiveAccount.Codec codec = new LiveAccount.Codec(
            books.versions().getFirst().book().eventIds().name(),
            eventIds,
            keys,
            new TimerIndex(new SoloStore("timers", (key, value) -> {})));
    private byte[] state = new byte[0];

    private static Activity activity(String id, Instant at, Object body) {
        return new Activity(id, "a1", at, null, null, body);
    }

    private static Activity payment(String id, Instant at, long fen) {
        return activity(id, at, new PaymentSettled("p-" + id, PaymentChannel.JD, "m1", fen));
    }

    /** What the application does with an event; its account is stored after each, as at a commit. */
    private JournalEntry happens(Activity activity) {
        LiveAccount live = codec.read("a1", state.length == 0 ? null : state);
        Account account = live.account();
        Event event = ActivityTranslator.toEvent(activity);
        for (Step due = engine.timer(account, event, live); due != null; due = engine.timer(account, event, live)) {
            live.apply(account, due, engine::nextDue);
        }
        Step step = engine.decide(account, event, live);
        live.apply(account, step, engine::nextDue);
        state = codec.write(live);
        keys.flush();
        return JournalTranslator.entry(step);
    }

    private Rehearsal rehearsed(Activity activity) {
        Stored stored = new Stored(
                state.length == 0 ? null : state, new AskedStore(eventIds::get), new AskedStore(remembered::get));
        return Rehearsal.of(books, activity, stored, null, Basis.LIVE);
    }

    @Test
    void saysOfEachEventOfALifeWhatThenHappens() {
        List<Activity> life = new ArrayList<>();
        life.add(activity("i1", MAY, new SocialInviteOpened("friend", true)));
        life.add(activity("i2", MAY.plusSeconds(5), new SocialInviteOpened("friend", true)));
        for (int day = 0; day < 40; day++) {
            life.add(payment("e" + day, MAY.plus(Duration.ofDays(day)), 60_000));
            life.add(payment("e" + day / 2, MAY.plus(Duration.ofDays(day)).plusSeconds(1), 60_000));
        }
        life.add(activity("r1", MAY.plus(Duration.ofDays(41)), new PaymentRefunded("refund", "p-e3", 30_000L)));
        life.add(payment("late", MAY, 100));
        // A year later everything earned has expired, which timers do before the event.
        life.add(payment("year", MAY.plus(Duration.ofDays(500)), 100));
        List<Outcome> outcomes = new ArrayList<>();
        for (Activity activity : life) {
            byte[] before = state.clone();
            JournalEntry rehearsed = rehearsed(activity).entry();
            assertThat(rehearsed(activity).entry()).as("asked twice").isEqualTo(rehearsed);
            assertThat(state).isEqualTo(before);
            assertThat(happens(activity)).as(activity.getEventId()).isEqualTo(rehearsed);
            outcomes.add(Objects.requireNonNull(rehearsed.getDecision()).getOutcome());
        }
        assertThat(outcomes)
                .contains(
                        Outcome.AWARDED,
                        Outcome.PARTIALLY_CAPPED,
                        Outcome.CAPPED,
                        Outcome.DUPLICATE,
                        Outcome.NOT_ELIGIBLE,
                        Outcome.APPLIED,
                        Outcome.TOO_LATE);
    }

    @Test
    void ofANewAccountNothingIsRemembered() {
        happens(payment("e1", MAY, 1_200));
        assertThat(decided(rehearsed(payment("e1", MAY, 1_200)))).isEqualTo(Outcome.DUPLICATE);
        Rehearsal fresh = Rehearsal.ofNew(books, payment("e1", MAY, 1_200), Basis.ELSEWHERE);
        assertThat(decided(fresh)).isEqualTo(Outcome.AWARDED);
        assertThat(fresh.basis()).isEqualTo(Basis.ELSEWHERE);
        assertThat(fresh.entry().getBalance().getAvailable()).isEqualTo(24);
    }

    @Test
    void aTickFiresWhatIsDueBeforeIt() {
        happens(payment("e1", MAY, 1_200));
        Stored stored = new Stored(state, new AskedStore(eventIds::get), new AskedStore(remembered::get));
        Instant tick = MAY.plus(Duration.ofDays(500));
        Rehearsal rehearsal = Rehearsal.of(books, payment("e2", MAY, 100), stored, tick, Basis.LIVE);
        assertThat(rehearsal.entry().getBalance().getAvailable()).isEqualTo(2);
    }

    @Test
    void whoWritesToWhatIsOnlyAskedHasADefect() {
        assertThatThrownBy(() -> AskedStore.EMPTY.put(Bytes.wrap(new byte[] {1}), new byte[] {1}))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Outcome decided(Rehearsal rehearsal) {
        return Objects.requireNonNull(rehearsal.entry().getDecision()).getOutcome();
    }
}
