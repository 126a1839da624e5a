package io.pointstream.benchmarks.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator.Truth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionBenchTest {
    private static final Instant FIRST = Instant.parse("2026-05-01T00:00:00Z");

    private static Outcome farmer(double score, boolean flagged) {
        Truth truth = new Truth("f", "farmer", "VELOCITY", "obvious", FIRST);
        return new Outcome(truth, flagged ? FIRST.plusSeconds(43_200) : null, score, List.of(), 1, 10, 10, 5);
    }

    private static Outcome honest(double score, boolean flagged) {
        Truth truth = new Truth("h", "honest", "everyday", "", null);
        return new Outcome(truth, flagged ? FIRST : null, score, List.of(), 2, 20, 0, 0);
    }

    @Test
    void averagePrecisionIsThatOfTheTextbook() {
        // Right, wrong, right: (1/1 + 2/3) / 2.
        List<Outcome> outcomes = List.of(farmer(90, true), honest(80, true), farmer(70, true), honest(0, false));
        Ranking ranking = Ranking.ofFlags(outcomes);
        assertThat(ranking.averagePrecision()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
        assertThat(ranking.precision()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(ranking.recall()).isEqualTo(1);
        assertThat(ranking.f1()).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void equalScoresAreOneStepWhateverTheirOrder() {
        List<Outcome> outcomes = List.of(farmer(50, false), honest(50, false), honest(50, false), farmer(50, false));
        assertThat(Ranking.ofFlags(outcomes).averagePrecision()).isEqualTo(0.5);
        assertThat(Ranking.ofFlags(outcomes.reversed()).averagePrecision()).isEqualTo(0.5);
    }

    @Test
    void aBaselineTakesAsManyAsThereAreFarmers() {
        List<Outcome> outcomes = List.of(farmer(90, true), honest(0, false), honest(0, false));
        Ranking earners = Ranking.ofTop(outcomes, Outcome::points);
        assertThat(earners.taken()).isEqualTo(1);
        assertThat(earners.right()).isZero();
    }

    @Test
    void delayIsCountedFromTheFirstFarmingAct() {
        assertThat(farmer(90, true).delayDays()).isEqualTo(0.5);
    }

    @Test
    void printsTheSameFiguresForTheSameSeed() throws InterruptedException {
        String first = figures();
        assertThat(first).contains("precision=").contains("leaked=").isEqualTo(figures());
    }

    private static String figures() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            Settings settings = new Settings(150, 8, 40, 3, LocalDate.of(2026, 5, 1));
            new DetectionBench(List.of(settings), 3, out).run();
        }
        // The first line tells the time that it took.
        return bytes.toString(StandardCharsets.UTF_8).lines().skip(1).toList().toString();
    }
}
