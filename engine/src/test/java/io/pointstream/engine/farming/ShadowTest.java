package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Review.Decision;
import io.pointstream.engine.risk.RiskLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is tried out scores and is put on record, and flags nobody. */
class ShadowTest {

    private static final FarmingConfig LIVE = FarmingConfig.shipped();
    private static final FarmingConfig VELOCITY_IN_SHADOW = shadow("detectors: [VELOCITY]");
    private static final Instant NOW = Instant.parse("2026-05-01T04:00:00Z");
    private static final String OWN = "account-a";

    private FarmingConfig config = VELOCITY_IN_SHADOW;
    private AccountCase account = new AccountCase(config, "a");
    private long step;

    @Test
    void aDetectorInShadowFlagsNobodyButIsPutOnRecordAndFlagsInTheShadow() {
        AccountCase.Outcome outcome = find(ReasonCode.VELOCITY, 1, 0);
        assertThat(Objects.requireNonNull(outcome.signal()).shadow()).isTrue();
        assertThat(outcome.flag()).isNull();
        assertThat(outcome.risk()).isNull();
        assertThat(account.score(NOW).total()).isZero();
        Flag shadow = Objects.requireNonNull(outcome.shadowFlag());
        assertThat(shadow.level()).isEqualTo(FlagLevel.HOLD);
        assertThat(shadow.caseId()).isEqualTo(OWN);
        assertThat(Objects.requireNonNull(find(ReasonCode.CAP_HUGGING, 0.8, 1).flag())
                        .reasons())
                .extracting(FlagReason::code)
                .containsExactly(ReasonCode.CAP_HUGGING);
    }

    @Test
    void onceTheMarkIsRemovedTheDetectorFlagsAndTheShadowEnds() {
        find(ReasonCode.VELOCITY, 1, 0);
        config = LIVE;
        AccountCase.Outcome outcome = find(ReasonCode.VELOCITY, 1, 8);
        assertThat(Objects.requireNonNull(outcome.signal()).shadow()).isFalse();
        assertThat(Objects.requireNonNull(outcome.flag()).level()).isEqualTo(FlagLevel.HOLD);
        assertThat(Objects.requireNonNull(outcome.shadowFlag()).end())
                .isEqualTo(new FlagEnd(FlagEnd.Cause.LAPSED, day(8), null, "nothing is in shadow any more", null));
        assertThat(find(ReasonCode.VELOCITY, 1, 16).shadowFlag()).isNull();
    }

    @Test
    void aThresholdInShadowJudgesWhatIsLive() {
        config = shadow("review: 50\n    detectors: []");
        AccountCase.Outcome outcome = find(ReasonCode.VELOCITY, 0.7, 0);
        assertThat(outcome.flag()).isNull();
        assertThat(Objects.requireNonNull(outcome.signal()).shadow()).isFalse();
        assertThat(Objects.requireNonNull(outcome.shadowFlag()).level()).isEqualTo(FlagLevel.REVIEW);
        AccountCase.Outcome lapsed = take(new NewDay("a", day(30)));
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(lapsed.shadowFlag()).end())
                        .cause())
                .isEqualTo(FlagEnd.Cause.LAPSED);
    }

    @Test
    void aReviewersDecisionOnTheAccountEndsItsShadow() {
        find(ReasonCode.VELOCITY, 1, 0);
        find(ReasonCode.CAP_HUGGING, 1, 1);
        AccountCase.Outcome outcome = take(new Ruling("a", ++step, OWN, Decision.CONFIRM, "bob", "because", day(2)));
        assertThat(Objects.requireNonNull(outcome.shadowFlag()).end())
                .isEqualTo(Objects.requireNonNull(outcome.flag()).end());
        assertThat(find(ReasonCode.VELOCITY, 1, 9).shadowFlag())
                .as("a confirmed account")
                .isNull();
    }

    @Test
    void whereNothingIsTriedOutThereIsNoShadow() {
        config = LIVE;
        assertThat(find(ReasonCode.VELOCITY, 1, 0).shadowFlag()).isNull();
        assertThat(find(ReasonCode.CAP_HUGGING, 1, 1).shadowFlag()).isNull();
    }

    /** Numbers stand for findings: a code, and a strength in tenths; a day goes by from each to the next. */
    @Property(tries = 200)
    void theLiveCaseIsTheOneWithoutTheDetector(@ForAll @Size(max = 40) List<@IntRange(max = 59) Integer> findings) {
        AccountCase without = new AccountCase(LIVE, "a");
        AccountCase with = new AccountCase(VELOCITY_IN_SHADOW, "a");
        List<Object> expected = new ArrayList<>();
        List<Object> found = new ArrayList<>();
        List<ReasonCode> codes = List.of(ReasonCode.VELOCITY, ReasonCode.CAP_HUGGING, ReasonCode.CLOCKWORK);
        int day = 0;
        for (int each : findings) {
            ReasonCode code = codes.get(each % 3);
            Finding finding = finding(code, (each / 3 % 10 + 1) / 10.0, ++day);
            NewDay morning = new NewDay("a", day(day));
            say(without.take(morning), expected);
            say(with.take(morning), found);
            if (code != ReasonCode.VELOCITY) {
                say(without.take(finding), expected);
            }
            say(with.take(finding), found);
        }
        assertThat(found).isEqualTo(expected);
    }

    private static void say(AccountCase.Outcome outcome, List<Object> said) {
        if (outcome.flag() != null) {
            said.add(outcome.flag());
        }
        if (outcome.risk() != null) {
            said.add(outcome.risk());
        }
    }

    @Test
    void linksInShadowMakeNoRingAndTellEachAccount() {
        FarmingConfig tried = shadow("detectors: [SHARED_DEVICE]");
        Scene scene = new Scene(new Detectors(tried, List.of(new SharedDevice(tried))));
        for (int day = 0; day < 4; day++) {
            for (int account = 0; account < 16; account++) {
                scene.send(scene.signIn("a" + account, Scene.at(day, 9), "farm"));
                scene.send(scene.comment("a" + account, Scene.at(day, 10), "farm"));
            }
            scene.restart();
        }
        assertThat(scene.flags).isEmpty();
        assertThat(scene.risks).isEmpty();
        assertThat(scene.level("a1")).isEqualTo(RiskLevel.NONE);
        assertThat(scene.signals).hasSizeGreaterThanOrEqualTo(16).allMatch(Signal::shadow);
        assertThat(scene.shadowFlags).hasSize(16);
    }

    private static FarmingConfig shadow(String what) {
        try {
            return FarmingConfig.parse(FarmingConfigTest.shipped().replace("detectors: []", what), "shadow");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AccountCase.Outcome find(ReasonCode code, double strength, int day) {
        return take(finding(code, strength, day));
    }

    private static Finding finding(ReasonCode code, double strength, int day) {
        Evidence evidence = Evidence.of(Map.of(), List.of(), List.of());
        return new Finding(code, "a", strength, day(day), day(day), day(day), "because", evidence, null);
    }

    /** Through bytes, so that every test is one of the state's format too. */
    private AccountCase.Outcome take(AccountNews news) {
        AccountCase.Outcome outcome = account.under(config, Lists.NONE).take(news);
        account = AccountCase.decode(config, "a", account.encode());
        return outcome;
    }

    private static Instant day(int day) {
        return NOW.plus(Duration.ofDays(day));
    }
}
