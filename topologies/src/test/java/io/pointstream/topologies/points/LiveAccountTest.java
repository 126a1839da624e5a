package io.pointstream.topologies.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Scope;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.RefundTerms;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.topologies.ActivityTranslator;
import io.pointstream.topologies.state.SoloStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAccountTest {

    private static final Instant AT = Instant.parse("2026-05-01T00:00:00Z");

    /** No sweep yet, no timer. */
    private static final String SWEEP_AND_DUE = "0000000000000000" + "7fffffffffffffff";

    /** One event id, e1 at {@link #AT}; no state. */
    private static final String SEEN_AND_STATE =
            "00000000" + "00000000" + "0000" + "0001" + "8b5cc4df7eec7d32a7814eca4af047ae" + "0000019de0d5c800";

    private static final String FORMAT_1 = "01" + "0000000000000000" + SEEN_AND_STATE;
    private static final String FORMAT_2 = "02" + SWEEP_AND_DUE + SEEN_AND_STATE;
    private static final String FORMAT_3 = "03" + SWEEP_AND_DUE + "0000000000000000" + SEEN_AND_STATE;
    private static final String FORMAT_4 = "04" + SWEEP_AND_DUE + "0000000000000000" + "0000" + "0000" + SEEN_AND_STATE;

    /** Remembers something under every scope. */
    private static final String FORMAT_3_WITH_KEYS = "03" + SWEEP_AND_DUE + "ffffffffffffffff" + SEEN_AND_STATE;

    private final PointsEngine engine = new PointsEngine(RuleBooks.shipped());
    private final RuleBook book = RuleBooks.shipped().versions().getFirst().book();
    private final RefundTerms refunds = Objects.requireNonNull(book.refunds());
    private final Scope payments = refunds.payments();
    private final RememberedKeys keys = new RememberedKeys(new SoloStore("keys", (key, value) -> {}));
    private final LiveAccount.Codec codec = new LiveAccount.Codec(
            book.eventIds().name(),
            new SoloStore("ids", (key, value) -> {}),
            keys,
            new TimerIndex(new SoloStore("timers", (key, value) -> {})));

    private void remember(Remembered entry) {
        keys.put(RememberedKeys.storeKey("a", entry.scope(), entry.key()), entry);
    }

    private LiveAccount read(String hex) {
        return codec.read("a", HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {FORMAT_1, FORMAT_2, FORMAT_3, FORMAT_4})
    void everyFormatIsReadAndWrittenAgainAsTheNewest(String stored) {
        LiveAccount live = read(stored);

        assertThat(live.firstSeen(book.eventIds(), "e1")).isEqualTo(AT);
        byte[] written = codec.write(live);
        assertThat(written[0]).isEqualTo((byte) 4);
        assertThat(codec.read("a", written).firstSeen(book.eventIds(), "e1")).isEqualTo(AT);
    }

    @ParameterizedTest
    @ValueSource(strings = {FORMAT_1, FORMAT_2, FORMAT_3_WITH_KEYS})
    void anAccountOfAnEarlierFormatMayRememberAnyKey(String stored) {
        remember(new Remembered(payments, "p1", AT));

        LiveAccount again = codec.read("a", codec.write(read(stored)));

        assertThat(again.firstSeen(payments, "p1")).isEqualTo(AT);
    }

    @Test
    void theStoreIsNotAskedForScopesUnderWhichNothingWasEverRemembered() {
        LiveAccount live = read(FORMAT_4);
        // Nobody writes here without the account's knowledge: were it found, the store would have been asked.
        remember(new Remembered(payments, "p1", AT));

        assertThat(live.firstSeen(payments, "p1")).isNull();
        assertThat(live.recall(payments, "p1")).isNull();
    }

    @Test
    void whatAStepRemembersIsFoundAlsoAfterTheAccountWasWritten() {
        LiveAccount live = codec.read("a", null);
        pay(live, "p1", AT);
        byte[] written = codec.write(live);
        LiveAccount again = codec.read("a", written);

        assertThat(LiveAccount.stored("a", written).steps()).isEqualTo(1);
        assertThat(live.firstSeen(payments, "p1")).isEqualTo(AT);
        assertThat(again.firstSeen(payments, "p1")).isEqualTo(AT);
        assertThat(again.recall(payments, "p1")).isNotNull();
        assertThat(again.recall(refunds.waiting(), "p1")).isNull();
    }

    @Test
    void theStoreIsNotAskedForAKeyThatWasNeverRemembered() {
        LiveAccount live = codec.read("a", null);
        pay(live, "p1", AT);
        remember(new Remembered(payments, "p2", AT));

        assertThat(live.firstSeen(payments, "p1")).isEqualTo(AT);
        assertThat(live.recall(payments, "p2"))
                .as("behind the account's back: found only if the store was asked")
                .isNull();
    }

    @Test
    void keysAreFoundWhileAndAfterTheyAreSweptAndForgottenKeysAreNotAskedFor() {
        LiveAccount live = codec.read("a", null);
        Remembered first = new Remembered(payments, "first", AT);
        pay(live, first.key(), AT);
        Instant kept = AT.plus(RememberedKeys.SWEEP_PERIOD).plus(Duration.ofDays(1));
        int many = 3 * RememberedKeys.SWEEP_ENTRIES_MAX + 44;
        for (int i = 0; i < many; i++) {
            pay(live, "p" + i, kept);
        }
        codec.write(live);

        Instant sweep = Instant.ofEpochMilli(RememberedKeys.firstSweepMs(first));
        for (int i = 0; i < 5; i++) {
            // Of these, one half is sorted before what was swept already.
            pay(live, (i % 2 == 0 ? "a" : "z") + i, sweep);
            live = codec.read("a", codec.write(live));
            for (int old = 0; old < many; old++) {
                assertThat(live.firstSeen(payments, "p" + old)).isEqualTo(kept);
            }
        }
        assertThat(live.firstSeen(payments, first.key())).isNull();
        for (int i = 0; i < 5; i++) {
            assertThat(live.firstSeen(payments, (i % 2 == 0 ? "a" : "z") + i)).isEqualTo(sweep);
        }

        Instant later = sweep.plus(Duration.ofDays(1000));
        for (int i = 0; i < 5; i++) {
            pay(live, "later" + i, later);
            live = codec.read("a", codec.write(live));
        }
        remember(new Remembered(payments, "p1", AT));
        assertThat(live.recall(payments, "p1")).isNull();
        assertThat(live.firstSeen(payments, "later4")).isEqualTo(later);
    }

    @Test
    void nothingIsLookedThroughBeforeSomethingCanHaveBeenForgotten() {
        LiveAccount live = codec.read("a", null);
        Remembered first = new Remembered(payments, "first", AT);
        pay(live, first.key(), AT);
        Remembered longAgo = new Remembered(payments, "long ago", AT.minus(Duration.ofDays(4000)));
        remember(longAgo);
        Bytes asked = RememberedKeys.storeKey("a", payments, longAgo.key());
        Instant sweep = Instant.ofEpochMilli(RememberedKeys.firstSweepMs(first));
        assertThat(sweep).isAfter(AT.plus(Objects.requireNonNull(payments.retention())));

        pay(live, "second", sweep.minusMillis(1));
        live = codec.read("a", codec.write(live));
        assertThat(keys.get(asked)).isEqualTo(longAgo.at());

        pay(live, "third", sweep);
        codec.write(live);
        assertThat(keys.get(asked)).isNull();
    }

    private void pay(LiveAccount live, String paymentId, Instant at) {
        Event event = ActivityTranslator.toEvent(PointsDriver.payment("a", "e-" + paymentId, at, paymentId, 10_000));
        Account account = live.account();
        for (Step due = engine.timer(account, event, live); due != null; due = engine.timer(account, event, live)) {
            live.apply(account, due, engine::nextDue);
        }
        live.apply(account, engine.decide(account, event, live), engine::nextDue);
    }

    @Test
    void aFormatOfALaterReleaseIsRefused() {
        assertThatThrownBy(() -> read("05"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("account a is stored in format 5, known is 4");
    }
}
