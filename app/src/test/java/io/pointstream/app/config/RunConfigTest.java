package io.pointstream.app.config;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.app.config.ConfigBinder.Known;
import io.pointstream.app.config.RunConfig.Role;
import io.pointstream.dashboards.desk.DeskConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void defaults() {
        assertThat(ConfigBinder.known(RunConfig.class).stream().collect(toMap(Known::name, Known::defaultValue)))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("roles", "points,farming,sink,console"),
                        Map.entry("kafka.bootstrap-servers", "localhost:9092"),
                        Map.entry("kafka.partitions", "4"),
                        Map.entry("kafka.replication-factor", "-1"),
                        Map.entry("kafka.client", ""),
                        Map.entry("schema-registry.url", "http://localhost:8081"),
                        Map.entry("schema-registry.user", ""),
                        Map.entry("schema-registry.password", ""),
                        Map.entry("schema-registry.serde-class", "io.pointstream.schemas.serde.AvroSerde"),
                        Map.entry("clickhouse.url", "http://localhost:8123"),
                        Map.entry("clickhouse.user", "default"),
                        Map.entry("clickhouse.password", ""),
                        Map.entry("clickhouse.database", "pointstream"),
                        Map.entry("rules.file", ""),
                        Map.entry("streams.state-dir", "data/state"),
                        Map.entry("streams.threads", "2"),
                        Map.entry("streams.commit-interval", "100ms"),
                        Map.entry("sink.batch-rows", "100000"),
                        Map.entry("sink.batch-bytes", "32MiB"),
                        Map.entry("sink.batch-age", "1s"),
                        Map.entry("sink.reconcile-every", "1h"),
                        Map.entry("sink.memory", "256MiB"),
                        Map.entry("sink.insert-timeout", "30s"),
                        Map.entry("sink.insert-settings", ""),
                        Map.entry("sink.inserters", "4"),
                        Map.entry("console.host", "0.0.0.0"),
                        Map.entry("console.port", "8080"),
                        Map.entry("console.anonymous", ""),
                        Map.entry("console.openid.issuer", ""),
                        Map.entry("console.openid.client-id", ""),
                        Map.entry("console.openid.client-secret", ""),
                        Map.entry("console.openid.name-claim", "preferred_username"),
                        Map.entry("console.openid.roles-claim", "roles"),
                        Map.entry("console.openid.address", "http://localhost:8080"),
                        Map.entry("desk.session", "12h"),
                        Map.entry("desk.lock", "15m"),
                        Map.entry("desk.due-after-hold", "1d"),
                        Map.entry("desk.due-after-review", "3d"),
                        Map.entry("desk.claw-back-max", "10000"),
                        Map.entry("desk.accounts-max", "10"),
                        Map.entry("desk.approvers", "supervisor"),
                        Map.entry("intake.body-bytes", "8MiB"),
                        Map.entry("intake.body-lines", "10000"),
                        Map.entry("intake.memory", "32MiB"),
                        Map.entry("peers.address", ""),
                        Map.entry("peers.secret", ""),
                        Map.entry("peers.points", "")));
    }

    @Test
    void everyPropertyHasHelpAndAnEnvironmentVariable() {
        assertThat(ConfigBinder.known(RunConfig.class)).allSatisfy(known -> {
            assertThat(known.help()).endsWith(".");
            assertThat(known.variable())
                    .isEqualTo("POINTSTREAM_"
                            + known.name().toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"));
        });
    }

    @Test
    void theExampleShowsEveryPropertyWithItsDefault() throws Exception {
        Path example = Path.of("../config/pointstream.example.yaml");
        assertThat(RunConfig.load(Optional.of(example), Map.of()))
                .isEqualTo(RunConfig.load(Optional.empty(), Map.of()));
        assertThat(ConfigSource.yaml(example).values().keySet())
                .containsAll(ConfigBinder.known(RunConfig.class).stream()
                        .filter(known -> !known.open())
                        .map(Known::name)
                        .toList());
    }

    @Test
    void readsTheFileAndTheEnvironmentWins() throws Exception {
        Path file = file("""
            roles: [sink, console]
            kafka:
              bootstrap-servers: broker:9092
              client:
                security.protocol: SASL_SSL
            streams:
              commit-interval: 1s
            sink: {batch-bytes: 1MiB}
            """);
        RunConfig config = RunConfig.load(
                Optional.of(file),
                Map.of(
                        "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS", "other:9092",
                        "POINTSTREAM_KAFKA_CLIENT_SASL_MECHANISM", "PLAIN",
                        "POINTSTREAM_CLICKHOUSE_PASSWORD", "geheim",
                        "PATH", "/bin"));
        assertThat(config.roles()).containsExactly(Role.SINK, Role.CONSOLE);
        assertThat(config.kafka().bootstrapServers()).isEqualTo("other:9092");
        assertThat(config.kafka().client())
                .isEqualTo(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN"));
        assertThat(config.streams().commitInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.sink().batchBytes()).isEqualTo(new DataSize(1 << 20));
        assertThat(config.clickhouse().password().value()).isEqualTo("geheim");
        assertThat(config.toString()).doesNotContain("geheim");
    }

    @Test
    void namesFileAndLineOfEveryProblem() throws Exception {
        Path file = file("""
            kafka:
              bootstrap-server: broker:9092
              partitions: many
            streams:
              commit-interval: 100
            roles: points,cashier
            """);
        assertThatThrownBy(() -> RunConfig.load(Optional.of(file), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        file + ":2: unknown property kafka.bootstrap-server (did you mean kafka.bootstrap-servers?)")
                .hasMessageContaining(file + ":3: kafka.partitions: expected a whole number, found 'many'")
                .hasMessageContaining(file + ":5: streams.commit-interval: expected a duration with its unit")
                .hasMessageContaining(file + ":6: roles: expected one of points, farming, sink, console");
    }

    @Test
    void processesThatReachEachOtherShareAToken() throws Exception {
        assertThatThrownBy(() -> RunConfig.load(Optional.empty(), Map.of("POINTSTREAM_PEERS_ADDRESS", "points-1:8080")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("peers.secret");
        assertThatThrownBy(() -> RunConfig.load(
                        Optional.empty(),
                        Map.of("POINTSTREAM_PEERS_ADDRESS", "points-1", "POINTSTREAM_PEERS_SECRET", "t")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("peers.address: a host and a port, found 'points-1'");
        RunConfig config = RunConfig.load(
                Optional.empty(),
                Map.of("POINTSTREAM_PEERS_POINTS", "http://points:8080", "POINTSTREAM_PEERS_SECRET", "t"));
        assertThat(config.peers().points()).contains(URI.create("http://points:8080"));
        assertThat(config.toString()).doesNotContain("Secret[value=t]");
    }

    @Test
    void refusesAnUnknownVariable() {
        assertThatThrownBy(() -> RunConfig.load(Optional.empty(), Map.of("POINTSTREAM_KAFKA_SERVERS", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("POINTSTREAM_KAFKA_SERVERS: no property has this environment variable");
    }

    @Test
    void theDesksDefaultsAreItsOwn() {
        assertThat(RunConfig.defaults().desk().config()).isEqualTo(DeskConfig.DEFAULT);
    }

    @Test
    void nobodyInParticularIsNoReviewer() {
        assertThatThrownBy(() ->
                        RunConfig.load(Optional.empty(), Map.of("POINTSTREAM_CONSOLE_ANONYMOUS", "viewer,reviewer")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("console.anonymous: viewer and upstream need no name");
    }

    @Test
    void refusesWhatIsNoYaml() throws Exception {
        Path file = file("kafka:\n  a: [1\n");
        assertThatThrownBy(() -> RunConfig.load(Optional.of(file), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ":");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("pointstream.yaml"), text);
    }
}
