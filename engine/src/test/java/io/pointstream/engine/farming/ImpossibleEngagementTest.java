package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Social;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DOMAIN 5, {@code IMPOSSIBLE_ENGAGEMENT}. */
class ImpossibleEngagementTest {

    private final Scene scene = new Scene(Scene.only(ImpossibleEngagement::new));
    private final Random random = new Random(7);

    @Test
    void moreMinutesThanHavePassedAreFlagged() {
        // Thirteen videos of ten minutes, one every five: each but the first has half the time.
        for (int i = 0; i < 13; i++) {
            watch("bot", at(0, 20 * 3600 + 300.0 * i), 600, 600);
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("bot"));
        assertThat(flag.level()).isEqualTo(FlagLevel.REVIEW);
        assertThat(flag.reasons().getFirst().reason())
                .isEqualTo("1.0 h of the 2.2 h read and watched in 1 days did not pass, or were not in the videos");
        assertThat(flag.reasons().getFirst().evidence().numbers())
                .containsEntry("overlappedHours", 1.0)
                .containsEntry("engagedHours", 13 / 6.0);
    }

    @Test
    void aThirdTooMuchEveryDayIsFlaggedWithinTheWeek() {
        for (int day = 0; day < 7; day++) {
            for (int i = 0; i < 20; i++) {
                scene.send(scene.read("bot", at(day, 19 * 3600 + 120.0 * i), 180));
            }
        }
        assertThat(scene.flagOf("bot")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReaderIsSparedWhetherTheClientStampsBeginningsOrEnds(boolean ends) {
        for (int day = 0; day < 20; day++) {
            double second = 18 * 3600;
            for (int i = 0; i < 40; i++) {
                int seconds = 60 + random.nextInt(500);
                scene.send(scene.read("student", at(day, ends ? second + seconds : second), seconds));
                second += seconds + random.nextInt(10);
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aViewerWhoseClientReportsRoughlyIsSpared() {
        // An hour and a half of videos and articles each evening, at any moments of it.
        for (int day = 0; day < 60; day++) {
            double second = 18 * 3600;
            while (second < 23 * 3600) {
                second += -900 * Math.log(1 - random.nextDouble());
                watch("viewer", at(day, second), 100 + random.nextInt(300), 420);
            }
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aBatchHasTheTimeBeforeIt() {
        for (int day = 0; day < 7; day++) {
            for (int hour = 12; hour < 24; hour += 4) {
                for (int i = 0; i < 10; i++) {
                    scene.send(scene.read("commuter", at(day, hour * 3600), 300));
                }
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void whatIsLateProvesNoOverlap() {
        for (int day = 0; day < 7; day++) {
            for (int i = 20; i > 0; i--) {
                watch("person", at(day, 20 * 3600 - 60.0 * i), 55, 600);
                // The tablet was without a network since the morning.
                watch("person", at(day, 8 * 3600 - 600.0 * i), 600, 600);
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void minutesThatTheVideoDoesNotHaveAreFlagged() {
        for (int i = 0; i < 4; i++) {
            watch("bot", at(0, (10 + i) * 3600), 3000, 600);
        }
        assertThat(Objects.requireNonNull(scene.flagOf("bot"))
                        .reasons()
                        .getFirst()
                        .evidence()
                        .numbers())
                .containsEntry("replayedHours", 2.0)
                .containsEntry("overlappedHours", 0.0);
    }

    @Test
    void whoLikesAVideoMayWatchItTwice() {
        for (int i = 0; i < 100; i++) {
            watch("fan", at(i / 10, (10 + i % 10) * 3600), 600, 300);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void moreThanADayHasHoursIsFlaggedEvenWithoutOverlap() {
        for (int i = 0; i < 20; i++) {
            watch("bot", at(0, 3600 + 3600.0 * i), 3600, 3600);
        }
        assertThat(Objects.requireNonNull(scene.flagOf("bot"))
                        .reasons()
                        .getFirst()
                        .reason())
                .isEqualTo("read and watched for 20.0 h on one day");
    }

    @Test
    void twoStreamsAtOnceAreFlagged() {
        for (int minute = 0; minute < 240; minute++) {
            comment("bot", at(0, 18 * 3600 + 60.0 * minute), "s" + minute % 2, 900 + 60 * minute);
        }
        assertThat(scene.flagOf("bot")).isNotNull();
    }

    @Test
    void aFanWhoReadsBesideTheStreamIsSpared() {
        for (int day = 0; day < 14; day++) {
            for (int minute = 0; minute < 120; minute++) {
                comment("fan", at(day, 19 * 3600 + 60.0 * minute), "s", 900 + 60 * minute);
                // Another client of the stream does not count, but says anything.
                comment("other", at(day, 19 * 3600 + 60.0 * minute), "s", 900 + random.nextInt(5000));
                if (minute % 6 == 0) {
                    scene.send(scene.read("fan", at(day, 19 * 3600 + 60.0 * minute), 300));
                }
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void stepsBeyondHumanReachAreFlagged() {
        walk("bot", at(0, 12 * 3600), 45_000);
        walk("bot", at(0, 22 * 3600), 50_000);
        assertThat(Objects.requireNonNull(scene.flagOf("bot"))
                        .reasons()
                        .getFirst()
                        .reason())
                .isEqualTo("95,000 steps on one day");
    }

    @Test
    void aMarchThatNeverEndsIsFlagged() {
        for (int day = 0; day < 6; day++) {
            walk("bot", at(day, 22 * 3600), 75_000);
            walk("courier", at(day, 22 * 3600), 40_000);
        }
        assertThat(scene.flags).containsOnlyKeys("account-bot");
        assertThat(Objects.requireNonNull(scene.flagOf("bot"))
                        .reasons()
                        .getFirst()
                        .reason())
                .isEqualTo("450,000 steps within 7 days");
    }

    @Test
    void aMarathonAndAPhoneThatSendsItsTotalAgainAreSpared() {
        for (int day = 0; day < 10; day++) {
            walk("runner", at(day, 12 * 3600), day == 5 ? 58_000 : 12_000);
            walk("runner", at(day, 12 * 3600 + 30), day == 5 ? 58_020 / 3 : 4_000);
            for (int hour = 8; hour < 12; hour++) {
                walk("postwoman", at(day, hour * 3600), 5_000L * (hour - 7));
            }
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aRestartChangesNothing() {
        for (int i = 0; i < 13; i++) {
            watch("bot", at(0, 20 * 3600 + 300.0 * i), 600, 600);
            comment("bot", at(0, 20 * 3600 + 300.0 * i), "s" + i, 900);
            walk("bot", at(0, 20 * 3600 + 300.0 * i), 10);
            scene.restart();
        }
        assertThat(scene.flagOf("bot")).isNotNull();
    }

    @Test
    void theStateStaysSmall() {
        for (int i = 0; i < 50_000; i++) {
            watch("bot", at(0, 31.0 * i), 3_000, 600);
            comment("bot", at(0, 31.0 * i), "stream-with-a-long-name-" + i, i);
            walk("bot", at(0, 31.0 * i), 1_000_000_000_000L);
        }
        assertThat(scene.stateBytes("bot")).isLessThan(500);
    }

    private void watch(String accountId, Instant at, long seconds, long total) {
        scene.send(new Content.VideoWatched(
                scene.header(accountId, at, null), "v", Content.VideoKind.ENTERTAINMENT, seconds, total));
    }

    private void comment(String accountId, Instant at, String stream, long watched) {
        scene.send(new Content.LiveCommented(
                scene.header(accountId, at, null), stream, Content.StreamKind.COMMERCE, watched));
    }

    private void walk(String accountId, Instant at, long steps) {
        scene.send(new Social.StepsDonated(scene.header(accountId, at, null), steps));
    }

    private static Instant at(int day, double second) {
        return Scene.at(day, Duration.ofMillis((long) (second * 1000)));
    }
}
