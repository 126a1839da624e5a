package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Social;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code LOCKSTEP}. */
class LockstepTest {

    private final Scene scene = new Scene(Scene.only(Lockstep::new));
    private final Random dice = new Random(7);
    private final List<Event> today = new ArrayList<>();

    @Test
    void aGroupThatWorksThroughTheSameListsIsOneCase() {
        for (int day = 0; day < 5; day++) {
            list(20, day, 12, 1, Duration.ofMinutes(2));
            endDay();
        }
        assertThat(scene.flags).hasSize(1);
        Flag flag = scene.flags.values().iterator().next();
        assertThat(flag.members()).hasSize(20);
        assertThat(flag.level()).isEqualTo(FlagLevel.HOLD);
        assertThat(flag.raisedAt()).isBefore(Scene.at(3, 0));
        FlagReason reason = flag.reasons().getFirst();
        assertThat(reason.code()).isEqualTo(ReasonCode.LOCKSTEP);
        assertThat(reason.evidence().counterparts()).isSubsetOf(accounts(20));
        assertThat(reason.evidence().eventIds()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aGroupThatSkipsSomeComesLateAndLivesOtherwiseIsFound() {
        for (int day = 0; day < 12; day++) {
            list(12, day, 12, 0.65, Duration.ofMinutes(10));
            for (int account = 0; account < 12; account++) {
                for (int i = 0; i < 6; i++) {
                    like("a" + account, Scene.at(day, Duration.ofMinutes(dice.nextInt(8 * 60, 23 * 60))), video(5_000));
                }
            }
            endDay();
        }
        assertThat(flagged()).hasSizeGreaterThanOrEqualTo(11);
    }

    @Test
    void whoReadsMuchOfWhatTheGroupReadsIsNotOfIt() {
        for (int day = 0; day < 30; day++) {
            list(12, day, 12, 0.65, Duration.ofMinutes(10));
            for (int reader = 0; reader < 40; reader++) {
                // Of the evening's twelve the reader meets one or two, now and then at the group's time.
                for (int i = dice.nextInt(3); i > 0; i--) {
                    like(
                            "reader" + reader,
                            Scene.at(day, Duration.ofMinutes(20 * 60 + dice.nextInt(90))),
                            "list-" + day + "-" + dice.nextInt(12));
                }
                ordinary("reader" + reader, day);
            }
            endDay();
        }
        assertThat(flagged()).hasSize(12);
        assertThat(scene.flags.values())
                .allSatisfy(flag -> assertThat(flag.members()).noneMatch(member -> member.startsWith("reader")));
    }

    @Test
    void fansOfTheSameStreamsAreSpared() {
        for (int day = 0; day < 30; day++) {
            for (int fan = 0; fan < 60; fan++) {
                for (int i = 0; i < 5; i++) {
                    Instant at = Scene.at(day, Duration.ofMinutes(20 * 60 + dice.nextInt(60)));
                    today.add(new Content.LiveCommented(
                            scene.header("a" + fan, at, null), "s" + day, Content.StreamKind.TALENT, 1000));
                }
                ordinary("a" + fan, day);
            }
            endDay();
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aClassThatReadsWhatItsTeacherPostsIsSpared() {
        for (int day = 0; day < 30; day++) {
            for (int pupil = 0; pupil < 20; pupil++) {
                if (dice.nextDouble() < 0.8) {
                    double late = Math.abs(18 * 60 * dice.nextGaussian());
                    for (int i = 0; i < 2; i++) {
                        Instant at = Scene.at(day, Duration.ofSeconds(20 * 3600 + (long) late + 180L * i));
                        like("a" + pupil, at, "lesson-" + day + "-" + i);
                    }
                }
                ordinary("a" + pupil, day);
            }
            endDay();
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aCanteenAtNoonIsSpared() {
        for (int day = 0; day < 30; day++) {
            for (int guest = 0; guest < 150; guest++) {
                pay("a" + guest, Scene.at(day, Duration.ofMinutes(12 * 60 + dice.nextInt(20))), "canteen");
                ordinary("a" + guest, day);
            }
            endDay();
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aRushOfThreeNightsOnTheSameShopsIsSpared() {
        for (int day = 0; day < 3; day++) {
            for (int buyer = 0; buyer < 500; buyer++) {
                for (int i = 0; i < 6; i++) {
                    pay("a" + buyer, Scene.at(day, Duration.ofSeconds(dice.nextInt(1_800))), "m" + popular(80));
                }
                ordinary("a" + buyer, day);
            }
            endDay();
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aNightOnWhichEverybodyBuysInTheSameFewShopsIsSpared() {
        Scene night = new Scene(Scene.only(Lockstep::new, SplitPayments::new));
        for (int buyer = 0; buyer < 300; buyer++) {
            for (int i = 0; i < 12; i++) {
                today.add(new Payment.Settled(
                        night.header("a" + buyer, Scene.at(0, Duration.ofSeconds(dice.nextInt(2_400))), null),
                        "p" + buyer + "-" + i,
                        Payment.Channel.ONLINE,
                        "m" + dice.nextInt(12),
                        5_000 + dice.nextInt(40_000)));
            }
        }
        today.sort(Comparator.comparing(Event::occurredAt));
        today.forEach(night::send);
        today.clear();
        assertThat(night.flags).isEmpty();
        assertThat(night.signals)
                .filteredOn(signal -> signal.finding().code() == ReasonCode.LOCKSTEP)
                .isNotEmpty()
                .allMatch(signal ->
                        signal.finding().strength() < Scene.CONFIG.rings().strength());
    }

    @Test
    void readersAndViewersOfWhatIsPopularAreSpared() {
        for (int day = 0; day < 20; day++) {
            for (int reader = 0; reader < 100; reader++) {
                for (int i = 0; i < 15; i++) {
                    like("a" + reader, Scene.at(day, Duration.ofMinutes(19 * 60 + dice.nextInt(180))), video(100));
                }
            }
            endDay();
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aCoupleThatWatchesTogetherMakesNoCase() {
        for (int day = 0; day < 20; day++) {
            list(2, day, 4, 1, Duration.ofMinutes(1));
            ordinary("a0", day);
            ordinary("a1", day);
            endDay();
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void anAccountTellsOfItselfRarely() {
        for (int day = 0; day < 20; day++) {
            for (int i = 0; i < 50; i++) {
                like("a", Scene.at(day, Duration.ofMinutes(10 * 60 + i)), "v" + day + "-" + i);
                like("a", Scene.at(day, Duration.ofMinutes(10 * 60 + i)), "v" + day + "-" + i);
            }
            endDay();
        }
        assertThat(scene.linksMade).isLessThan(20 * 6);
    }

    @Test
    void aPostForwardedByEveryoneStaysBounded() {
        for (int account = 0; account < 20_000; account++) {
            for (int i = 0; i < 4; i++) {
                like("a" + account, Scene.at(0, Duration.ofMillis(account)), "v" + account + "-" + i);
            }
            for (int day = 0; day < 4; day++) {
                scene.send(new Social.ArticleForwarded(
                        scene.header("a" + account, Scene.at(day, Duration.ofMillis(account)), null), "post", "g"));
            }
        }
        endDay();
        assertThat(scene.signals).isEmpty();
        assertThat(scene.largestLinkBytes()).isLessThan(64 * 500);
    }

    @Test
    void aRestartChangesNothing() {
        for (int day = 0; day < 4; day++) {
            list(6, day, 10, 0.9, Duration.ofMinutes(3));
            endDay();
            scene.restart();
        }
        assertThat(flagged()).hasSize(6);
    }

    /** A day's list of videos for a group. */
    private void list(int accounts, int day, int length, double attendance, Duration late) {
        for (int i = 0; i < length; i++) {
            for (int account = 0; account < accounts; account++) {
                if (dice.nextDouble() < attendance) {
                    like(
                            "a" + account,
                            Scene.at(day, Duration.ofMinutes(20 * 60 + i).plusMillis(dice.nextLong(late.toMillis()))),
                            "list-" + day + "-" + i);
                }
            }
        }
    }

    private void ordinary(String accountId, int day) {
        for (int i = 0; i < 5; i++) {
            like(accountId, Scene.at(day, Duration.ofMinutes(dice.nextInt(7 * 60, 23 * 60))), video(5_000));
        }
    }

    private String video(int of) {
        return "v" + popular(of);
    }

    private int popular(int of) {
        double fraction = dice.nextDouble();
        return (int) (of * fraction * fraction * fraction);
    }

    private void like(String accountId, Instant at, String videoId) {
        today.add(new Social.VideoLiked(scene.header(accountId, at, null), videoId));
    }

    private void pay(String accountId, Instant at, String merchantId) {
        today.add(new Payment.Settled(
                scene.header(accountId, at, null),
                "p" + today.size() + at,
                Payment.Channel.OFFLINE_QR,
                merchantId,
                1500));
    }

    private void endDay() {
        today.sort(Comparator.comparing(Event::occurredAt));
        today.forEach(scene::send);
        today.clear();
    }

    private List<String> flagged() {
        List<String> flagged = new ArrayList<>();
        for (int account = 0; account < 100; account++) {
            Flag flag = scene.flagOf("a" + account);
            if (flag != null) {
                flagged.add(Objects.requireNonNull(flag).accountId() + account);
            }
        }
        return flagged;
    }

    private static List<String> accounts(int n) {
        List<String> ids = new ArrayList<>();
        for (int account = 0; account < n; account++) {
            ids.add("a" + account);
        }
        return ids;
    }
}
