package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Social;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code INVITE_RING}. */
class InviteRingTest {

    private final Scene scene = new Scene(Scene.only(InviteRing::new));

    @Test
    void aStarOfAccountsThatNeverActAgainIsOneCase() {
        for (int i = 0; i < 12; i++) {
            invite("root", "a" + i, 0, i, null);
            act("a" + i, 0, null);
        }
        for (int day = 1; day < 4; day++) {
            act("root", day, null);
        }
        assertThat(scene.flags).containsOnlyKeys("ring-root");
        Flag flag = Objects.requireNonNull(scene.flags.get("ring-root"));
        assertThat(flag.members()).hasSize(13).contains("root", "a0", "a11");
        assertThat(flag.level()).isEqualTo(FlagLevel.HOLD);
        assertThat(flag.reasons().getFirst().reason()).contains("12 of 12 invitees of root");
    }

    @Test
    void numbersFromAListAreNoMembersOfTheCase() {
        for (int i = 0; i < 12; i++) {
            invite("root", "number" + i, 0, i, null);
        }
        act("root", 3, null);
        Flag flag = Objects.requireNonNull(scene.flags.get("account-root"));
        assertThat(flag.members()).isEmpty();
        assertThat(flag.reasons().getFirst().evidence().counterparts())
                .hasSize(12)
                .startsWith("number0");
    }

    @Test
    void aTreeOfFewBranchesIsOneCase() {
        for (int parent = 0; parent < 10; parent++) {
            for (int branch = 1; branch <= 3; branch++) {
                invite("a" + parent, "a" + (3 * parent + branch), parent, branch, null);
                act("a" + (3 * parent + branch), parent, null);
            }
            invite("a" + parent, "number" + parent, parent, 9, null);
            invite("a" + parent, "number" + parent + "b", parent, 10, null);
        }
        for (int i = 0; i < 3; i++) {
            invite("a0", "more" + i, 0, 20 + i, null);
        }
        for (int parent = 0; parent < 10; parent++) {
            act("a" + parent, 14, null);
        }
        assertThat(scene.flags.values()).filteredOn(flag -> flag.end() == null).hasSize(1);
        assertThat(Objects.requireNonNull(scene.flagOf("a3")).members()).hasSizeGreaterThan(25);
    }

    @Test
    void aChainWhoseAccountsLiveALittleIsFoundThoughTheyFallSilentOneAfterTheOther() {
        for (int day = 0; day < 40; day++) {
            for (int link = 0; link < 12; link++) {
                int begins = 2 * link;
                if (day == begins + 2) {
                    invite("a" + link, "a" + (link + 1), day, 0, null);
                }
                if (day >= begins && day < begins + 4) {
                    invite("a" + link, "number" + link + "-" + day, day, 1, null);
                }
                if (day >= begins && day < begins + 9) {
                    act("a" + link, day, null);
                }
            }
        }
        for (int link = 1; link < 11; link++) {
            assertThat(scene.flagOf("a" + link)).as("a" + link).isNotNull();
        }
        assertThat(Objects.requireNonNull(scene.flagOf("a5"))
                        .reasons()
                        .getFirst()
                        .evidence()
                        .numbers())
                .containsKey("inviting");
    }

    @Test
    void anInviteeSeesWhatElseItsSilentInviterHasBrought() {
        invite("root", "boss", 0, 0, null);
        act("boss", 0, null);
        invite("boss", "child", 1, 0, null);
        for (int i = 0; i < 6; i++) {
            invite("boss", "number" + i, 1, 1 + i, null);
        }
        for (int day = 1; day < 6; day++) {
            act("child", day, null);
        }
        assertThat(scene.flagOf("boss")).isNotNull();
        assertThat(scene.flagOf("child")).isNull();
    }

    @Test
    void friendsOfFriendsWhoStayAreSpared() {
        // Everybody brings four, one of whom brings four again.
        for (int day = 0; day < 60; day++) {
            for (int generation = 0; generation < 8; generation++) {
                for (int friend = 0; friend < 4; friend++) {
                    if (day == 3 * generation + friend / 2) {
                        String inviter = generation == 0 ? "first" : "a" + (generation - 1) + "-0";
                        invite(inviter, "a" + generation + "-" + friend, day, friend, null);
                    }
                    // One of four only looks in.
                    if (friend < 3 && day >= 3 * generation + friend / 2 && (day + friend) % 2 == 0) {
                        act("a" + generation + "-" + friend, day, null);
                    }
                }
            }
            act("first", day, null);
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void inviteesOnTheInvitersDeviceAreFoundTheSameDay() {
        for (int i = 0; i < 10; i++) {
            invite("root", "a" + i, 0, i, "phone");
            act("a" + i, 0, "phone");
        }
        for (int i = 0; i < 10; i++) {
            act("a" + i, 1, "phone");
        }
        assertThat(Objects.requireNonNull(scene.flagOf("a9")).reasons())
                .extracting(FlagReason::code)
                .contains(ReasonCode.INVITE_RING);
    }

    @Test
    void aGenerousInviterWhoseInviteesLiveOnIsSpared() {
        for (int i = 0; i < 30; i++) {
            invite("generous", "a" + i, i / 6, i, null);
            for (int day = i / 6; day < 40; day += 3) {
                if (i % 5 != 0) {
                    act("a" + i, day, null);
                }
            }
        }
        for (int day = 0; day < 40; day++) {
            act("generous", day, null);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void whoBringsAFewThatOnlyLookInIsSpared() {
        for (int day = 0; day < 40; day++) {
            if (day % 13 == 0) {
                invite("person", "guest" + day, day, 1, null);
            }
            act("person", day, null);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aParentWhoInvitesTheFamilyOntoItsTabletIsSpared() {
        for (int child = 0; child < 3; child++) {
            invite("parent", "child" + child, 0, child, "tablet");
        }
        for (int day = 0; day < 20; day++) {
            for (int child = 0; child < 3; child++) {
                act("child" + child, day, "tablet");
            }
            act("parent", day, "tablet");
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void anInviterOfAHundredThousandStaysBounded() {
        for (int i = 0; i < 100_000; i++) {
            scene.send(new Social.InviteOpened(
                    scene.header("root", Scene.at(0, Duration.ofMillis(i)), null), "n" + i, true));
        }
        act("root", 3, null);
        assertThat(scene.largestLinkBytes()).isLessThan(20_000);
        assertThat(scene.flagOf("root")).isNotNull();
    }

    @Test
    void aRestartChangesNothing() {
        for (int i = 0; i < 12; i++) {
            invite("root", "a" + i, 0, i, null);
            act("a" + i, 0, null);
            scene.restart();
        }
        act("root", 3, null);
        scene.restart();
        assertThat(Objects.requireNonNull(scene.flagOf("a7")).members()).hasSize(13);
    }

    private void invite(String inviter, String invitee, int day, int minute, @Nullable String device) {
        scene.send(new Social.InviteOpened(
                scene.header(inviter, Scene.at(day, Duration.ofMinutes(600 + minute)), device), invitee, true));
    }

    private void act(String accountId, int day, @Nullable String device) {
        scene.send(scene.signIn(accountId, Scene.at(day, 20), device));
    }
}
