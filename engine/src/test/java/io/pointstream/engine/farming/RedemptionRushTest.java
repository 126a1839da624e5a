package io.pointstream.engine.farming;

import static io.pointstream.engine.event.EventType.CONTENT_ARTICLE_READ;
import static io.pointstream.engine.event.EventType.CONTENT_VIDEO_WATCHED;
import static io.pointstream.engine.event.EventType.SOCIAL_VIDEO_LIKED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code REDEMPTION_RUSH}. */
class RedemptionRushTest {

    private final Scene scene = new Scene(Scene.only(RedemptionRush::new));
    private final Spending spending = new Spending(scene);

    @Test
    void capsEveryDayAndSpentAtOnceIsFlaggedOnTheFourthDay() {
        for (int day = 0; day < 4; day++) {
            assertThat(scene.flagOf("farmer")).isNull();
            caps("farmer", day, 3);
            spending.redeem("farmer", Scene.at(day, 21), 500, 20, null);
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("farmer"));
        assertThat(flag.reasons().getFirst().evidence().numbers())
                .containsEntry("rushes", 4.0)
                .containsEntry("capsFilled", 12.0)
                .containsEntry("pointsSpent", 2000.0);
    }

    @Test
    void whatIsLeftOfABeginningDoesNotHideTheRush() {
        int left = 5_000;
        for (int day = 0; day < 8; day++) {
            caps("farmer", day, 3);
            left += 200;
            spending.redeem("farmer", Scene.at(day, 21), 500, left, null);
        }
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void spendingEveryThirdDayTakesLonger() {
        for (int day = 0; day < 30; day++) {
            caps("farmer", day, 3);
            if (day % 3 == 2) {
                spending.redeem("farmer", Scene.at(day, 21), 1000, 50, null);
            }
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("farmer"));
        assertThat(flag.raisedAt()).isAfter(Scene.at(14, 0));
    }

    @Test
    void whoSavesAndRedeemsMonthlyOrWeeklyIsSpared() {
        for (int day = 0; day < 90; day++) {
            caps("student", day, 2);
            caps("reader", day, 2);
            if (day % 30 == 29) {
                spending.redeem("student", Scene.at(day, 21), 8000, 10, null);
            }
            if (day % 7 == 6) {
                spending.redeem("reader", Scene.at(day, 21), 1500, 10, null);
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void whoDeductsFeesEveryDayWithoutWorkingForCapsIsSpared() {
        for (int day = 0; day < 60; day++) {
            scene.decide("payer", CONTENT_ARTICLE_READ, Scene.at(day, 9), null);
            spending.redeem("payer", Scene.at(day, 12), 100, 0, null);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aNewPhoneAndALargeRedemptionIsNoCase() {
        life("owner", 0, 10, "old");
        life("owner", 10, 11, "new");
        spending.redeem("owner", Scene.at(10, 10), 20_000, 0, "new");
        life("owner", 11, 20, "new");
        assertThat(scene.signalsOf("owner")).hasSize(1);
        assertThat(scene.flagOf("owner")).isNull();
    }

    @Test
    void whoTakesAllAtOnceOnANewPhoneHasBoughtTheAccount() {
        life("sold", 0, 10, "old");
        for (int i = 0; i < 3; i++) {
            spending.redeem("sold", Scene.at(10, 10).plusSeconds(60L * i), 2_000, 4_100 - 2_000L * i, "new");
        }
        life("sold", 11, 20, "new");
        Flag flag = Objects.requireNonNull(scene.flagOf("sold"));
        assertThat(flag.reasons().getFirst().evidence().numbers())
                .containsEntry("redemptions", 3.0)
                .containsEntry("pointsSpent", 6000.0)
                .containsEntry("pointsLeft", 100.0);
    }

    @Test
    void aLaterRedemptionHidesNoStrangeDevice() {
        life("victim", 0, 10, "own");
        spending.redeem("victim", Scene.at(10, 3), 5_000, 30, "strange");
        spending.redeem("victim", Scene.at(10, 20), 30, 0, "own");
        life("victim", 10, 15, "own");
        assertThat(scene.flagOf("victim")).isNotNull();
    }

    @Test
    void aSecondPhoneThatStaysIsNoCase() {
        life("owner", 0, 10, "old");
        spending.redeem("owner", Scene.at(10, 10), 20_000, 0, "tablet");
        for (int day = 11; day < 20; day++) {
            life("owner", day, day + 1, day % 2 == 0 ? "old" : "tablet");
        }
        assertThat(scene.flagOf("owner")).isNull();
    }

    @Test
    void aDeviceThatTakesThePointsAndIsNotSeenAgainIsACase() {
        life("victim", 0, 10, "own");
        spending.redeem("victim", Scene.at(10, 3), 5_000, 30, "strange");
        life("victim", 10, 15, "own");
        Flag flag = Objects.requireNonNull(scene.flagOf("victim"));
        Evidence evidence = flag.reasons().getFirst().evidence();
        assertThat(evidence.counterparts()).containsExactly("strange");
        assertThat(evidence.numbers()).containsEntry("pointsSpent", 5000.0).containsEntry("pointsLeft", 30.0);
        assertThat(flag.raisedAt()).isEqualTo(Scene.at(12, 9));
    }

    @Test
    void aDecisionThatComesBeforeItsEventFindsTheDevice() {
        life("victim", 0, 10, "own");
        var request = scene.signIn("victim", Scene.at(10, 3), "strange");
        scene.decideSpent(request, 25_000, 0);
        scene.send(request);
        assertThat(scene.signalsOf("victim")).hasSize(1);
    }

    @Test
    void aRestartChangesNothing() {
        Scene through = new Scene(Scene.only(RedemptionRush::new));
        for (int day = 0; day < 12; day++) {
            for (Scene one : List.of(scene, through)) {
                one.send(one.signIn("a", Scene.at(day, 8), day == 6 ? "strange" : "own"));
                one.acts("a", SOCIAL_VIDEO_LIKED, 10, 10, Scene.at(day, 9));
                one.acts("a", CONTENT_VIDEO_WATCHED, 10, 10, Scene.at(day, 10));
                one.decideSpent(one.signIn("a", Scene.at(day, 11), null), 2500, 10);
            }
            scene.restart();
        }
        assertThat(scene.signals).isEqualTo(through.signals).isNotEmpty();
    }

    /** Fills day caps and goes on a little, which hugs none. */
    private void caps(String accountId, int day, int caps) {
        var types = List.of(CONTENT_ARTICLE_READ, CONTENT_VIDEO_WATCHED, SOCIAL_VIDEO_LIKED);
        for (int i = 0; i < caps; i++) {
            scene.acts(accountId, types.get(i), 14, 10, Scene.at(day, 18 + i));
        }
    }

    private void life(String accountId, int from, int to, String device) {
        for (int day = from; day < to; day++) {
            scene.send(scene.signIn(accountId, Scene.at(day, 9), device));
        }
    }
}
