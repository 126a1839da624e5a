package io.pointstream.app.replay;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.app.Cli;
import io.pointstream.app.ExitStatus;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.engine.rules.RuleBooks.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    private static final List<String> FILES = List.of(
            "decisions.ndjson",
            "postings.ndjson",
            "balances.ndjson",
            "notices.ndjson",
            "signals.ndjson",
            "flags.ndjson",
            "summary.json");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final StringWriter problems = new StringWriter();

    private static String signIn(String account, String eventId, String time) {
        return "{\"type\":\"membership.signed-in\",\"eventId\":\"" + eventId + "\",\"accountId\":\"" + account
                + "\",\"occurredAt\":\"" + time + "\"}\n";
    }

    private static String like(String account, String eventId, String time, String video, String device) {
        return "{\"type\":\"social.video-liked\",\"eventId\":\"" + eventId + "\",\"accountId\":\"" + account
                + "\",\"occurredAt\":\"" + time + "\",\"videoId\":\"" + video + "\",\"deviceId\":\"" + device + "\"}\n";
    }

    private static String payment(String account, String eventId, String time, int fen) {
        return "{\"type\":\"payment.settled\",\"eventId\":\"" + eventId + "\",\"accountId\":\"" + account
                + "\",\"occurredAt\":\"" + time + "\",\"paymentId\":\"p-" + eventId
                + "\",\"channel\":\"OFFLINE_QR\",\"merchantId\":\"m\",\"amountFen\":" + fen + "}\n";
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("", lines));
    }

    private boolean replay(List<Path> files, String out) throws IOException {
        return new Replay(RuleBooks.shipped(), Lists.NONE, true, new PrintWriter(problems))
                .run(files, directory.resolve(out));
    }

    private List<String> lines(String out, String file) throws IOException {
        return Files.readAllLines(directory.resolve(out).resolve(file));
    }

    @Test
    void everyEventLeavesADecisionAndEveryAccountItsBalance() throws IOException {
        Path events = file(
                "e.ndjson",
                payment("b", "e1", "2026-05-20T10:00:00+08:00", 12_300),
                signIn("a", "e2", "2026-05-20T03:00:00Z"),
                payment("b", "e1", "2026-05-20T04:00:00Z", 999));

        assertThat(replay(List.of(events), "out")).isTrue();

        assertThat(lines("out", "decisions.ndjson"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("{\"eventId\":\"e1\",\"accountId\":\"b\"")
                                .contains("\"outcome\":\"AWARDED\"", "\"grantedPoints\":123"),
                        second -> assertThat(second).contains("\"eventId\":\"e2\"", "\"grantedPoints\":5"),
                        third -> assertThat(third).contains("\"outcome\":\"DUPLICATE\""));
        assertThat(lines("out", "balances.ndjson"))
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("{\"accountId\":\"a\",\"available\":5,"),
                        b -> assertThat(b).startsWith("{\"accountId\":\"b\",\"available\":123,"));
        assertThat(lines("out", "postings.ndjson")).hasSize(2);
        assertThat(Files.readString(directory.resolve("out/summary.json")))
                .contains("\"events\" : 3", "\"decisions\" : 3", "\"ledgerSum\" : 0", "\"ownersBalance\" : 128");
        assertThat(problems.toString()).isEmpty();
    }

    @Test
    void theEndOfTheInputIsATickForAccountsToWhichNothingHappens() throws IOException {
        Path events = file(
                "e.ndjson",
                payment("idle", "e1", "2026-05-20T10:00:00+08:00", 12_300),
                signIn("busy", "e2", "2030-01-02T03:00:00Z"));

        replay(List.of(events), "out");

        assertThat(lines("out", "postings.ndjson"))
                .anySatisfy(posting -> assertThat(posting)
                        .contains("\"accountId\":\"idle\"", "\"kind\":\"EXPIRE\"", "\"points\":-123"));
        assertThat(lines("out", "balances.ndjson"))
                .anySatisfy(idle -> assertThat(idle).startsWith("{\"accountId\":\"idle\",\"available\":0,"));
        assertThat(lines("out", "notices.ndjson")).isNotEmpty();
    }

    @Test
    void severalFilesAreMergedByTimeAndKeepTheirOwnOrder() throws IOException {
        Path one = file(
                "one.ndjson",
                signIn("a", "one-1", "2026-05-20T01:00:00Z"),
                signIn("a", "one-2", "2026-05-20T05:00:00Z"),
                signIn("a", "one-late", "2026-05-20T02:00:00Z"));
        Path two = file(
                "two.ndjson",
                signIn("b", "two-1", "2026-05-20T01:00:00Z"),
                signIn("b", "two-2", "2026-05-20T03:00:00Z"),
                signIn("b", "two-3", "2026-05-20T06:00:00Z"));

        replay(List.of(one, two), "out");

        assertThat(lines("out", "decisions.ndjson"))
                .extracting(line -> line.replaceAll("\\{\"eventId\":\"([^\"]*)\".*", "$1"))
                .containsExactly("one-1", "two-1", "two-2", "one-2", "one-late", "two-3");
    }

    @Test
    void badLinesAreNamedAndCountedAndTheRestGoesOn() throws IOException {
        Path events = file(
                "e.ndjson",
                signIn("a", "e1", "2026-05-20T01:00:00Z"),
                "{\"type\":\"payment.settled\"}\n",
                "no json\n",
                signIn("a", "e2", "2026-05-21T01:00:00Z"));

        assertThat(replay(List.of(events), "out")).isFalse();

        assertThat(lines("out", "decisions.ndjson")).hasSize(2);
        assertThat(problems.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith(events + ":2: "),
                        second -> assertThat(second).startsWith(events + ":3: "));
        assertThat(Files.readString(directory.resolve("out/summary.json"))).contains("\"badLines\" : 2");
    }

    /** Sixty payments of one yuan in a minute, each to another shop and at no steady pace: the fortieth is sure to be no person's. */
    private static String burst(String account) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 60; i++) {
            String time = "2026-05-20T01:00:%02d.%03dZ".formatted(i - 1, i * i * 383 % 1000);
            text.append(payment(account, "e" + i, time, 100).replace("\"m\"", "\"m-" + account + i + "\""));
        }
        return text.toString();
    }

    private static String review(String account, String eventId, String time, String decision) {
        return "{\"type\":\"review.decided\",\"eventId\":\"" + eventId + "\",\"accountId\":\"" + account
                + "\",\"occurredAt\":\"" + time + "\",\"caseId\":\"account-" + account + "\",\"decision\":\"" + decision
                + "\",\"reviewer\":\"bob\",\"note\":\"\"}\n";
    }

    private List<String> outcomes(String out) throws IOException {
        return lines(out, "decisions.ndjson").stream()
                .map(line -> line.replaceAll(".*\"outcome\":\"([A-Z_]*)\".*", "$1"))
                .toList();
    }

    @Test
    void aHoldDivertsFromTheAccountsNextEventOn() throws IOException {
        Path events = file("e.ndjson", burst("bot"), payment("person", "p", "2026-05-20T01:01:00Z", 100));

        replay(List.of(events), "out");

        List<String> outcomes = outcomes("out");
        assertThat(outcomes.subList(0, 40)).containsOnly("AWARDED");
        assertThat(outcomes.subList(40, 60)).containsOnly("HELD");
        assertThat(outcomes.get(60)).isEqualTo("AWARDED");
        assertThat(lines("out", "balances.ndjson").getFirst())
                .startsWith("{\"accountId\":\"bot\",\"available\":40,\"held\":20,");
        assertThat(lines("out", "flags.ndjson").getFirst())
                .contains(
                        "\"level\":\"HOLD\"",
                        "\"status\":\"OPEN\"",
                        "would not be flagged if VELOCITY were below 0.75");
    }

    @Test
    void whatWasOnAListCountsForTheEventsOfItsTime() throws Exception {
        Path events = file("e.ndjson", burst("bot"), like("thief", "t1", "2026-05-20T06:00:00Z", "v", "stolen"));
        Path lists = file(
                "lists.ndjson",
                "{\"id\":\"e1\",\"list\":\"SNOOZE\",\"kind\":\"ACCOUNT\",\"value\":\"bot\",\"from\":\"2026-05-01T00:00:00Z\","
                        + "\"until\":\"2026-06-01T00:00:00Z\",\"reason\":\"我们认识\",\"owner\":\"lin\"}\n\n",
                "{\"id\":\"e2\",\"list\":\"DENY\",\"kind\":\"DEVICE\",\"value\":\"stolen\",\"from\":\"2026-05-20T06:00:00Z\","
                        + "\"until\":null,\"reason\":\"gone\",\"owner\":\"lin\",\"removed\":false}\n");

        new Replay(RuleBooks.shipped(), ListFile.read(lists), true, new PrintWriter(problems))
                .run(List.of(events), directory.resolve("out"));

        assertThat(lines("out", "flags.ndjson"))
                .singleElement()
                .satisfies(flag -> assertThat(flag)
                        .contains("\"caseId\":\"account-thief\"", "\"level\":\"HOLD\"", "\"code\":\"DENY_LISTED\""));
        assertThat(lines("out", "signals.ndjson"))
                .anySatisfy(signal -> assertThat(signal).endsWith(",\"suppressedBy\":\"e1\"}"));

        Path again = directory.resolve("again");
        new Replay(RuleBooks.shipped(), ListFile.read(lists), true, new PrintWriter(problems))
                .run(List.of(events), again);
        assertThat(again.resolve("signals.ndjson"))
                .hasSameBinaryContentAs(directory.resolve("out").resolve("signals.ndjson"));
    }

    @Test
    void aListThatIsWrongIsNotReplayedWithAndTheLineIsNamed() throws Exception {
        Path events = file("e.ndjson", signIn("a", "e1", "2026-05-20T03:00:00Z"));
        for (String wrong : List.of(
                "{}",
                "{\"id\":",
                "[]",
                "{\"id\":\"e\",\"list\":\"SNOOZE\",\"kind\":\"ACCOUNT\","
                        + "\"value\":\"a\",\"from\":\"2026-05-01T00:00:00Z\",\"reason\":\"r\",\"owner\":\"o\"}")) {
            Path lists = file("lists.ndjson", "\n", wrong);
            Cli.Result result = Cli.run(
                    "replay",
                    "--events",
                    events.toString(),
                    "--lists",
                    lists.toString(),
                    "--out",
                    directory + "/wrong");
            assertThat(result.status()).as(wrong).isEqualTo(ExitStatus.FAILURE);
            assertThat(result.err()).as(wrong).startsWith(lists + ":2: ");
        }
        assertThat(directory.resolve("wrong")).doesNotExist();
    }

    @Test
    void aDetectorInShadowHoldsNothingAndSaysInAFileOfItsOwnWhatItWould() throws IOException {
        Path events = file("e.ndjson", burst("bot"));
        String shadow = RuleBooks.shippedYaml() + "farming: { score: { shadow: { detectors: [VELOCITY] } } }\n";
        Path out = directory.resolve("out");
        new Replay(
                        RuleBooks.of(List.of(new Version(1, Instant.EPOCH, RuleBookParser.parse(shadow, "shadow")))),
                        Lists.NONE,
                        true,
                        new PrintWriter(problems))
                .run(List.of(events), out);

        assertThat(outcomes("out")).containsOnly("AWARDED");
        assertThat(lines("out", "flags.ndjson")).isEmpty();
        assertThat(lines("out", "signals.ndjson"))
                .isNotEmpty()
                .allMatch(signal -> signal.contains("\"code\":\"VELOCITY\"") && signal.endsWith(",\"shadow\":true}"));
        assertThat(lines("out", "shadow-flags.ndjson"))
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains("\"caseId\":\"account-bot\"", "\"level\":\"HOLD\"", "\"status\":\"OPEN\"");

        replay(List.of(events), "out");
        assertThat(out.resolve("shadow-flags.ndjson")).doesNotExist();
        assertThat(lines("out", "flags.ndjson")).hasSize(1);
    }

    @Test
    void reviewersEndAHoldAndWhatTheySayOfNoCaseIsRefused() throws IOException {
        Path events = file(
                "e.ndjson",
                burst("bot"),
                review("bot", "r1", "2026-05-20T02:00:00Z", "CLEAR"),
                review("bot", "r2", "2026-05-20T02:01:00Z", "CLEAR"),
                payment("bot", "p1", "2026-05-20T03:00:00Z", 100),
                burst("farmer"),
                review("farmer", "r1", "2026-05-20T04:00:00Z", "CONFIRM"),
                payment("farmer", "p1", "2026-05-20T05:00:00Z", 100),
                review("farmer", "r2", "2026-05-20T06:00:00Z", "REINSTATE"),
                payment("farmer", "p2", "2026-05-20T07:00:00Z", 100));

        assertThat(replay(List.of(events), "out")).isTrue();

        List<String> outcomes = outcomes("out");
        assertThat(outcomes.subList(60, 63)).containsExactly("APPLIED", "NOT_ELIGIBLE", "AWARDED");
        assertThat(outcomes.subList(123, 127)).containsExactly("APPLIED", "NOT_ELIGIBLE", "APPLIED", "AWARDED");
        assertThat(lines("out", "decisions.ndjson").get(61)).contains("case account-bot is not open");
        assertThat(lines("out", "balances.ndjson"))
                .satisfiesExactly(
                        bot -> assertThat(bot).contains("\"available\":61,\"held\":0,"),
                        farmer -> assertThat(farmer).contains("\"available\":41,\"held\":0,"));
        assertThat(lines("out", "flags.ndjson"))
                .satisfiesExactly(
                        bot -> assertThat(bot).contains("\"status\":\"CLOSED\"", "\"cause\":\"CLEARED\""),
                        farmer -> assertThat(farmer).contains("\"cause\":\"REINSTATED\""));
        assertThat(Files.readString(directory.resolve("out/summary.json"))).contains("\"ledgerSum\" : 0");
    }

    @Test
    void aDecisionOnACaseThatHasGoneIntoAnotherIsRefusedAndTheOtherOneIsDecided() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int day = 1; day <= 8; day++) {
            for (int act = 0; act < 8; act++) {
                for (int account = 0; account < 24; account++) {
                    String device = account < 12 ? "one" : "two";
                    String id = "e" + day + act;
                    String time = "2026-05-%02dT%02d:%02d:%02dZ".formatted(day, 1 + day * day % 7, act, account * 2);
                    // First each on its device, one at a time, later all of them in step.
                    if (day > 4) {
                        text.append(like(device + account % 12, id, time, "list-" + id, device));
                    } else if (act == 0) {
                        text.append(like(device + account % 12, id, time, account + "-" + id, device));
                    }
                }
            }
        }
        Path acts = file("acts.ndjson", text.toString());
        Path decisions = file(
                "decisions.ndjson",
                review("two5", "r1", "2026-05-09T01:00:00Z", "CONFIRM").replace("account-two5", "ring-two0"),
                review("two5", "r2", "2026-05-09T02:00:00Z", "CLEAR").replace("account-two5", "ring-one0"),
                signIn("two6", "last", "2026-05-09T03:00:00Z"));

        assertThat(replay(List.of(acts, decisions), "out")).isTrue();

        assertThat(lines("out", "flags.ndjson"))
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).contains("\"caseId\":\"ring-one0\"", "\"cause\":\"CLEARED\""),
                        two -> assertThat(two).contains("\"caseId\":\"ring-two0\"", "\"mergedInto\":\"ring-one0\""));
        List<String> all = lines("out", "decisions.ndjson");
        assertThat(all.subList(all.size() - 3, all.size()))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("\"outcome\":\"NOT_ELIGIBLE\"", "case ring-two0 is not open"),
                        second -> assertThat(second).contains("\"outcome\":\"APPLIED\""),
                        last -> assertThat(last).contains("\"outcome\":\"AWARDED\""));
        assertThat(lines("out", "balances.ndjson"))
                .hasSize(24)
                .allSatisfy(balance -> assertThat(balance).contains("\"held\":0,"));
    }

    @Test
    void withoutDetectionNothingIsHeld() throws IOException {
        Path events = file("e.ndjson", burst("bot"));
        new Replay(RuleBooks.shipped(), Lists.NONE, false, new PrintWriter(problems))
                .run(List.of(events), directory.resolve("out"));
        assertThat(outcomes("out")).containsOnly("AWARDED");
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String time = "2026-05-20T%02d:%02d:00Z".formatted(i / 60, i % 60);
            text.append(payment("a" + i % 7, "e" + i, time, 100 + i * 37));
        }
        text.append(burst("bot"));
        Path events = file("e.ndjson", text.toString());

        replay(List.of(events), "one");
        replay(List.of(events), "two");

        for (String name : FILES) {
            assertThat(directory.resolve("two").resolve(name))
                    .hasSameBinaryContentAs(directory.resolve("one").resolve(name));
        }
    }

    @Test
    void anEmptyFileGivesEmptyResults() throws IOException {
        assertThat(replay(List.of(file("empty.ndjson")), "out")).isTrue();
        assertThat(lines("out", "decisions.ndjson")).isEmpty();
        assertThat(directory.resolve("out")).isDirectoryContaining(path -> path.endsWith("summary.json"));
    }

    /** One farms on the first day, one on the third; from the second on, nobody is flagged for it. */
    @Test
    void thresholdsAreThoseOfTheRuleBookThatIsInForceAtTheTime() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int day = 20; day <= 22; day += 2) {
            for (int i = 0; i < 100; i++) {
                text.append("{\"type\":\"social.video-liked\",\"eventId\":\"e%d-%d\",\"accountId\":\"farmer-%d\","
                                .formatted(day, i, day))
                        .append("\"occurredAt\":\"2026-05-%dT10:00:%02d.%d00Z\",\"videoId\":\"v%d\"}\n"
                                .formatted(day, i / 5, i % 5, i));
            }
        }
        String lenient = RuleBooks.shippedYaml() + """

                farming:
                  score: { weights: { VELOCITY: 10, CLOCKWORK: 10 } }
                """;
        RuleBooks versions = RuleBooks.of(List.of(
                new Version(1, Instant.EPOCH, RuleBookParser.parse(RuleBooks.shippedYaml(), "first")),
                new Version(2, Instant.parse("2026-05-21T00:00:00Z"), RuleBookParser.parse(lenient, "lenient"))));

        new Replay(versions, Lists.NONE, true, new PrintWriter(problems))
                .run(List.of(file("e.ndjson", text.toString())), directory.resolve("out"));

        assertThat(lines("out", "flags.ndjson"))
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains("\"accountId\":\"farmer-20\"");
        assertThat(lines("out", "signals.ndjson")).anyMatch(signal -> signal.contains("\"accountId\":\"farmer-22\""));
    }
}
