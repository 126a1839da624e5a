package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Redemption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code ACCOUNT_TAKEOVER}. */
class AccountTakeoverTest {

    private static final String PHONE = "phone";
    private static final String HOME = "10.1.2.3";
    private static final String STRANGER = "d-stranger";
    private static final String FAR = "10.99.98.97";

    private final Scene scene = new Scene(Scene.only(AccountTakeover::new));
    private int ids;

    @BeforeEach
    void anAccountWithAHome() {
        for (int day = 0; day < 10; day++) {
            signIn("a", Scene.at(day, 8), PHONE, HOME);
        }
    }

    @Test
    void aNewPhoneAtANewAddressThatSpendsWithinTheHourIsFlagged() {
        signIn("a", Scene.at(10, 3), STRANGER, FAR);
        redeem("a", Scene.at(10, 4), STRANGER, FAR);
        Flag flag = Objects.requireNonNull(scene.flagOf("a"));
        assertThat(flag.level()).isEqualTo(FlagLevel.REVIEW);
        FlagReason reason = flag.reasons().getFirst();
        assertThat(reason.reason())
                .isEqualTo("redemption 60 min after the first sight of a new phone at a new address");
        assertThat(reason.evidence().counterparts()).containsExactly(STRANGER, FAR);
        assertThat(reason.evidence().eventIds()).containsExactly("r" + ids);
    }

    @Test
    void theOwnersPhoneInUseAllTheSameHolds() {
        signIn("a", Scene.at(10, 3), STRANGER, FAR);
        redeem("a", Scene.at(10, 3), STRANGER, FAR);
        assertThat(Objects.requireNonNull(scene.flagOf("a")).level()).isEqualTo(FlagLevel.REVIEW);
        scene.restart();
        signIn("a", Scene.at(10, 8), PHONE, HOME);
        Flag flag = Objects.requireNonNull(scene.flagOf("a"));
        assertThat(flag.level()).isEqualTo(FlagLevel.HOLD);
        assertThat(flag.reasons().getFirst().reason()).contains("the owner's phone is in use");
    }

    @Test
    void aThiefWhoWaitsIsLessCertain() {
        signIn("a", Scene.at(10, 0), STRANGER, FAR);
        redeem("a", Scene.at(10, 12), STRANGER, FAR);
        assertThat(scene.flagOf("a")).isNull();
        signIn("a", Scene.at(10, 20), PHONE, HOME);
        assertThat(scene.flagOf("a")).isNotNull();
    }

    @Test
    void aRedemptionThatSaysNothingOfItsPhoneIsThatOfTheNewest() {
        signIn("a", Scene.at(10, 3), STRANGER, FAR);
        redeem("a", Scene.at(10, 4), null, null);
        assertThat(scene.flagOf("a")).isNotNull();
    }

    @Test
    void aNewPhoneAtTheKnownAddressIsSpared() {
        redeem("a", Scene.at(10, 8), "new phone", HOME);
        // And later on the way, where the new phone was never before.
        redeem("a", Scene.at(10, 12), "new phone", FAR);
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aJourneyWithTheKnownPhoneIsSpared() {
        redeem("a", Scene.at(10, 8), PHONE, FAR);
        // The new phone, bought there.
        redeem("a", Scene.at(10, 9), "new phone", FAR);
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void anAccountWithoutAHomeIsSpared() {
        signIn("young", Scene.at(9, 8), PHONE, HOME);
        redeem("young", Scene.at(10, 8), STRANGER, FAR);
        for (int day = 0; day < 10; day++) {
            // A provider that gives a new address each day.
            signIn("roaming", Scene.at(day, 8), PHONE, "10.2.3." + day);
        }
        redeem("roaming", Scene.at(10, 8), STRANGER, FAR);
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aNewPhoneInTheHomesNetworkIsNotEnough() {
        redeem("a", Scene.at(10, 8), "new phone", "10.1.2.200");
        assertThat(scene.signals).hasSize(1);
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void strangersCannotCrowdOutTheHome() {
        for (int i = 0; i < 100; i++) {
            signIn("a", Scene.at(10, Duration.ofMinutes(i)), "d" + i, "10.9.9." + i);
        }
        redeem("a", Scene.at(10, Duration.ofMinutes(100)), "d100", "10.9.9.100");
        assertThat(scene.flagOf("a")).isNotNull();
        assertThat(scene.stateBytes("a")).isLessThan(700);
    }

    private void signIn(String accountId, Instant at, String device, String address) {
        scene.send(new Membership.SignedIn(new Header("s" + ++ids, accountId, at, device, address)));
    }

    private void redeem(String accountId, Instant at, @Nullable String device, @Nullable String address) {
        Event redemption = new Redemption.Requested(
                new Header("r" + ++ids, accountId, at, device, address),
                "red" + ids,
                Redemption.Kind.VIRTUAL,
                "i",
                500,
                "m",
                null,
                null,
                null,
                null,
                null);
        scene.send(redemption);
    }
}
