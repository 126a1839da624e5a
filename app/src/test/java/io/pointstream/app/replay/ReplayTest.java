package io.pointstream.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.rules.RuleBooks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private static String payment(String account, String eventId, String time, int fen) {
        return "{\"type\":\"payment.settled\",\"eventId\":\"" + eventId + "\",\"accountId\":\"" + account
                + "\",\"occurredAt\":\"" + time + "\",\"paymentId\":\"p-" + eventId
                + "\",\"channel\":\"OFFLINE_QR\",\"merchantId\":\"m\",\"amountFen\":" + fen + "}\n";
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("", lines));
    }

    private boolean replay(List<Path> files, String out) throws IOException {
        return new Replay(RuleBooks.shipped(), true, new PrintWriter(problems)).run(files, directory.resolve(out));
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

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String time = "2026-05-20T%02d:%02d:00Z".formatted(i / 60, i % 60);
            text.append(payment("a" + i % 7, "e" + i, time, 100 + i * 37));
        }
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
}
