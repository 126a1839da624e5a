package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code VELOCITY}. */
class VelocityTest {

    private final Scene scene = new Scene(Scene.only(Velocity::new));

    @Test
    void aBotThatLikesFasterThanAThumbIsFlagged() {
        for (int i = 0; i < 31; i++) {
            scene.send(scene.like("bot", Scene.at(0, Duration.ofMillis(1900L * i))));
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("bot"));
        assertThat(flag.level()).isEqualTo(FlagLevel.REVIEW);
        FlagReason reason = flag.reasons().getFirst();
        assertThat(reason.reason()).isEqualTo("31 × social.video-liked within 1 min; a person makes at most 30");
        assertThat(reason.evidence().numbers())
                .containsEntry("events", 31.0)
                .containsEntry("limit", 30.0)
                .containsEntry("windowSeconds", 60.0);
        assertThat(reason.evidence().eventIds()).hasSize(16).last().isEqualTo("e31");
    }

    @Test
    void twiceTheLimitHolds() {
        for (int i = 0; i < 60; i++) {
            scene.send(scene.like("bot", Scene.at(0, Duration.ofMillis(900L * i))));
        }
        assertThat(Objects.requireNonNull(scene.flagOf("bot")).level()).isEqualTo(FlagLevel.HOLD);
        assertThat(scene.signalsOf("bot").size()).isLessThan(8);
    }

    @Test
    void aFastThumbIsSpared() {
        // 30 likes a minute, again after a pause, and a hundred in ten minutes.
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 30; i++) {
                scene.send(scene.like("fan", Scene.at(0, Duration.ofSeconds(round * 240L + 2L * i))));
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aFanWhoCommentsAllEveningIsSpared() {
        for (int second = 0; second < 3 * 3600; second += 8) {
            scene.send(scene.comment("fan", Scene.at(0, Duration.ofHours(19).plusSeconds(second)), null));
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aSlowBotThatNeverRestsIsFoundByItsDay() {
        // One like every two minutes, day and night, makes 720 a day.
        for (int i = 0; i < 720; i++) {
            scene.send(scene.like("bot", Scene.at(0, Duration.ofMinutes(2L * i))));
        }
        assertThat(scene.signalsOf("bot").getLast().finding().reason()).contains("within 1 d");
    }

    @Test
    void theSameEventsAgainCountOnce() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(scene.like("person", Scene.at(0, Duration.ofSeconds(2L * i))));
        }
        for (int again = 0; again < 5; again++) {
            events.forEach(scene::send);
            scene.restart();
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aBurstThatComesInBackwardsCountsTheSame() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(scene.like("bot", Scene.at(0, Duration.ofSeconds(i))));
        }
        Collections.reverse(events);
        events.forEach(scene::send);
        assertThat(scene.flagOf("bot")).isNotNull();
    }

    @Test
    void whatIsTooLateCountsForNothing() {
        scene.send(scene.like("person", Scene.at(4, 1)));
        for (int i = 0; i < 40; i++) {
            scene.send(scene.like("person", Scene.at(0, Duration.ofSeconds(i))));
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void anUnusualDayOfMostOfWhatAPersonCanMakeIsAWeakSign() {
        for (int day = 0; day < 20; day++) {
            scene.send(scene.like("person", Scene.at(day, 20)));
        }
        for (int i = 0; i < 450; i++) {
            scene.send(scene.like("person", Scene.at(20, Duration.ofSeconds(100L * i))));
        }
        assertThat(scene.flags).isEmpty();
        Finding finding = scene.signalsOf("person").getLast().finding();
        assertThat(finding.strength()).isBetween(0.52, 0.6);
        assertThat(finding.reason())
                .contains("× social.video-liked on one day, usually 1.6; a person makes at most 600");
        assertThat(finding.evidence().numbers()).containsKeys("usual", "usualDeviation", "onceInDays", "ownDays");
    }

    @Test
    void whoDoesALittleMoreEveryDayIsSpared() {
        for (int day = 0; day < 40; day++) {
            for (int i = 0; i < 100 + 10 * day; i++) {
                scene.send(scene.like("enthusiast", Scene.at(day, Duration.ofSeconds(8 * 3600 + 100L * i))));
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void theProfileOfABotStaysSmall() {
        for (int i = 0; i < 60_000; i++) {
            scene.send(scene.like("bot", Scene.at(0, Duration.ofSeconds(5L * i))));
        }
        // The ids of three UTC days at 4,096 each, and 1,201 times.
        assertThat(scene.behaviour("bot").encode().length).isLessThan(70_000);
    }
}
