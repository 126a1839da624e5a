package io.pointstream.app.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.app.Cli;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.run.Service;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb against a real broker, beside a desk that is open. */
class UsersCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private static Path config;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        config = Files.writeString(directory.resolve("servers.yaml"), """
                kafka:
                  bootstrap-servers: %s
                  replication-factor: 1
                schema-registry:
                  url: mock://users-command
                """.formatted(kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static Cli.Result users(String... args) {
        List<String> all = new ArrayList<>(List.of("users"));
        all.addAll(List.of(args));
        all.addAll(List.of("--config", config.toString()));
        return Cli.run(all.toArray(String[]::new));
    }

    @Test
    void aUserIsAddedKnownToAnOpenDeskAndRemoved() throws Exception {
        Cli.Result added = users("add", "mei", "--role", "reviewer,analyst");
        assertThat(added.err()).isEmpty();
        assertThat(added.out()).matches("mei [A-Za-z0-9_-]{20}\\R");
        String password = added.out().strip().substring("mei ".length());
        RunConfig servers = RunConfig.load(Optional.of(config), Map.of());
        try (Desk desk = Service.desk(servers, InstantSource.system())) {
            assertThat(desk.awaitOpen(Duration.ofSeconds(30))).isTrue();
            assertThat(desk.authenticate("mei", password).orElseThrow().roles())
                    .containsExactlyInAnyOrder(Role.REVIEWER, Role.ANALYST);

            String changed = users("password", "mei").out().strip().substring("mei ".length());
            assertThat(desk.authenticate("mei", password)).isEmpty();
            assertThat(desk.authenticate("mei", changed)).isPresent();

            String token = users("token", "shop-1").out().strip();
            assertThat(desk.state().tokenOf(token).orElseThrow().roles()).containsExactly(Role.UPSTREAM);
            assertThat(users("list").out())
                    .containsSubsequence("user", "mei", "analyst,reviewer", "token", "shop-1", "upstream")
                    .doesNotContain(token)
                    .doesNotContain(changed);
            assertThat(users("token", "shop-1", "--withdraw").status()).isZero();
            assertThat(users("remove", "mei").status()).isZero();
            assertThat(users("list").out()).doesNotContain("mei", "shop-1");
        }
    }

    @Test
    void whatCannotBeIsSaidInOneLine() {
        assertThat(users("add", "bo", "--role", "reviewer").status()).isZero();
        Cli.Result again = users("add", "bo", "--role", "viewer");
        assertThat(again.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(again.err()).isEqualTo("pointstream users add: There is a user bo already\n");
        assertThat(users("remove", "nobody").err()).contains("There is no user nobody");
        assertThat(users("add", "<b>", "--role", "viewer").err()).contains("A name has 1 to 64 letters");
        assertThat(users("add", "x", "--role", "king").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(users("add", "x").status()).isEqualTo(ExitStatus.USAGE);
    }
}
