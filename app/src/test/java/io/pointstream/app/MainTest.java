package io.pointstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MainTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    static Stream<String> verbs() {
        return paths("", Main.commandLine());
    }

    private static Stream<String> paths(String prefix, CommandLine command) {
        return command.getSubcommands().entrySet().stream().flatMap(each -> {
            String path = (prefix + " " + each.getKey()).strip();
            return Stream.concat(Stream.of(path), paths(path, each.getValue()));
        });
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbHelps(String verb) {
        Cli.Result help = Cli.run((verb + " --help").split(" ", -1));
        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("Usage: pointstream " + verb).contains("--verbose");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbRefusesAnUnknownOption(String verb) {
        Cli.Result wrong = Cli.run((verb + " --no-such-option").split(" ", -1));
        assertThat(wrong.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(wrong.err().lines()).hasSize(2);
        assertThat(wrong.err()).contains("Try 'pointstream " + verb);
    }

    @Test
    void listsItsVerbs() {
        assertThat(Cli.run("--help").out()).contains("ingest", "report", "rules", "test");
    }

    @Test
    void saysItsVersion() {
        Cli.Result version = Cli.run("--version");
        assertThat(version.status()).isZero();
        assertThat(version.out()).matches("pointstream \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(Java 2[5-9].*\\)\\R");
    }

    @Test
    void wantsAVerb() {
        assertThat(Cli.run().status()).isEqualTo(ExitStatus.USAGE);
        assertThat(Cli.run("cook").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(Cli.run("report").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(Cli.run("rules").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(Cli.run("ingest").status()).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void saysInOneLineWhatAUserDidWrong() {
        Cli.Result missing = Cli.run("ingest", directory.resolve("none.ndjson").toString());
        assertThat(missing.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(missing.err())
                .isEqualTo("pointstream ingest: " + directory.resolve("none.ndjson") + ": no such file or directory\n");
    }

    @Test
    void showsTheStackOnlyWhenAsked() {
        String none = directory.resolve("none.ndjson").toString();
        assertThat(Cli.run("ingest", none).err()).doesNotContain("\tat ");
        assertThat(Cli.run("--verbose", "ingest", none).err()).contains("\tat ");
        assertThat(Cli.run("ingest", "--verbose", none).err()).contains("\tat ");
    }

    @Test
    void namesEveryProblemOfAConfiguration() throws Exception {
        Path config = Files.writeString(directory.resolve("c.yaml"), "kafka:\n  servers: x\nsink:\n  batch-age: 3\n");
        Path events = Files.writeString(directory.resolve("e.ndjson"), "");
        Cli.Result wrong = Cli.run("ingest", "--config", config.toString(), events.toString());
        assertThat(wrong.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(wrong.err()).contains(config + ":2: unknown property", config + ":4: sink.batch-age");
    }

    @Test
    void refusesARuleBookWithPlaces() throws Exception {
        Path book = Files.writeString(directory.resolve("book.yaml"), "language: 1\nzone: Mars/Olympus\n");
        Cli.Result wrong = Cli.run("rules", "check", book.toString());
        assertThat(wrong.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(wrong.err()).contains(book + ":2:7: unknown time zone");
    }
}
