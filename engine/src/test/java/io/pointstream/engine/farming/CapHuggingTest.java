package io.pointstream.engine.farming;

import static io.pointstream.engine.event.EventType.CONTENT_ARTICLE_READ;
import static io.pointstream.engine.event.EventType.GAMING_LEVEL_CLEARED;
import static io.pointstream.engine.event.EventType.GAMING_TEAM_CHALLENGE_COMPLETED;
import static io.pointstream.engine.event.EventType.MEMBERSHIP_SIGNED_IN;
import static io.pointstream.engine.event.EventType.PAYMENT_SETTLED;
import static io.pointstream.engine.event.EventType.SOCIAL_ARTICLE_FORWARDED;
import static io.pointstream.engine.event.EventType.SOCIAL_STEPS_DONATED;
import static io.pointstream.engine.event.EventType.SOCIAL_VIDEO_LIKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.EventType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code CAP_HUGGING}. */
class CapHuggingTest {

    private final Scene scene = new Scene(Scene.only(CapHugging::new));

    @Test
    void fourCapsADayHitExactlyAreFlaggedOnTheFourthDay() {
        for (int day = 0; day < 3; day++) {
            hug(day, 3);
            assertThat(scene.flagOf("farmer")).isNull();
        }
        scene.decide("farmer", MEMBERSHIP_SIGNED_IN, Scene.at(3, 1), null);
        Flag flag = Objects.requireNonNull(scene.flagOf("farmer"));
        FlagReason reason = flag.reasons().getFirst();
        assertThat(reason.evidence().numbers())
                .containsEntry("huggingDays", 3.0)
                .containsEntry("hits", 12.0)
                .containsEntry("surplus", 9.0)
                .containsEntry("daysAt social.video-liked/DAY", 3.0);
        assertThat(scene.signals.getFirst().finding().from()).isEqualTo(Scene.at(0, 0));
        assertThat(scene.signals.getFirst().finding().to()).isEqualTo(Scene.at(3, 0));
    }

    @Test
    void twoCapsADayTakeSixDays() {
        for (int day = 0; day < 6; day++) {
            hug(day, 1);
            assertThat(scene.flagOf("farmer")).isNull();
        }
        hug(6, 1);
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void anAwardOfOnceADayWithoutACapCountsAsOne() {
        for (int day = 0; day < 3; day++) {
            for (EventType type :
                    List.of(SOCIAL_VIDEO_LIKED, SOCIAL_ARTICLE_FORWARDED, GAMING_LEVEL_CLEARED, MEMBERSHIP_SIGNED_IN)) {
                unpaidThenPaid("farmer", type, 9, day);
                unpaidThenPaid("liker", type, 9, day);
                scene.decide("liker", type, Scene.at(day, 23), null);
            }
            // Every act paid: shopping is not hugging.
            for (int i = 0; i < 5; i++) {
                scene.decideUncapped("shopper", PAYMENT_SETTLED, Scene.at(day, 10 + i), "pay.jd");
            }
        }
        for (String account : List.of("farmer", "liker", "shopper")) {
            scene.decide(account, MEMBERSHIP_SIGNED_IN, Scene.at(3, 1), null);
        }
        assertThat(scene.flags).containsOnlyKeys("account-farmer");
    }

    private void unpaidThenPaid(String accountId, EventType type, int unpaid, int day) {
        scene.acts(accountId, type, unpaid, 0, Scene.at(day, 8));
        scene.decideUncapped(accountId, type, Scene.at(day, 20), type.publicName());
    }

    @Test
    void aHeavyReaderWhoGoesOnAfterTheCapIsSpared() {
        for (int day = 0; day < 30; day++) {
            scene.acts("reader", CONTENT_ARTICLE_READ, 14 + day % 5, 10, Scene.at(day, 8));
            scene.acts("reader", SOCIAL_VIDEO_LIKED, 25, 10, Scene.at(day, 12));
            scene.acts("reader", GAMING_LEVEL_CLEARED, 7, 3, Scene.at(day, 20));
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aDailyRoundOfOneActEachIsSpared() {
        for (int day = 0; day < 30; day++) {
            scene.acts("person", MEMBERSHIP_SIGNED_IN, 1, 1, Scene.at(day, 7));
            scene.acts("person", SOCIAL_STEPS_DONATED, 1, 1, Scene.at(day, 21));
            scene.acts("person", GAMING_LEVEL_CLEARED, 3, 3, Scene.at(day, 22));
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aStepThatComesAgainCountsOnce() {
        for (int day = 0; day < 3; day++) {
            hug(day, 3);
        }
        scene.restart();
        // Steps 1 to 3 again: acts that would spoil the hits, or make new ones.
        for (int step = 1; step <= 3; step++) {
            scene.send(new Decided(
                    "farmer",
                    step,
                    "again",
                    SOCIAL_VIDEO_LIKED,
                    Scene.at(2, 23),
                    List.of("social.video-like/DAY"),
                    null,
                    null));
        }
        scene.decide("farmer", MEMBERSHIP_SIGNED_IN, Scene.at(3, 1), null);
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void aLateActSpoilsTheHitOfItsOwnDay() {
        for (int day = 0; day < 6; day++) {
            hug(day, 1);
        }
        scene.decide("farmer", SOCIAL_VIDEO_LIKED, Scene.at(4, 23), null);
        scene.decide("farmer", MEMBERSHIP_SIGNED_IN, Scene.at(6, 1), null);
        assertThat(scene.flagOf("farmer")).isNull();
    }

    @Test
    void manyDaysKeepTheDiaryShort() {
        for (int day = 0; day < 20; day++) {
            hug(day, 3);
        }
        int bytes = scene.behaviour("farmer").encode().length;
        for (int day = 20; day < 400; day++) {
            hug(day, 3);
        }
        assertThat(scene.behaviour("farmer").encode().length).isLessThan(bytes + 50);
        assertThat(scene.signals.size()).isLessThan(70);
    }

    /** Likes to the cap, and as many of three others. */
    private void hug(int day, int others) {
        scene.acts("farmer", SOCIAL_VIDEO_LIKED, 10, 10, Scene.at(day, 8));
        scene.acts("farmer", SOCIAL_ARTICLE_FORWARDED, 9, 9, Scene.at(day, 9));
        if (others == 3) {
            scene.acts("farmer", GAMING_LEVEL_CLEARED, 3, 3, Scene.at(day, 10));
            scene.acts("farmer", GAMING_TEAM_CHALLENGE_COMPLETED, 3, 3, Scene.at(day, 11));
        }
        scene.acts("farmer", SOCIAL_STEPS_DONATED, 1, 1, Scene.at(day, 12));
    }
}
