package io.pointstream.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.app.Cli;
import io.pointstream.app.ExitStatus;
import io.pointstream.engine.rules.RuleBooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCheckTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Path book(String yaml) throws IOException {
        return Files.writeString(directory.resolve("book.yaml"), yaml);
    }

    @Test
    void theShippedBookIsGoodAndHasNoWarnings() throws IOException {
        Path book = book(RuleBooks.shippedYaml());
        Cli.Result good = Cli.run("rules", "check", book.toString());
        assertThat(good.status()).isZero();
        assertThat(good.out()).matches("\\S+book\\.yaml: good, \\d+ rules, 0 warnings\\R");
        assertThat(good.err()).isEmpty();
    }

    @Test
    void aWarningHasItsPlaceAndLeavesTheExitStatusZero() throws IOException {
        String yaml = RuleBooks.shippedYaml()
                .replace("when: channel == 'JD'", "when: channel == 'JD' && amountFen < 0 && amountFen > 0");
        Path book = book(yaml);
        int line =
                (int) yaml.substring(0, yaml.indexOf("amountFen < 0")).lines().count();
        Cli.Result warned = Cli.run("rules", "check", book.toString());
        assertThat(warned.status()).isZero();
        assertThat(warned.out()).contains("1 warnings");
        assertThat(warned.err())
                .isEqualTo(book + ":" + line
                        + ":11: warning: rule 'pay.jd' never matches: its condition holds for no event\n");
    }

    @Test
    void problemsAndMissingFilesAreFailuresAndAMissingArgumentIsUsage() throws IOException {
        Cli.Result wrong = Cli.run(
                "rules", "check", book("language: 1\nzone: Mars/Olympus\n").toString());
        assertThat(wrong.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(wrong.err()).contains("book.yaml:2:7: unknown time zone");
        assertThat(wrong.out()).isEmpty();
        assertThat(Cli.run("rules", "check", directory.resolve("none.yaml").toString())
                        .status())
                .isEqualTo(ExitStatus.FAILURE);
        assertThat(Cli.run("rules", "check").status()).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void theHelpSaysWhatAWarningMeansForTheExitStatus() {
        assertThat(Cli.run("rules", "check", "--help").out().replaceAll("\\s+", " "))
                .contains("Warnings leave the exit status 0");
    }
}
