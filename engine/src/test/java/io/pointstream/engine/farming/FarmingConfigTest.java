package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FarmingConfigTest {

    @Test
    void theShippedValuesAreThoseOfTheSpecification() {
        FarmingConfig config = FarmingConfig.shipped();
        assertThat(config.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(config.lateness()).isEqualTo(Duration.ofDays(3));
        assertThat(config.identity()).isEqualTo(Duration.ofDays(7));
        assertThat(config.score().review()).isEqualTo(60);
        assertThat(config.score().hold()).isEqualTo(80);
        assertThat(config.velocity().windows())
                .containsExactly(
                        Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofDays(1));
        assertThat(config.velocity().limits()).containsEntry(EventType.SOCIAL_VIDEO_LIKED, List.of(30, 120, 300, 600));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hold: 80 | hold: 50 | 0 < review <= hold <= 100",
                "hold: 80 | hold: many | score.hold must be a number",
                "review: 60 | revue: 60 | score.review is missing",
                "lateness: P3D | lateness: 3 days | lateness must be a duration such as PT10M or P3D",
                "VELOCITY: 80 | VELOCIPEDE: 80 | score.weights.VELOCIPEDE is no reason code",
                "VELOCITY: 80 | DENY_LISTED: 80 | score.weights.DENY_LISTED is no reason code",
                "gaming.rank-promoted: | gaming.rank-lost: | velocity.limits.gaming.rank-lost is no event type",
                "acts: 3 | acts: 3.5 | capHugging.acts must be a whole number",
                "[3, 4, 8, 20] | [3, 4, 2, 20] | velocity.limits.gaming.rank-promoted: 1 to 100000, not falling",
                "zone: Asia/Shanghai | zone: Asia/Atlantis | zone must be a time zone such as Asia/Shanghai",
                "lateness: P3D | 'lateness: P3D\nextra: 1' | extra is not known",
                "pausesAtLeast: 24 | pausesAtLeast: 41 | clockwork.rhythm: 2 <= pausesAtLeast <= pauses <= 1000",
                "rest: PT4H | rest: PT4M | clockwork.sleep.rest: PT30M to PT12H",
                "alarm: PT3M | alarm: 3 | clockwork.starts.alarm must be a duration such as PT10M or P3D",
                "habit: 0.1 | habit: 0 | clockwork.timetable.habit: between 0 and 1",
                "replays: 2 | replays: 0 | impossibleEngagement.replays: from 1",
                "asleep: P21D | asleep: P2D | dormantBurst.asleep: from P7D",
                "within: PT1H | within: P2D | accountTakeover: 0 < within < fades",
                "peerDays: 7 | peerDays: 0 | baseline.peerDays: over 0",
                "SILVER: 1.5 | SILBER: 1.5 | baseline.tiers.SILVER is missing",
                "payment.settled/JD: 3 | payment.settled: 3 | baseline.perMonth.payment.settled is no event type, or a payment",
                "unusualShare: 0.7 | unusualShare: 7 | velocity.unusualShare: over 0, at most 1",
                "days: 30 | days: 300 | sharedDevice.days: 1 to 62",
                "detectors: [] | detectors: [VELOCIPEDE] | score.shadow.VELOCIPEDE is no reason code",
                "detectors: [] | detectors: VELOCITY | score.shadow.detectors must be a list",
                "detectors: [] | 'detectors: []\n    hold: 50' | score.shadow: lapse < review <= hold <= 100",
                "detectors: [] | 'detectors: []\n    review: 40' | score.shadow: lapse < review",
            })
    void aWrongValueIsNamed(String from, String to, String message) throws IOException {
        String yaml = shipped();
        assertThat(yaml).contains(from);
        assertThatThrownBy(() -> FarmingConfig.parse(yaml.replace(from, to), "my.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("my.yaml:")
                .hasMessageContaining(message);
    }

    @Test
    void aThresholdThatIsNotTriedOutIsTheLiveOne() throws IOException {
        String yaml = shipped().replace("review: 60", "review: 55").replace("hold: 80", "hold: 85");
        assertThat(FarmingConfig.parse(yaml, "live").score().hasShadow()).isFalse();
        FarmingConfig.Score score = FarmingConfig.parse(
                        yaml.replace("detectors: []", "detectors: [LOCKSTEP]\n    hold: 70"), "shadow")
                .score();
        assertThat(score.shadow()).isEqualTo(new FarmingConfig.Shadow(Set.of(ReasonCode.LOCKSTEP), 55, 70));
        assertThat(score.asShadow().hasShadow()).isFalse();
    }

    @Test
    void whatIsNoYamlIsRefused() {
        assertThatThrownBy(() -> FarmingConfig.parse("a: [", "my.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("my.yaml");
        assertThatThrownBy(() -> FarmingConfig.parse("", "my.yaml")).hasMessageContaining("must be a mapping");
    }

    @Test
    void everyEventTypeHasANumberInStoredStates() {
        for (EventType type : EventType.values()) {
            assertThat(EventNumbers.type(EventNumbers.of(type))).isEqualTo(type);
        }
        assertThat(EventNumbers.count()).isLessThanOrEqualTo(Long.SIZE);
    }

    static String shipped() throws IOException {
        try (InputStream in = Objects.requireNonNull(FarmingConfig.class.getResourceAsStream("farming.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
