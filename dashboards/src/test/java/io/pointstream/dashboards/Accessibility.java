package io.pointstream.dashboards;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** The rules of axe-core, asked of a page as it stands in the browser. */
final class Accessibility {

    private static final String AXE = read();

    // One line for each element that breaks a rule: the rule, how serious it is, the element, and what is wrong with
    // it.
    private static final String FINDINGS = """
            async () => {
              const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
              return violations
                .filter((rule) => rule.impact === "serious" || rule.impact === "critical")
                .flatMap((rule) => rule.nodes.map((node) =>
                  `${rule.id} (${rule.impact}): ${node.target.join(" ")}: ${node.failureSummary.split("\\n").at(-1).trim()}`));
            }
            """;

    private Accessibility() {}

    /** What on the page is a serious or critical obstacle. */
    static List<String> obstacles(Page page) {
        // By way of the debugger: the page's own policy allows no script that is not ours.
        page.evaluate(AXE);
        return ((List<?>) page.evaluate(FINDINGS))
                .stream().map(found -> page.url() + " " + found).toList();
    }

    private static String read() {
        try {
            return Files.readString(Npm.directory().resolve("node_modules/axe-core/axe.min.js")) + ";0";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while axe-core was installed", e);
        }
    }
}
