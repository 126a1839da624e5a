package io.pointstream.topologies.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Scope;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.RefundTerms;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.topologies.ActivityTranslator;
import io.pointstream.topologies.state.SoloStore;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
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

    private final RuleBook book = RuleBooks.shipped().versions().getFirst().book();
    private final RefundTerms refunds = Objects.requireNonNull(book.refunds());
    private final Scope payments = refunds.payments();
    private final RememberedKeys keys = new RememberedKeys(new SoloStore("keys", (key, value) -> {}));
    private final LiveAccount.Codec codec = new LiveAccount.Codec(
            book.eventIds().name(),
            new SoloStore("ids", (key, value) -> {}),
            keys,
            new TimerIndex(new SoloStore("timers", (key, value) -> {})));

    private LiveAccount read(String hex) {
        return codec.read("a", HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {FORMAT_1, FORMAT_2, FORMAT_3})
    void everyFormatIsReadAndWrittenAgainAsTheNewest(String stored) {
        LiveAccount live = read(stored);

        assertThat(live.firstSeen(book.eventIds(), "e1")).isEqualTo(AT);
        byte[] written = codec.write(live);
        assertThat(written[0]).isEqualTo((byte) 3);
        assertThat(codec.read("a", written).firstSeen(book.eventIds(), "e1")).isEqualTo(AT);
    }

    @ParameterizedTest
    @ValueSource(strings = {FORMAT_1, FORMAT_2})
    void anAccountOfAnEarlierFormatMayRememberKeysUnderAnyScope(String stored) {
        keys.put("a", new Remembered(payments, "p1", AT));

        LiveAccount again = codec.read("a", codec.write(read(stored)));

        assertThat(again.firstSeen(payments, "p1")).isEqualTo(AT);
    }

    @Test
    void theStoreIsNotAskedForScopesUnderWhichNothingWasEverRemembered() {
        LiveAccount live = read(FORMAT_3);
        // Nobody writes here without the account's knowledge: were it found, the store would have been asked.
        keys.put("a", new Remembered(payments, "p1", AT));

        assertThat(live.firstSeen(payments, "p1")).isNull();
        assertThat(live.recall(payments, "p1")).isNull();
    }

    @Test
    void whatAStepRemembersIsFoundAlsoAfterTheAccountWasWritten() {
        LiveAccount live = codec.read("a", null);
        PointsEngine engine = new PointsEngine(RuleBooks.shipped());
        Event event = ActivityTranslator.toEvent(PointsDriver.payment("a", "e1", AT, "p1", 10_000));
        Account account = live.account();

        live.apply(account, engine.decide(account, event, live), engine::nextDue);
        byte[] written = codec.write(live);
        LiveAccount again = codec.read("a", written);

        assertThat(LiveAccount.stored("a", written).steps()).isEqualTo(1);
        assertThat(live.firstSeen(payments, "p1")).isEqualTo(AT);
        assertThat(again.firstSeen(payments, "p1")).isEqualTo(AT);
        assertThat(again.recall(payments, "p1")).isNotNull();
        assertThat(again.recall(refunds.waiting(), "p1")).isNull();
    }

    @Test
    void aFormatOfALaterReleaseIsRefused() {
        assertThatThrownBy(() -> read("04"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("account a is stored in format 4, known is 3");
    }
}
