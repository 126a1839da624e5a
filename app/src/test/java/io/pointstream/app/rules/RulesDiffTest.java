package io.pointstream.app.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.Cli;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.dashboards.desk.BookMark;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.rules.RuleBooks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesDiffTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Path events;

    @BeforeAll
    static void simulate() throws IOException {
        Simulator.write(new Settings(80, 14, 10, 5, LocalDate.of(2026, 5, 1)), directory);
        events = directory.resolve(Simulator.EVENTS_FILE);
    }

    private static Path book(String name, String yaml) throws IOException {
        return Files.writeString(directory.resolve(name), yaml);
    }

    /** The shipped book with three points for a yuan at JD. */
    private static Path candidate() throws IOException {
        return book(
                "candidate.yaml", RuleBooks.shippedYaml().replace("unit: yuan, rate: 2 }", "unit: yuan, rate: 3 }"));
    }

    private static List<JsonNode> lines(String text) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    /** What {@code rules diff --format json} says. */
    private record Tables(Map<String, JsonNode> byName) {

        JsonNode table(String name) {
            return Objects.requireNonNull(byName.get("rulesDiff." + name), name);
        }

        JsonNode rows(String name) {
            return table(name).path("rows");
        }

        long total(String column) {
            return table("categories").path("totals").path(column).asLong();
        }
    }

    private static Tables tables(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("rules", "diff"));
        args.addAll(List.of(more));
        args.addAll(List.of("--format", "json", "--events", events.toString()));
        Cli.Result diff = Cli.run(args.toArray(String[]::new));
        assertThat(diff.err()).isEmpty();
        assertThat(diff.status()).isZero();
        Map<String, JsonNode> tables = new TreeMap<>();
        for (JsonNode table : lines(diff.out())) {
            tables.put(table.path("name").asText(), table);
        }
        return new Tables(tables);
    }

    /** The summary of a replay, which is done once for each name. */
    private static JsonNode replayed(String out, String... rules) throws IOException {
        Path to = directory.resolve(out);
        if (Files.exists(to)) {
            return JSON.readTree(to.resolve("summary.json").toFile());
        }
        List<String> args = new ArrayList<>(List.of("replay", "--events", events.toString(), "--out", to.toString()));
        args.addAll(List.of(rules));
        assertThat(Cli.run(args.toArray(String[]::new)).status()).isZero();
        return JSON.readTree(to.resolve("summary.json").toFile());
    }

    @Test
    void saysOfEachBookWhatAReplayOfItDoes() throws Exception {
        Tables tables = tables("--no-farming", candidate().toString());
        JsonNode shipped = replayed("shipped", "--no-farming");
        JsonNode changed =
                replayed("changed", "--no-farming", "--rules", candidate().toString());
        Map<String, Long> pointsBefore = earned("shipped");
        Map<String, Long> pointsAfter = earned("changed");
        for (JsonNode row : tables.rows("categories")) {
            String category = row.path("category").asText();
            assertThat(row.path("pointsBefore").asLong()).isEqualTo(pointsBefore.getOrDefault(category, 0L));
            assertThat(row.path("pointsAfter").asLong()).isEqualTo(pointsAfter.getOrDefault(category, 0L));
        }
        assertThat(tables.rows("categories")).hasSizeGreaterThanOrEqualTo(pointsBefore.size());
        assertThat(tables.total("forfeitedBefore"))
                .isEqualTo(shipped.path("basePoints").asLong()
                        - shipped.path("grantedPoints").asLong());
        assertThat(tables.total("forfeitedAfter"))
                .isEqualTo(changed.path("basePoints").asLong()
                        - changed.path("grantedPoints").asLong());
        assertThat(tables.total("pointsChange")).isPositive();
        assertThat(tables.rows("caps").get(0).path("cap").asText()).startsWith("pay.jd/");
        assertThat(tables.rows("accounts").get(0).path("pointsChange").asLong()).isPositive();
        assertThat(tables.rows("tiers")).isNotEmpty();
    }

    @Test
    void saysWhichEventsAndWhichBooksItIsAbout() throws Exception {
        JsonNode covers =
                tables("--no-farming", candidate().toString()).rows("covers").get(0);
        List<JsonNode> lines = lines(Files.readString(events));
        assertThat(covers.path("files").asText()).isEqualTo("events.ndjson");
        assertThat(covers.path("events").asLong()).isEqualTo(lines.size());
        assertThat(covers.path("accounts").asLong())
                .isEqualTo(lines.stream()
                        .map(line -> line.path("accountId").asText())
                        .distinct()
                        .count());
        assertThat(Instant.parse(covers.path("from").asText()))
                .isEqualTo(
                        OffsetDateTime.parse(lines.getFirst().path("occurredAt").asText())
                                .toInstant());
        assertThat(Instant.parse(covers.path("until").asText()))
                .isEqualTo(
                        OffsetDateTime.parse(lines.getLast().path("occurredAt").asText())
                                .toInstant());
        assertThat(covers.path("wrong").asLong()).isZero();
        assertThat(covers.path("bookBefore").asText()).isEqualTo(BookMark.of(RuleBooks.shippedYaml()));
        assertThat(covers.path("bookAfter").asText()).isEqualTo(BookMark.of(Files.readString(candidate())));
    }

    /** What was earned, less what refunds took back, by category. */
    private static Map<String, Long> earned(String out) throws IOException {
        Map<String, Long> earned = new TreeMap<>();
        for (JsonNode posting : lines(Files.readString(directory.resolve(out).resolve("postings.ndjson")))) {
            if (List.of("EARN", "REVERSE").contains(posting.path("kind").asText())) {
                earned.merge(
                        posting.path("category").asText(),
                        posting.path("points").asLong(),
                        Long::sum);
            }
        }
        return earned;
    }

    @Test
    void findsTheFlagsThatAReplayFinds() throws Exception {
        replayed("flags");
        StringWriter problems = new StringWriter();
        RuleDiff diff = new RuleDiff(RuleBooks.shipped(), RuleBooks.shipped(), true, new PrintWriter(problems));
        diff.run(List.of(events));
        Map<String, Flag> flags = diff.before().detection().flags();
        List<JsonNode> expected = lines(Files.readString(directory.resolve("flags/flags.ndjson")));
        assertThat(expected).isNotEmpty();
        assertThat(flags.keySet())
                .containsExactlyInAnyOrderElementsOf(expected.stream()
                        .map(flag -> flag.path("caseId").asText())
                        .toList());
        for (JsonNode flag : expected) {
            Flag found = Objects.requireNonNull(flags.get(flag.path("caseId").asText()));
            assertThat(found.level()).hasToString(flag.path("level").asText());
            assertThat(found.score()).isCloseTo(flag.path("score").asDouble(), within(0.051));
        }
        assertThat(diff.after().detection().flags()).isEqualTo(flags);
        assertThat(problems.toString()).isEmpty();
    }

    @Test
    void flagsThatNeedACapGoWithIt() throws Exception {
        Path loose = book(
                "loose.yaml",
                RuleBooks.shippedYaml()
                        .replace("caps: { day: 30 }", "caps: { day: 3000 }")
                        .replace("caps: { day: 45 }", "caps: { day: 4500 }"));
        JsonNode flags = tables(loose.toString()).rows("flags");
        replayed("flags");
        replayed("loose", "--rules", loose.toString());
        Map<String, String> strict = levels("flags");
        Map<String, String> after = levels("loose");
        int changed = 0;
        for (String caseId : strict.keySet()) {
            changed += strict.get(caseId).equals(after.get(caseId)) ? 0 : 1;
        }
        changed += (int)
                after.keySet().stream().filter(id -> !strict.containsKey(id)).count();
        assertThat(flags).hasSize(changed);
        for (JsonNode flag : flags) {
            String caseId = flag.path("caseId").asText();
            assertThat(flag.path("levelBefore").asText("")).isEqualTo(strict.getOrDefault(caseId, "null"));
            assertThat(flag.path("flagChange").asText())
                    .isEqualTo(
                            !strict.containsKey(caseId)
                                    ? "appears"
                                    : after.containsKey(caseId) ? "changes" : "vanishes");
        }
        assertThat(changed).isPositive();
    }

    private static Map<String, String> levels(String out) throws IOException {
        Map<String, String> levels = new TreeMap<>();
        for (JsonNode flag : lines(Files.readString(directory.resolve(out).resolve("flags.ndjson")))) {
            levels.put(flag.path("caseId").asText(), flag.path("level").asText());
        }
        return levels;
    }

    @Test
    void aBookAgainstItselfChangesNothing() throws Exception {
        String same = candidate().toString();
        Tables tables = tables(same, "--against", same);
        assertThat(tables.total("pointsChange")).isZero();
        assertThat(tables.total("forfeitedChange")).isZero();
        assertThat(tables.rows("accounts")).isEmpty();
        assertThat(tables.rows("flags")).isEmpty();
    }

    @Test
    void theSameFilesGiveTheSameTextInEachForm() throws Exception {
        for (String form : List.of("text", "csv", "json")) {
            String[] args = {
                "rules", "diff", candidate().toString(), "--events", events.toString(), "--format", form, "--top", "3"
            };
            Cli.Result once = Cli.run(args);
            assertThat(once.status()).isZero();
            assertThat(Cli.run(args).out()).isEqualTo(once.out());
        }
    }

    @Test
    void csvIsOneTableAndTextMany() throws Exception {
        String[] diff = {
            "rules", "diff", candidate().toString(), "--events", events.toString(), "--no-farming", "--top", "2"
        };
        List<String> csv = Cli.run(with(diff, "--format", "csv")).out().lines().toList();
        assertThat(csv.getFirst()).isEqualTo("part,name,measure,before,after,change");
        assertThat(csv).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(6));
        assertThat(csv).anyMatch(line -> line.startsWith("categories,CONSUMPTION,points,"));
        assertThat(csv).anyMatch(line -> line.startsWith("caps,pay.jd/TRANSACTION,forfeited,"));
        assertThat(Cli.run(diff).out()).contains("By category", "By rule", "Accounts that gain most", "2 of ");
        assertThat(Cli.run(with(diff, "--lang", "zh")).out()).contains("按类别", "积分变化");
    }

    private static String[] with(String[] args, String... more) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void badLinesAreNamedAndTheRestGoesOn() throws Exception {
        List<String> some = new ArrayList<>(Files.readAllLines(events).subList(0, 50));
        some.add(10, "{\"type\":\"payment.dreamt\"}");
        some.add(
                "{\"type\":\"membership.signed-in\",\"eventId\":\"x\",\"accountId\":\"x\",\"occurredAt\":\"+12000-01-01T00:00:00Z\"}");
        Path mixed = Files.write(directory.resolve("mixed.ndjson"), some);
        Cli.Result diff = Cli.run("rules", "diff", candidate().toString(), "--events", mixed.toString());
        assertThat(diff.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(diff.err().lines().toList())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith(mixed + ":11: type: "),
                        last -> assertThat(last).startsWith(mixed + ":52: "));
        assertThat(diff.out()).contains("By category");
    }

    @Test
    void wrongBooksAndFilesAreFailuresAndWrongOptionsUsage() throws Exception {
        String good = candidate().toString();
        String bad = book("bad.yaml", "language: 1\nzone: Mars\n").toString();
        String file = events.toString();
        assertThat(Cli.run("rules", "diff", bad, "--events", file).status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(Cli.run("rules", "diff", bad, "--events", file).err()).contains("bad.yaml:2:7: ");
        assertThat(Cli.run("rules", "diff", good, "--events", file, "--against", bad)
                        .status())
                .isEqualTo(ExitStatus.FAILURE);
        Cli.Result missing = Cli.run(
                "rules", "diff", good, "--events", directory.resolve("none").toString());
        assertThat(missing.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(missing.err()).contains("none: no such file or directory").hasLineCount(1);
        assertThat(Cli.run("rules", "diff", good).status()).isEqualTo(ExitStatus.USAGE);
        assertThat(Cli.run("rules", "diff", "--events", file).status()).isEqualTo(ExitStatus.USAGE);
        assertThat(Cli.run("rules", "diff", good, "--events", file, "--format", "xml")
                        .status())
                .isEqualTo(ExitStatus.USAGE);
        assertThat(Cli.run("rules", "diff", good, "--events", file, "--top", "-1")
                        .status())
                .isEqualTo(ExitStatus.USAGE);
    }
}
