package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code SHARED_DEVICE}. */
class SharedDeviceTest {

    private final Scene scene = new Scene(Scene.only(Velocity::new, CapHugging::new, SharedDevice::new));

    @Test
    void aFarmOfEightyIsOneCaseWithEightyMembers() {
        for (int day = 0; day < 6; day++) {
            farmDay(80, day, "farm");
        }
        assertThat(scene.flags).containsOnlyKeys("ring-a0");
        Flag flag = Objects.requireNonNull(scene.flags.get("ring-a0"));
        assertThat(flag.members()).hasSize(80).startsWith("a0", "a1");
        assertThat(flag.accountId()).isEqualTo("a0");
        assertThat(flag.level()).isEqualTo(FlagLevel.HOLD);
        assertThat(flag.raisedAt()).isBefore(Scene.at(2, 0));
        assertThat(flag.reasons().getFirst().evidence().counterparts())
                .hasSize(20)
                .startsWith("farm", "a0");
        for (int account = 0; account < 80; account++) {
            assertThat(scene.signalsOf("a" + account)).isNotEmpty();
        }
    }

    @Test
    void aFamilyOfSixOnOneTabletIsSpared() {
        for (int day = 0; day < 30; day++) {
            farmDay(6, day, "tablet");
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aServiceCounterIsSparedWhoeverComes() {
        for (int day = 0; day < 30; day++) {
            for (int customer = 0; customer < 200; customer++) {
                String id = "c" + customer;
                scene.send(scene.signIn(id, Scene.at(day, 8), "phone-" + customer));
                if ((customer + day) % 15 == 0) {
                    scene.send(scene.signIn(id, Scene.at(day, 12), "counter"));
                }
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aVisitorOfAFarmsDeviceIsNotToldOf() {
        for (int day = 0; day < 10; day++) {
            farmDay(20, day, "farm");
            scene.send(scene.signIn("visitor", Scene.at(day, 6), day == 5 ? "farm" : "own"));
        }
        assertThat(scene.signalsOf("visitor")).isEmpty();
        assertThat(scene.flagOf("visitor")).isNull();
    }

    @Test
    void aLateJoinerJoinsTheCase() {
        for (int day = 0; day < 10; day++) {
            farmDay(20, day, "farm");
        }
        for (int day = 10; day < 13; day++) {
            scene.send(scene.signIn("late", Scene.at(day, 9), "farm"));
        }
        assertThat(Objects.requireNonNull(scene.flagOf("late")).caseId()).isEqualTo("ring-a0");
        assertThat(scene.signalsOf("late")).isNotEmpty();
    }

    @Test
    void theCaseGathersWhatIsFoundAboutItsMembers() {
        for (int day = 0; day < 4; day++) {
            farmDay(20, day, "farm");
        }
        for (int i = 0; i < 70; i++) {
            scene.send(scene.like("a3", Scene.at(4, Duration.ofMillis(500L * i))));
        }
        assertThat(scene.flags).containsOnlyKeys("ring-a0");
        Flag flag = Objects.requireNonNull(scene.flags.get("ring-a0"));
        assertThat(flag.reasons()).extracting(FlagReason::code).contains(ReasonCode.VELOCITY);
        FlagReason gathered = flag.reasons().getLast();
        assertThat(gathered.reason()).startsWith("1 of 20 members: VELOCITY, such as: 60 ×");
        assertThat(gathered.evidence().counterparts()).containsExactly("a3");
        assertThat(gathered.contribution()).isEqualTo(4.0);
    }

    @Test
    void aDeviceWithTenThousandAccountsStaysBoundedAndMissesNobody() {
        for (int day = 0; day < 2; day++) {
            farmDay(10_000, day, "giant");
        }
        assertThat(scene.link("SHARED_DEVICE/giant").encode().length).isLessThan(300_000);
        Flag ring = Objects.requireNonNull(scene.flags.get("ring-a0"));
        assertThat(ring.members().size()).isBetween(200, Scene.CONFIG.rings().members());
        assertThat(scene.flagOf("a9999")).isNotNull();
    }

    @Test
    void anAccountTellsADeviceOfItselfFromTheSecondDayOnAndThenEveryFifth() {
        for (int day = 0; day < 12; day++) {
            for (int i = 0; i < 100; i++) {
                scene.send(scene.signIn("a", Scene.at(day, Duration.ofMinutes(i)), "d"));
            }
        }
        assertThat(scene.linksMade).isEqualTo(2 + 1);
    }

    @Test
    void aRestartChangesNothing() {
        Scene through = new Scene(Scene.only(Velocity::new, CapHugging::new, SharedDevice::new));
        for (int day = 0; day < 8; day++) {
            for (Scene one : new Scene[] {scene, through}) {
                for (int account = 0; account < 15; account++) {
                    one.send(one.signIn("a" + account, Scene.at(day, 9), "farm"));
                    one.send(one.comment("a" + account, Scene.at(day, 10), "farm"));
                }
            }
            scene.restart();
        }
        assertThat(scene.signals).isEqualTo(through.signals).isNotEmpty();
        assertThat(scene.flags).isEqualTo(through.flags).isNotEmpty();
    }

    @Test
    void aFarmThatTurnsItsPhonesBehindOneAddressIsOneCase() {
        for (int day = 0; day < 8; day++) {
            for (int account = 0; account < 15; account++) {
                act("a" + account, day, "phone-" + (account + day / 2) % 5, "address");
            }
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("a0"));
        assertThat(flag.members()).hasSize(15);
        assertThat(flag.reasons().getFirst().evidence().counterparts()).startsWith("address");
    }

    @Test
    void anOfficeOfThreeHundredBehindOneAddressIsSpared() {
        for (int day = 0; day < 20; day++) {
            for (int worker = 0; worker < 300; worker++) {
                act("w" + worker, day, "phone-" + worker, "office");
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aRoomOfEightWithOneComputerAndEightPhonesIsSpared() {
        for (int day = 0; day < 20; day++) {
            for (int student = 0; student < 8; student++) {
                act("s" + student, day, "computer", "room");
                act("s" + student, day, "phone-" + student, "room");
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aHouseOfTwentyFamiliesWithTabletsBehindOneAddressIsSpared() {
        for (int day = 0; day < 20; day++) {
            for (int resident = 0; resident < 80; resident++) {
                act("r" + resident, day, "tablet-" + resident / 4, "house");
                act("r" + resident, day, "phone-" + resident, "house");
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void whereMostAreSuspiciousForOtherReasonsTheRestIsOfTheSameFarm() {
        for (int day = 0; day < 5; day++) {
            for (int account = 0; account < 12; account++) {
                act("a" + account, day, "phone-" + account, "address");
            }
        }
        Link found =
                new Link.Found(ReasonCode.SHARED_DEVICE, "@address", "a0", Scene.at(5, 0), ReasonCode.CAP_HUGGING, 0.8);
        LinkBehaviour address = scene.link("SHARED_DEVICE/@address");
        assertThat(address.observe(found)).isNull();
        Tie tie = null;
        for (int account = 1; account < 10; account++) {
            tie = address.observe(new Link.Found(
                    ReasonCode.SHARED_DEVICE,
                    "@address",
                    "a" + account,
                    Scene.at(5, account),
                    ReasonCode.CAP_HUGGING,
                    0.8));
        }
        assertThat(Objects.requireNonNull(tie).findings()).hasSize(12);
    }

    private void act(String accountId, int day, String device, String address) {
        scene.send(new Membership.SignedIn(
                new Header(accountId + "-" + day + device, accountId, Scene.at(day, 9), device, address)));
    }

    private void farmDay(int accounts, int day, String device) {
        for (int account = 0; account < accounts; account++) {
            scene.send(scene.signIn("a" + account, Scene.at(day, 9), device));
            scene.send(scene.comment("a" + account, Scene.at(day, 10), device));
        }
    }
}
