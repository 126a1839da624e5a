package io.pointstream.app.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.Cli;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.app.simulate.Simulator.Truth;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.ReasonCode;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.topologies.ActivityTranslator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCalibrateTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Path events;

    @SuppressWarnings("NullAway.Init")
    private static Path truth;

    /** Enough farmers to show a precision of 0.97. */
    private static Settings traffic(long seed) {
        return new Settings(400, 21, 20, seed, LocalDate.of(2026, 5, 1));
    }

    @BeforeAll
    static void simulate() throws IOException {
        Simulator.write(traffic(5), directory);
        events = directory.resolve(Simulator.EVENTS_FILE);
        truth = directory.resolve(Simulator.TRUTH_FILE);
    }

    private static Cli.Result calibrate(Path events, Path labels, Path out, String... more) {
        List<String> args = new ArrayList<>(List.of("rules", "calibrate", "--out", out.toString()));
        args.addAll(List.of("--labels", labels.toString(), "--events", events.toString()));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static Map<String, JsonNode> tables(String out) throws IOException {
        Map<String, JsonNode> tables = new TreeMap<>();
        for (String line : out.lines().toList()) {
            JsonNode table = JSON.readTree(line);
            tables.put(table.path("name").asText(), table.path("rows"));
        }
        return tables;
    }

    private static List<Truth> flagged(RuleBook book, Settings settings, Set<String> flagged) {
        Watch watch = new Watch(RuleBooks.single(book), book.detectors(), flag -> {
            flagged.add(flag.accountId());
            flagged.addAll(flag.members());
        });
        return Simulator.run(settings, activity -> watch.look(watch.decide(ActivityTranslator.toEvent(activity))));
    }

    @Test
    void theSameInputGivesTheSameBytesAndThePrecisionHoldsForOtherPeople() throws Exception {
        Path once = directory.resolve("once.yaml");
        Path twice = directory.resolve("twice.yaml");

        Cli.Result result = calibrate(events, truth, once, "--format", "json");
        Cli.Result again = calibrate(events, truth, twice, "--format", "json");

        assertThat(result.status()).isZero();
        assertThat(again).isEqualTo(result);
        String yaml = Files.readString(once);
        assertThat(twice).hasContent(yaml);
        assertThat(yaml).startsWith(RuleBooks.shippedYaml()).contains("farming:\n  score:\n    review: ");
        assertThat(Cli.run("rules", "check", once.toString()).status()).isZero();
        JsonNode review = tables(result.out())
                .getOrDefault("calibration.levels", JSON.nullNode())
                .path(0);
        assertThat(review.path("precisionAfter").asDouble()).isGreaterThanOrEqualTo(0.97);
        assertThat(review.path("recallAfter").asDouble())
                .isGreaterThanOrEqualTo(review.path("recallBefore").asDouble());

        Set<String> flagged = new HashSet<>();
        List<Truth> others = flagged(RuleBookParser.parse(yaml, "candidate"), traffic(6), flagged);
        long right = others.stream()
                .filter(account -> account.farms() && flagged.contains(account.accountId()))
                .count();
        assertThat((double) right / flagged.size()).isGreaterThanOrEqualTo(0.97);
        assertThat((double) right / others.stream().filter(Truth::farms).count())
                .isGreaterThan(0.8);
    }

    @Test
    void anAccountsScoreIsThatOfItsCase() throws Exception {
        Detectors detectors = RuleBooks.shipped().versions().getFirst().book().detectors();
        Suspects suspects = new Suspects(RuleBooks.shipped(), detectors, new PrintWriter(new StringWriter()));
        suspects.run(List.of(events));
        Map<String, Double> highest = new HashMap<>();
        Watch watch = new Watch(RuleBooks.shipped(), detectors, flag -> {
            if (flag.members().isEmpty()) {
                highest.merge(flag.accountId(), flag.score(), Math::max);
            }
        });
        Simulator.run(traffic(5), activity -> watch.look(watch.decide(ActivityTranslator.toEvent(activity))));

        assertThat(highest).hasSizeGreaterThan(20);
        highest.forEach((id, score) -> assertThat(suspects.accounts()
                        .getOrDefault(id, Strengths.NONE)
                        .score(detectors.config().score().weights()))
                .as(id)
                .isGreaterThanOrEqualTo(score)
                // A case that goes into its ring's says no more.
                .isLessThanOrEqualTo(100));
    }

    @Test
    void theCsvIsOneTable() throws Exception {
        Cli.Result result = calibrate(events, truth, directory.resolve("csv.yaml"), "--format", "csv");

        assertThat(result.out())
                .startsWith("part,name,measure,value\r\n")
                .contains("weights,VELOCITY,weightBefore,80.0\r\n", "levels,REVIEW,thresholdBefore,60.0\r\n")
                .contains("curve,60,precisionAfter,");
    }

    @Test
    void badLabelsAreNamedByLine() throws Exception {
        Path labels = file(
                "bad.csv",
                "label,accountId,note\nhonest,a-1,\"x, y\"\nmaybe,a-2,\n\nfarmer,,\nfarmer,a-1,again\nhonest\n");

        Cli.Result result = calibrate(events, labels, directory.resolve("bad.yaml"));

        assertThat(result.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(result.err().lines())
                .containsExactly(
                        labels + ":3: label: honest or farmer, not \"maybe\"",
                        labels + ":5: accountId: empty",
                        labels + ":6: accountId: a-1 has a label already",
                        labels + ":7: too few columns");
        assertThat(directory.resolve("bad.yaml")).doesNotExist();
    }

    @Test
    void aMissingColumnIsNamed() throws Exception {
        Path labels = file("columns.csv", "accountId,verdict\na-1,honest\n");

        assertThat(calibrate(events, labels, directory.resolve("none.yaml")).err())
                .isEqualTo(labels + ":1: no column label\n");
    }

    @Test
    void tooFewLabelsAreSaidPlainly() throws Exception {
        List<String> few = Files.readAllLines(truth).subList(0, 40);
        Path labels = file("few.csv", String.join("\n", few) + "\nnobody,honest,,,\n");

        Cli.Result result = calibrate(events, labels, directory.resolve("few.yaml"));

        assertThat(result.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(result.err())
                .contains("1 of 40 labelled accounts have no events", "too few labels: ", "fewer than 16 of each");
        assertThat(directory.resolve("few.yaml")).doesNotExist();
    }

    @Test
    void whatTheLabelsSpeakAgainstIsSaidPlainly() throws Exception {
        String patterns = Files.readString(truth);
        assertThat(patterns).contains(",farmer,LOCKSTEP,");
        Path labels = file("against.csv", patterns.replace(",farmer,LOCKSTEP,", ",honest,LOCKSTEP,"));
        Path out = directory.resolve("against.yaml");

        Cli.Result result = calibrate(events, labels, out);

        assertThat(result.err()).contains("the labels speak against ", "LOCKSTEP", " publish that");
        assertThat(out).content().contains("LOCKSTEP: 0\n");
        assertThat(calibrate(events, truth, directory.resolve("for.yaml")).err())
                .doesNotContain("LOCKSTEP");
    }

    @Test
    void aBookWithASectionOfDetectionIsRefused() throws Exception {
        Path book = file("own.yaml", RuleBooks.shippedYaml() + "\nfarming:\n  score: { review: 50 }\n");
        long line = RuleBooks.shippedYaml().lines().count() + 2;

        Cli.Result result = calibrate(events, truth, directory.resolve("refused.yaml"), "--rules", book.toString());

        assertThat(result.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(result.err()).contains(book + ":" + line + ":1: the book has a section farming already");
        assertThat(calibrate(events, truth, book, "--rules", book.toString()).err())
                .contains("must not take the place");
    }

    @Test
    void aPrecisionOutOfRangeIsAUsageError() {
        assertThat(calibrate(events, truth, directory.resolve("p.yaml"), "--precision", "1")
                        .status())
                .isEqualTo(ExitStatus.USAGE);
    }

    /** The reviewers look at every case that detection opened, in a later file. */
    @Test
    void reviewersDecisionsGiveEachDetectorsPrecision() throws Exception {
        Map<String, Flag> open = new TreeMap<>();
        Watch watch = new Watch(
                RuleBooks.shipped(),
                RuleBooks.shipped().versions().getFirst().book().detectors(),
                flag -> {
                    if (flag.end() == null) {
                        open.put(flag.caseId(), flag);
                    } else {
                        open.remove(flag.caseId());
                    }
                });
        Simulator.run(traffic(5), activity -> watch.look(watch.decide(ActivityTranslator.toEvent(activity))));
        StringBuilder lines = new StringBuilder();
        Map<String, Integer> confirmed = new TreeMap<>();
        Map<String, Integer> cleared = new TreeMap<>();
        int number = 0;
        for (Flag flag : open.values()) {
            boolean right = number % 4 != 0;
            for (String decision : List.of(right ? "CLEAR" : "CONFIRM", "ESCALATE", right ? "CONFIRM" : "CLEAR")) {
                lines.append(decided(number++, flag, decision));
            }
            flag.reasons()
                    .forEach(reason ->
                            (right ? confirmed : cleared).merge(reason.code().name(), 1, Integer::sum));
        }
        Path decisions = file("decisions.ndjson", lines.toString());

        Cli.Result result =
                calibrate(events, truth, directory.resolve("r.yaml"), decisions.toString(), "--format", "json");

        JsonNode rows = tables(result.out()).getOrDefault("calibration.reviewed", JSON.nullNode());
        assertThat(rows).isNotEmpty();
        for (JsonNode row : rows) {
            String code = row.path("reasonCode").asText();
            assertThat(row.path("confirmed").asInt()).as(code).isEqualTo(confirmed.getOrDefault(code, 0));
            assertThat(row.path("cleared").asInt()).as(code).isEqualTo(cleared.getOrDefault(code, 0));
        }
    }

    private static String decided(int number, Flag flag, String decision) {
        return """
                {"type":"review.decided","eventId":"d-%04d","accountId":"%s","occurredAt":"2026-05-22T01:%02d:%02d.000Z",\
                "caseId":"%s","decision":"%s","reviewer":"r","note":"n"}
                """.formatted(number, flag.accountId(), number / 60, number % 60, flag.caseId(), decision);
    }

    @Test
    void wilsonsInterval() {
        // As in the literature: 8 of 10.
        Verdicts.Score score = new Verdicts.Score(ReasonCode.VELOCITY, 8, 2);

        assertThat(score.interval().low()).isCloseTo(0.4902, within(0.0001));
        assertThat(score.interval().high()).isCloseTo(0.9433, within(0.0001));
        assertThat(new Verdicts.Score(ReasonCode.VELOCITY, 5, 0).interval().high())
                .isCloseTo(1, within(1e-12));
    }
}
