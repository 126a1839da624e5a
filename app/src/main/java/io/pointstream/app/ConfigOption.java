package io.pointstream.app;

import io.pointstream.app.config.ConfigException;
import io.pointstream.app.config.RunConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --config FILE}, for every verb that talks to existing servers. */
public final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "YAML as in config/pointstream.example.yaml; environment variables POINTSTREAM_… override it.")
    private Optional<Path> file = Optional.empty();

    /** What the file and the environment say. */
    public RunConfig load() throws IOException, ConfigException {
        return RunConfig.load(file, System.getenv());
    }
}
