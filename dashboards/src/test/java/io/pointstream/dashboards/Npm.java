package io.pointstream.dashboards;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What tests need of npm, by lock file; installed once in a run. */
final class Npm {

    private static final Path SOURCE = Path.of("src/test/npm");
    private static final Path WORK = Path.of("target/npm");

    private static boolean installed;

    private Npm() {}

    /** The directory that has {@code node_modules}, and our own scripts beside it. */
    static synchronized Path directory() throws IOException, InterruptedException {
        if (installed) {
            return WORK;
        }
        Files.createDirectories(WORK);
        for (String file : List.of("package.json", "package-lock.json", "provider.mjs")) {
            Files.copy(SOURCE.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm = new ProcessBuilder(
                        "npm",
                        "ci",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--prefer-offline",
                        "--loglevel=error")
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .start();
        // Not inherited: the test runner talks to this process over its standard streams.
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (npm.waitFor() != 0) {
            throw new IOException("npm ci ended with status " + npm.exitValue() + ": " + said);
        }
        installed = true;
        return WORK;
    }
}
