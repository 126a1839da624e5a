package io.pointstream.app.run;

import io.pointstream.app.CommandFailure;
import io.pointstream.app.config.RunConfig;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.schemas.TopicAdmin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The desk for one command: what is done at it is an act in the log, like everything that is done in the console. */
public final class CommandDesk {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CommandDesk() {}

    /**
     * Waits for the broker, opens the desk, and works at it.
     *
     * @throws CommandFailure when the log of acts cannot be read in time
     */
    public static void with(RunConfig config, Consumer<Desk> work) throws InterruptedException {
        TopicAdmin.create(config.kafka().properties(), config.kafka().topics());
        try (Desk desk = Service.desk(config, InstantSource.system())) {
            if (!desk.awaitOpen(PATIENCE)) {
                throw new CommandFailure("the log of acts could not be read within " + PATIENCE.toSeconds() + " s");
            }
            work.accept(desk);
        }
    }
}
