package io.pointstream.app.run;

import io.pointstream.app.CommandFailure;
import io.pointstream.app.ConfigOption;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.Logs;
import io.pointstream.app.StopSignal;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.config.RunConfig.Role;
import io.pointstream.topologies.points.Ticks;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code run}. */
@Command(
        name = "run",
        description = "The long-running service against an existing Kafka, schema registry and ClickHouse.")
public final class RunCommand implements Callable<Integer> {

    private static final long FAILURE_CHECK_MS = 500;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "ROLE",
            description = "What this process does, of ${COMPLETION-CANDIDATES}; all of it by default.")
    private @Nullable Set<Role> roles;

    @Override
    public Integer call() throws Exception {
        Logs.ofService();
        RunConfig loaded = config.load();
        if (roles != null) {
            loaded = loaded.withRoles(EnumSet.copyOf(roles));
        }
        try (StopSignal stop = StopSignal.install();
                Service service = new Service(loaded, Ticks.of(InstantSource.system()))) {
            try {
                service.start();
                while (true) {
                    Optional<String> failure = service.failure();
                    if (failure.isPresent()) {
                        throw new CommandFailure(failure.get());
                    }
                    TimeUnit.MILLISECONDS.sleep(FAILURE_CHECK_MS);
                }
            } catch (InterruptedException | RuntimeException e) {
                if (stop.requested()) {
                    return ExitStatus.SUCCESS;
                }
                throw e;
            }
        }
    }
}
