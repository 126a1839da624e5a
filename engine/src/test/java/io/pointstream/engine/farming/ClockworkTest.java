package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Finance;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code CLOCKWORK}. */
class ClockworkTest {

    private final Scene scene = new Scene(Scene.only(Clockwork::new));
    private final Random random = new Random(7);

    @Test
    void aTimerIsFoundByItsRhythm() {
        for (int i = 0; i < 60; i++) {
            scene.send(scene.like("bot", at(0, 9 * 3600 + 0.001 + 300.0 * i)));
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("bot"));
        assertThat(flag.level()).isEqualTo(FlagLevel.HOLD);
        FlagReason reason = flag.reasons().getFirst();
        assertThat(reason.reason())
                .isEqualTo(
                        "the middle 70% of 24 pauses between social.video-liked differ by 0.0% of the usual 300.0 s");
        assertThat(reason.evidence().numbers())
                .containsEntry("pauses", 24.0)
                .containsEntry("medianSeconds", 300.0)
                .containsEntry("spread", 0.0);
        assertThat(scene.signals.getFirst().finding().from()).isEqualTo(at(0, 9 * 3600 + 0.001));
    }

    @Test
    void aTimerOverSeveralKindsIsFoundByTheRhythmOfAll() {
        for (int i = 0; i < 60; i++) {
            Instant at = at(0, 9 * 3600 + 200.0 * i + random.nextInt(10));
            scene.send(
                    switch (random.nextInt(3)) {
                        case 0 -> scene.like("bot", at);
                        case 1 -> scene.read("bot", at, 120);
                        default -> scene.comment("bot", at, null);
                    });
        }
        assertThat(Objects.requireNonNull(scene.flagOf("bot"))
                        .reasons()
                        .getFirst()
                        .reason())
                .contains("pauses between acts");
    }

    @Test
    void breaksAndCamouflageDoNotHideARhythm() {
        for (int day = 0; day < 4; day++) {
            for (int i = 0; i < 12; i++) {
                scene.send(scene.like("bot", at(day, (9 + 2 * day) * 3600 + 120.0 * i + random.nextInt(12))));
            }
            scene.send(scene.like("bot", at(day, 20 * 3600 + random.nextInt(3600))));
        }
        assertThat(scene.flagOf("bot")).isNotNull();
    }

    @Test
    void jitterThatHidesTheRhythmLeavesAnEvenPaceDayAfterDay() {
        for (int day = 0; day < 3; day++) {
            for (int i = 0; i < 96; i++) {
                scene.send(scene.like("bot", at(day, 7 * 3600 + 600.0 * i + random.nextInt(500))));
            }
            assertThat(scene.flags).hasSize(day == 0 ? 0 : 1);
        }
        FlagReason reason =
                Objects.requireNonNull(scene.flagOf("bot")).reasons().getFirst();
        assertThat(reason.reason()).contains("none longer than");
        assertThat(reason.evidence().numbers()).containsEntry("days", 3.0);
        // Of each day's 95 pauses all count, and each once.
        assertThat(reason.evidence().numbers().get("pauses")).isBetween(190 + 40.0, 3 * 95.0);
    }

    @Test
    void aReaderWhoIsAtItAllDayIsSpared() {
        for (int reader = 0; reader < 40; reader++) {
            for (int day = 0; day < 60; day++) {
                double second = 7 * 3600;
                while (second < 23 * 3600) {
                    int seconds = 60 + random.nextInt(240);
                    second += seconds + 5 - 500 * Math.log(1 - random.nextDouble());
                    scene.send(scene.read("reader" + reader, at(day, second), seconds));
                }
            }
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void oneEvenDayIsAnOccasion() {
        // From the opening of the games to their end, and never away from the screen.
        for (int i = 0; i < 600; i++) {
            scene.send(scene.comment("fan", at(0, 10 * 3600 + 60.0 * i + random.nextInt(55)), null));
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void anAccountThatNeverSleepsIsFoundWhateverItsPauses() {
        live("bot", 0, 0, 96);
        Flag flag = Objects.requireNonNull(scene.flagOf("bot"));
        assertThat(flag.reasons().getFirst().reason()).contains("without a rest of 4.0 h");
        assertThat(flag.raisedAt()).isBetween(at(2, 10 * 3600), at(3, 4 * 3600));
    }

    @Test
    void anAccountThatSeldomSleepsIsFoundByTheNightsItMissed() {
        for (int cycle = 0; cycle < 6; cycle++) {
            // It rests every other night, for six hours.
            live("bot", 0, 52 * cycle, 52 * cycle + 46);
        }
        assertThat(scene.signals.stream().map(signal -> signal.finding().reason()))
                .anyMatch(reason -> reason.contains("nights missed"));
    }

    @Test
    void aDayThatBeginsAtTheSameSecondIsFound() {
        for (int day = 0; day < 9; day++) {
            scene.send(scene.signIn("bot", at(day, 8 * 3600 + day % 2), null));
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("bot"));
        assertThat(flag.reasons().getFirst().reason()).contains("the first membership.signed-in of");
        assertThat(flag.reasons().getFirst().evidence().numbers()).containsEntry("secondOfDay", 28_800.0);
    }

    @Test
    void camouflageOnSomeDaysDoesNotHideTheStart() {
        for (int day = 0; day < 14; day++) {
            double second = day % 3 == 0 ? 7 * 3600 + random.nextInt(3600) : 9 * 3600 + random.nextInt(2);
            scene.send(scene.signIn("bot", at(day, second), null));
        }
        assertThat(scene.flagOf("bot")).isNotNull();
    }

    @Test
    void aTimetableIsFoundWhateverItDoes() {
        for (int day = 0; day < 5; day++) {
            for (int hour = 7; hour < 22; hour += 2) {
                double second = hour * 3600 + 137.0 * hour + random.nextInt(40);
                scene.send(
                        random.nextBoolean()
                                ? scene.like("bot", at(day, second))
                                : scene.comment("bot", at(day, second), null));
            }
            for (int i = 0; i < 3; i++) {
                scene.send(scene.pay("bot", at(day, (8 + 14 * random.nextDouble()) * 3600), 3_000));
            }
        }
        assertThat(Objects.requireNonNull(scene.flagOf("bot"))
                        .reasons()
                        .getFirst()
                        .reason())
                .contains("within 60 s of a time of the day before");
    }

    @Test
    void aDayWithFixedPointsIsSpared() {
        for (int day = 0; day < 60; day++) {
            // Up, on the underground, lunch, on the way home, the news, to bed; and whatever comes between.
            for (double hour : new double[] {7, 8.1, 12, 18.2, 20, 22.5}) {
                scene.send(scene.like("person", at(day, hour * 3600 + 240 * random.nextGaussian())));
            }
            live("person", day, 9, 22);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aPersonWithAnAlarmClockIsSpared() {
        for (int day = 0; day < 90; day++) {
            scene.send(scene.signIn("person", at(day, 8 * 3600 + 180 * random.nextGaussian()), null));
            scene.send(scene.pay("person", at(day, 12 * 3600 + 300 * random.nextGaussian()), 2_000));
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void oneThingADayAtAnAlarmsAccuracyIsAHabit() {
        for (int spread : new int[] {18, 36, 72}) {
            for (int day = 0; day < 90; day++) {
                double late = Math.abs(spread * random.nextGaussian());
                scene.send(scene.signIn("person" + spread, at(day, 8 * 3600 + late), null));
                scene.send(scene.pay("person" + spread, at(day, 12 * 3600 + 900 * random.nextGaussian()), 2_000));
            }
        }
        assertThat(scene.signals).allMatch(signal -> signal.finding().strength() < 0.5);
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void severalThingsADayAtAnAlarmsAccuracyAreAListOfJobs() {
        for (int day = 0; day < 14; day++) {
            scene.send(scene.signIn("bot", at(day, 8 * 3600 + 30 * random.nextDouble()), null));
            scene.send(scene.like("bot", at(day, 13 * 3600 + 30 * random.nextDouble())));
            scene.send(scene.read("bot", at(day, 21 * 3600 + 30 * random.nextDouble()), 120));
        }
        assertThat(scene.flagOf("bot")).isNotNull();
    }

    @Test
    void aClockOfWholeMinutesAgreesForNothing() {
        for (int day = 0; day < 60; day++) {
            double minute = 7 * 60 + Math.floor(Math.abs(0.6 * random.nextGaussian()));
            scene.send(scene.signIn("person", at(day, 60 * minute), null));
            double second = 8 * 3600;
            while (second < 22 * 3600) {
                second += 30 - 1800 * Math.log(1 - random.nextDouble());
                scene.send(scene.like("person", at(day, 60 * Math.floor(second / 60))));
            }
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aNightShiftWorkerIsSpared() {
        for (int day = 0; day < 30; day++) {
            // On shift and awake from 18:00 to 09:00.
            live("guard", day, 18, 33);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void theMotherOfABabyIsSpared() {
        for (int day = 0; day < 30; day++) {
            live("mother", day, 7, 23);
            for (int hour = 25; hour < 31; hour += 2) {
                scene.send(scene.like("mother", at(day, hour * 3600 + random.nextInt(3600))));
            }
        }
        assertThat(scene.signals).isNotEmpty();
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aRotaOfADayAndANightOnIsSpared() {
        for (int day = 0; day < 30; day++) {
            live("firefighter", day, 6, day % 3 == 0 ? 30 : 23);
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aFanWhoCommentsAllEveningIsSpared() {
        for (int day = 0; day < 14; day++) {
            double second = 19 * 3600 + random.nextInt(900);
            while (second < 22 * 3600) {
                second += 20 + random.nextInt(40);
                scene.send(scene.comment("fan", at(day, second), null));
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void whatThePlatformTimesSaysNothing() {
        for (int day = 0; day < 30; day++) {
            // Episodes of one length on autoplay, and the play-list goes on.
            for (int i = 0; i < 8; i++) {
                scene.send(new Content.VideoWatched(
                        scene.header("viewer", at(day, 14 * 3600 + day * 60 + 1505.0 * i), null),
                        "v" + i,
                        Content.VideoKind.ENTERTAINMENT,
                        1500,
                        1500));
            }
            scene.send(new Finance.Statement(
                    scene.header("viewer", at(day, 3 * 3600), null), Finance.Product.BALANCE, 100, 30));
            scene.send(
                    new Gaming.TeamChallengeCompleted(scene.header("viewer", at(day, 20 * 3600), null), "g", "t", 3));
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aStudentWhoReadsForTheTwoMinutesThatCountIsSpared() {
        for (int day = 0; day < 30; day++) {
            double second = 20 * 3600 + random.nextInt(3600);
            for (int i = 0; i < 12; i++) {
                int seconds = 120 + random.nextInt(20);
                second += seconds + 2 + random.nextInt(8);
                scene.send(scene.read("student", at(day, second), seconds));
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aThumbInItsRhythmIsSpared() {
        for (int i = 0; i < 400; i++) {
            scene.send(scene.like("person", at(0, 20 * 3600 + 3.2 * i)));
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aCartAndClaimAllAreOneAct() {
        for (int day = 0; day < 10; day++) {
            double second = 12 * 3600 + random.nextInt(20_000);
            for (int i = 0; i < 15; i++) {
                scene.send(new Membership.TaskCompleted(
                        scene.header("person", at(day, second + 0.5 * i), null), "t" + i));
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aRestartChangesNothing() {
        for (int i = 0; i < 60; i++) {
            scene.send(scene.like("bot", at(0, 9 * 3600 + 0.001 + 300.0 * i)));
            scene.restart();
        }
        assertThat(Objects.requireNonNull(scene.flagOf("bot"))
                        .reasons()
                        .getFirst()
                        .evidence()
                        .numbers())
                .containsEntry("pauses", 24.0);
    }

    @Test
    void theStateOfABotStaysSmall() {
        for (int i = 0; i < 50_000; i++) {
            scene.send(scene.like("bot", at(0, 31.0 * i)));
        }
        assertThat(scene.stateBytes("bot")).isLessThan(800);
    }

    /** On the phone about every half hour, unevenly, as people are. */
    private void live(String accountId, int day, int fromHour, int toHour) {
        double second = fromHour * 3600;
        while (second < toHour * 3600) {
            second += 30 - 1800 * Math.log(1 - random.nextDouble());
            scene.send(scene.like(accountId, at(day, second)));
        }
    }

    private static Instant at(int day, double second) {
        return Scene.at(day, Duration.ofMillis((long) (second * 1000)));
    }
}
