package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.risk.RiskLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RiskScoreTest {

    private static final FarmingConfig CONFIG = FarmingConfig.shipped();
    private static final Instant NOW = Instant.parse("2026-05-01T04:00:00Z");

    private static final Set<ReasonCode> PAYMENTS = Set.of(ReasonCode.SPLIT_PAYMENTS, ReasonCode.MERCHANT_COLLUSION);

    @Property
    void aScoreIsTheCappedSumOfItsContributionsWhateverIsGathered(
            @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0.01, max = 1) Double> strengths,
            @ForAll @Size(min = 40, max = 40) List<ReasonCode> codes,
            @ForAll @Size(min = 40, max = 40) List<@IntRange(max = 60) Integer> days) {
        AccountCase account = new AccountCase(CONFIG, "a");
        for (int i = 0; i < strengths.size(); i++) {
            Instant at = NOW.plus(Duration.ofDays(days.get(i)));
            Finding finding = finding(codes.get(i), strengths.get(i), at, null);
            AccountCase.Outcome gathered = account.take(finding);
            RiskScore score = account.score(at);
            double payments = score.reasons().stream()
                    .filter(reason -> PAYMENTS.contains(reason.code()))
                    .mapToDouble(FlagReason::contribution)
                    .max()
                    .orElse(0);
            double sum = payments
                    + score.reasons().stream()
                            .filter(reason -> !PAYMENTS.contains(reason.code()))
                            .mapToDouble(FlagReason::contribution)
                            .sum();
            assertThat(score.total()).isBetween(0.0, 100.0).isEqualTo(Math.min(100, Math.round(sum * 10) / 10.0));
            if (score.total() >= CONFIG.score().review()) {
                assertThat(gathered.flag()).isNotNull();
            }
            account = AccountCase.decode(CONFIG, "a", account.encode());
        }
    }

    @Test
    void aStrengthHalvesWithItsHalfLife() {
        FarmingConfig.Score config = CONFIG.score();
        assertThat(RiskScore.decayed(config, 0.8, NOW, NOW.plus(config.halfLife())))
                .isEqualTo(0.4);
        assertThat(RiskScore.decayed(config, 0.8, NOW, NOW.minusSeconds(5))).isEqualTo(0.8);
    }

    @Test
    void codesThatReadTheSamePaymentsDoNotAddUp() {
        AccountCase account = new AccountCase(CONFIG, "a");
        account.take(finding(ReasonCode.SPLIT_PAYMENTS, 0.75, NOW, null));
        account.take(finding(ReasonCode.MERCHANT_COLLUSION, 0.76, NOW, null));
        RiskScore score = account.score(NOW);
        assertThat(score.total()).isEqualTo(60.8);
        assertThat(score.counterfactual(CONFIG.score()))
                .isEqualTo(
                        "would not be flagged without MERCHANT_COLLUSION and SPLIT_PAYMENTS: 0.0 would be left, below 60.0");
    }

    @Test
    void reviewFromSixtyAndHoldFromEighty() {
        AccountCase account = new AccountCase(CONFIG, "a");
        assertThat(account.take(finding(ReasonCode.VELOCITY, 0.74, NOW, null)).flag())
                .isNull();
        assertThat(account.take(finding(ReasonCode.VELOCITY, 0.75, NOW, null)).flag())
                .isNotNull()
                .extracting(Flag::level, Flag::score)
                .containsExactly(FlagLevel.REVIEW, 60.0);
        assertThat(account.take(finding(ReasonCode.CAP_HUGGING, 0.25, NOW, null))
                        .flag())
                .isNotNull()
                .extracting(Flag::level, Flag::score)
                .containsExactly(FlagLevel.HOLD, 80.0);
    }

    @Test
    void oneCaseGathersAndKeepsItsLevelAndItsBeginning() {
        AccountCase account = new AccountCase(CONFIG, "a");
        Instant later = NOW.plus(Duration.ofDays(60));
        List<Flag> flags = new ArrayList<>();
        for (Finding finding : List.of(
                finding(ReasonCode.VELOCITY, 1, NOW, null), finding(ReasonCode.CAP_HUGGING, 0.1, later, null))) {
            AccountCase.Outcome gathered = account.take(finding);
            if (gathered.flag() != null) {
                flags.add(gathered.flag());
            }
        }
        assertThat(flags).extracting(Flag::caseId).containsExactly("account-a", "account-a");
        assertThat(flags.getLast().raisedAt()).isEqualTo(NOW);
        assertThat(flags.getLast().updatedAt()).isEqualTo(later);
        assertThat(flags.getLast().score()).isEqualTo(28);
        assertThat(flags.getLast().level()).isEqualTo(FlagLevel.HOLD);
    }

    @Test
    void aMemberOfAFlaggedRingGetsNoCaseOfItsOwn() {
        AccountCase account = new AccountCase(CONFIG, "a");
        account.take(new RingNotice("a", "ring-d", RiskLevel.REVIEW, NOW));
        assertThat(account.take(finding(ReasonCode.SHARED_DEVICE, 1, NOW, "ring-d"))
                        .flag())
                .isNull();
        assertThat(account.take(finding(ReasonCode.VELOCITY, 1, NOW, null)).flag())
                .isNull();
        assertThat(account.score(NOW).total()).isEqualTo(100);
    }

    @Test
    void evidenceIsBounded() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add("id" + i);
        }
        Evidence evidence = Evidence.of(Map.of(), ids, ids);
        assertThat(evidence.counterparts()).hasSize(Evidence.LIMIT).startsWith("id0");
        assertThat(evidence.eventIds()).hasSize(Evidence.LIMIT).endsWith("id99");
    }

    private static Finding finding(ReasonCode code, double strength, Instant at, @Nullable String ring) {
        return new Finding(
                code, "a", strength, at, at, at, "because", Evidence.of(Map.of(), List.of(), List.of()), ring);
    }
}
