package io.pointstream.engine.farming;

import static io.pointstream.engine.event.EventType.CONTENT_ARTICLE_READ;
import static io.pointstream.engine.event.EventType.CONTENT_VIDEO_WATCHED;
import static io.pointstream.engine.event.EventType.FINANCE_STATEMENT;
import static io.pointstream.engine.event.EventType.MEMBERSHIP_AD_WATCHED;
import static io.pointstream.engine.event.EventType.MEMBERSHIP_SIGNED_IN;
import static io.pointstream.engine.event.EventType.PAYMENT_SETTLED;
import static io.pointstream.engine.event.EventType.SOCIAL_ARTICLE_FORWARDED;
import static io.pointstream.engine.event.EventType.SOCIAL_STEPS_DONATED;
import static io.pointstream.engine.event.EventType.SOCIAL_VIDEO_LIKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code DORMANT_BURST}. */
class DormantBurstTest {

    private static final List<EventType> KINDS = List.of(
            CONTENT_ARTICLE_READ,
            CONTENT_VIDEO_WATCHED,
            MEMBERSHIP_AD_WATCHED,
            SOCIAL_ARTICLE_FORWARDED,
            SOCIAL_VIDEO_LIKED);

    private final Scene scene = new Scene(Scene.only(DormantBurst::new));

    @Test
    void anAccountThatWakesAndFillsItsCapsIsFlaggedOnItsFirstDay() {
        fill("farmer", 0, 1);
        fill("farmer", 40, 5);
        Flag flag = Objects.requireNonNull(scene.flagOf("farmer"));
        FlagReason reason = flag.reasons().getFirst();
        assertThat(reason.reason())
                .isEqualTo("asleep for 40 days, then filled 5 daily caps on 1 days, 5 of them on one of the first two");
        assertThat(reason.evidence().numbers())
                .containsEntry("asleepDays", 40.0)
                .containsEntry("capsFilled", 5.0)
                .containsEntry("atOnce", 5.0)
                .containsEntry("surplus", 4.0);
    }

    @Test
    void threeCapsADayTakeTwoDays() {
        fill("farmer", 0, 0);
        fill("farmer", 30, 3);
        assertThat(scene.flagOf("farmer")).isNull();
        scene.restart();
        fill("farmer", 31, 3);
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void statementsAreNoSignOfLife() {
        fill("farmer", 0, 0);
        for (int day = 1; day < 30; day++) {
            scene.decide("farmer", FINANCE_STATEMENT, Scene.at(day, 3), null);
        }
        fill("farmer", 30, 5);
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void whoComesBackSlowlyIsSpared() {
        fill("person", 0, 0);
        for (int day = 30; day < 40; day++) {
            fill("person", day, Math.min(4, (day - 30) / 2));
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void whoComesBackToReadAndWatchIsSpared() {
        fill("reader", 0, 0);
        for (int day = 30; day < 60; day++) {
            fill("reader", day, 2);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aHolidayBingeGoesOnPastTheCaps() {
        fill("reader", 0, 0);
        for (int day = 30; day < 34; day++) {
            for (EventType kind : KINDS) {
                scene.acts("reader", kind, 12, 9, Scene.at(day, 10));
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void anAccountThatChangedHandsIsFlaggedHoweverSlowlyItBegins() {
        for (String account : List.of("sold", "moved")) {
            fill(account, 0, 0);
            scene.send(new Membership.SignedIn(new Header("h" + account, account, Scene.at(0, 8), "phone", "home")));
            for (int day = 30; day < 37; day++) {
                boolean known = account.equals("moved") && day == 31;
                scene.send(new Membership.SignedIn(new Header(
                        "h" + account + day, account, Scene.at(day, 8), known ? "phone" : "new phone", "elsewhere")));
                scene.decide(account, PAYMENT_SETTLED, Scene.at(day, 9), null);
                fill(account, day, Math.min(3, day - 30));
            }
        }
        assertThat(scene.flags).containsOnlyKeys("account-sold");
        assertThat(Objects.requireNonNull(scene.flagOf("sold"))
                        .reasons()
                        .getFirst()
                        .reason())
                .endsWith("on a new phone elsewhere");
    }

    @Test
    void whoComesBackToShopIsSpared() {
        fill("shopper", 0, 0);
        for (int day = 30; day < 37; day++) {
            scene.decide("shopper", PAYMENT_SETTLED, Scene.at(day, 1), null);
            scene.decide("shopper", PAYMENT_SETTLED, Scene.at(day, 2), null);
            fill("shopper", day, 3);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void whoGoesOnAsBeforeTheSleepIsSpared() {
        for (int day = 0; day < 20; day++) {
            fill("player", day, 5);
        }
        for (int day = 60; day < 70; day++) {
            fill("player", day, 5);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void anAccountThatIsNewOrWasAwayForTwoWeeksIsSpared() {
        fill("new", 0, 5);
        fill("holiday", 0, 0);
        fill("holiday", 15, 5);
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aBurstIsOverAfterAWeek() {
        fill("person", 0, 0);
        fill("person", 30, 3);
        for (int day = 38; day < 60; day++) {
            fill("person", day, 5);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void theStateStaysSmall() {
        for (int day = 0; day < 400; day += 1 + 30 * (day % 9 / 8)) {
            fill("farmer", day, 5);
        }
        assertThat(scene.stateBytes("farmer")).isLessThan(600);
    }

    /** A day with a sign-in and donated steps, and as many daily caps filled by several acts. */
    private void fill(String accountId, int day, int caps) {
        scene.decide(accountId, MEMBERSHIP_SIGNED_IN, Scene.at(day, 7), "sign-in/DAY");
        scene.decide(accountId, SOCIAL_STEPS_DONATED, Scene.at(day, 8), "steps/DAY");
        for (EventType kind : KINDS.subList(0, caps)) {
            scene.acts(accountId, kind, 9, kind == SOCIAL_VIDEO_LIKED ? 0 : 9, Scene.at(day, 9));
            if (kind == SOCIAL_VIDEO_LIKED) {
                scene.decideUncapped(accountId, kind, Scene.at(day, 10), "social.video-like");
            }
        }
    }
}
