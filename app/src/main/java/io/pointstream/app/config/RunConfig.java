package io.pointstream.app.config;

import io.pointstream.dashboards.ConsoleConfig;
import io.pointstream.dashboards.access.OpenIdConfig;
import io.pointstream.dashboards.desk.DeskConfig;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.sinks.ClickHouseConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run} and the other verbs need to know about existing servers. Components are properties; the names, the
 * environment variables and the defaults follow from {@link Property}. {@code config/pointstream.example.yaml} shows
 * them all.
 */
public record RunConfig(
        @Property(value = "points,farming,sink,console", help = "What this process does.")
        Set<Role> roles,

        KafkaSection kafka,
        RegistrySection schemaRegistry,
        ClickHouseSection clickhouse,
        RulesSection rules,
        StreamsSection streams,
        SinkSection sink,
        ConsoleSection console,
        DeskSection desk,
        IntakeSection intake,
        PeersSection peers) {

    public record KafkaSection(
            @Property(value = "localhost:9092", help = "Brokers to begin with, host:port with commas between.")
            String bootstrapServers,

            @Property(value = "4", help = "Partitions of a topic that has to be created.")
            int partitions,

            @Property(value = "-1", help = "Replicas of a topic that has to be created; -1 leaves it to the broker.")
            int replicationFactor,

            @Property(value = "", help = "Passed to every Kafka client as they are, such as security.protocol.")
            Map<String, String> client) {

        /** How topics are created. */
        public TopicAdmin.Overrides topics() {
            return new TopicAdmin.Overrides(partitions, replicationFactor < 0 ? null : (short) replicationFactor);
        }

        /** Settings for any Kafka client. */
        public Map<String, Object> properties() {
            Map<String, Object> properties = new HashMap<>(client);
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
            return properties;
        }
    }

    public record RegistrySection(
            @Property(value = "http://localhost:8081", help = "Addresses with commas between, or mock://scope.")
            String url,

            @Property(value = "", help = "User, where the registry asks for one.")
            String user,

            @Property(value = "", help = "Password of that user.")
            Secret password,

            @Property(
                    value = "io.pointstream.schemas.serde.AvroSerde",
                    help = "The Avro serde; Confluent's is"
                            + " io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde.")
            String serdeClass) {

        /** Settings for {@link AvroSerdes}, in Confluent's keys. */
        public Map<String, Object> serdeProperties() {
            Map<String, Object> properties = new HashMap<>();
            properties.put(SchemaRegistryConfig.URL, url);
            properties.put(AvroSerdes.SERDE_CLASS, serdeClass);
            if (!user.isEmpty()) {
                properties.put(SchemaRegistryConfig.CREDENTIALS_SOURCE, "USER_INFO");
                properties.put(SchemaRegistryConfig.USER_INFO, user + ":" + password.value());
            }
            return properties;
        }
    }

    public record ClickHouseSection(
            @Property(value = "http://localhost:8123", help = "The HTTP interface.")
            URI url,

            @Property(value = "default", help = "User; it creates the database and its tables.")
            String user,

            @Property(value = "", help = "Password of that user.")
            Secret password,

            @Property(value = "pointstream", help = "Created when missing.")
            String database) {

        /** As the sink and the reports want it. */
        public ClickHouseConfig connection() {
            return new ClickHouseConfig(url, user, password.value(), database);
        }
    }

    public record RulesSection(
            @Property(
                    value = "",
                    help =
                            "Version 1 of the rule book, in force until a published one is; without it the shipped book.")
            Optional<Path> file) {}

    public record StreamsSection(
            @Property(value = "data/state", help = "Where the local state is kept; rebuilt from Kafka when lost.")
            Path stateDir,

            @Property(value = "2", help = "Stream threads of each application in this process.")
            int threads,

            @Property(value = "100ms", help = "How often results are committed: the floor of the latency.")
            Duration commitInterval) {}

    public record SinkSection(
            @Property(value = "100000", help = "Most rows in one insert.")
            int batchRows,

            @Property(value = "32MiB", help = "Most bytes in one insert.")
            DataSize batchBytes,

            @Property(value = "1s", help = "A batch is inserted at this age at the latest.")
            Duration batchAge,

            @Property(value = "1h", help = "How often Kafka and ClickHouse are compared, for the metrics; 0s: never.")
            Duration reconcileEvery,

            @Property(
                    value = "256MiB",
                    help = "Records in memory, all partitions together; above it partitions are paused.")
            DataSize memory,

            @Property(value = "30s", help = "An insert without an answer is repeated after this time, 1s to 1m.")
            Duration insertTimeout,

            @Property(value = "", help = "ClickHouse settings of every insert, such as insert_quorum.")
            Map<String, String> insertSettings,

            @Property(value = "4", help = "Partitions of which batches are inserted at one time.")
            int inserters) {}

    public record ConsoleSection(
            @Property(value = "0.0.0.0", help = "Address to listen on.")
            String host,

            @Property(value = "8080", help = "Port of the console, health and metrics; 0 takes a free one.")
            int port,

            @Property(value = "", help = "Roles of somebody who has not signed in, such as viewer.")
            Set<io.pointstream.dashboards.desk.Role> anonymous,

            OpenIdSection openid) {

        /** Reached from this machine only, where the address that is printed should just work, for events too. */
        public static ConsoleSection ofThisMachine(int port) {
            return new ConsoleSection(
                    "127.0.0.1",
                    port,
                    Set.of(io.pointstream.dashboards.desk.Role.VIEWER, io.pointstream.dashboards.desk.Role.UPSTREAM),
                    defaults().console().openid());
        }
    }

    public record OpenIdSection(
            @Property(
                    value = "",
                    help = "Issuer of an OpenID Connect provider; without one people have passwords here.")
            String issuer,

            @Property(value = "", help = "Client id of the console there.")
            String clientId,

            @Property(value = "", help = "Client secret of the console there.")
            Secret clientSecret,

            @Property(value = "preferred_username", help = "The claim that is a person's name.")
            String nameClaim,

            @Property(value = "roles", help = "The claim that lists a person's roles, named as here.")
            String rolesClaim,

            @Property(
                    value = "http://localhost:8080",
                    help = "The console as browsers reach it; the provider sends them to /sign-in/openid/back there.")
            URI address) {

        /** The provider, if there is one. */
        public @Nullable OpenIdConfig provider() {
            return issuer.isEmpty()
                    ? null
                    : new OpenIdConfig(
                            URI.create(issuer), clientId, clientSecret.value(), nameClaim, rolesClaim, address);
        }
    }

    public record DeskSection(
            @Property(value = "12h", help = "How long somebody stays signed in.")
            Duration session,

            @Property(value = "15m", help = "How long a case stays with whoever has taken it.")
            Duration lock,

            @Property(value = "1d", help = "A case on hold is to be decided within this time.")
            Duration dueAfterHold,

            @Property(value = "3d", help = "A case to review is to be decided within this time.")
            Duration dueAfterReview,

            @Property(value = "10000", help = "To claw back more points than these takes two people.")
            int clawBackMax,

            @Property(value = "10", help = "To decide about a ring of more accounts than these takes two people.")
            int accountsMax,

            @Property(value = "supervisor", help = "Roles of the second person: supervisor, or also reviewer.")
            Set<io.pointstream.dashboards.desk.Role> approvers) {

        /** How people work. */
        public DeskConfig config() {
            return new DeskConfig(session, lock, dueAfterHold, dueAfterReview, clawBackMax, accountsMax, approvers);
        }
    }

    public record IntakeSection(
            @Property(value = "8MiB", help = "Most bytes of one POST /v1/events, inflated.")
            DataSize bodyBytes,

            @Property(value = "10000", help = "Most lines of one POST /v1/events.")
            int bodyLines,

            @Property(
                    value = "32MiB",
                    help = "Of all such requests under way; beyond it clients are told to come again.")
            DataSize memory) {}

    public record PeersSection(
            @Property(
                    value = "",
                    help =
                            "Host and port at which the service's other processes reach this one, such as points-1:8080.")
            String address,

            @Property(value = "", help = "What these processes show each other; the same in each.")
            Secret secret,

            @Property(
                    value = "",
                    help = "A process with the role points, such as http://points:8080, for a console without it.")
            Optional<URI> points) {

        private static final Pattern HOST_AND_PORT = Pattern.compile("[^:/\\s]+:\\d{1,5}");
    }

    /** What one process of {@code run} can do; each can run in a process of its own. */
    public enum Role {
        POINTS,
        FARMING,
        SINK,
        CONSOLE
    }

    /**
     * The configuration of a file, if there is one, and the environment, which wins.
     *
     * @throws ConfigException with all problems, each with its place
     */
    public static RunConfig load(Optional<Path> file, Map<String, String> environment)
            throws IOException, ConfigException {
        ConfigSource source = file.isPresent() ? ConfigSource.yaml(file.get()) : ConfigSource.empty();
        RunConfig config = ConfigBinder.bind(RunConfig.class, source, environment);
        config.check();
        return config;
    }

    /** What is in force where nothing is said. */
    public static RunConfig defaults() {
        try {
            return ConfigBinder.bind(RunConfig.class, ConfigSource.empty(), Map.of());
        } catch (ConfigException e) {
            throw new IllegalStateException("a default is none", e);
        }
    }

    /** The same for other roles. */
    public RunConfig withRoles(Set<Role> others) {
        return new RunConfig(
                others, kafka, schemaRegistry, clickhouse, rules, streams, sink, console, desk, intake, peers);
    }

    private void check() throws ConfigException {
        if (roles.isEmpty()) {
            throw new ConfigException(List.of("roles: at least one of points, farming, sink, console"));
        }
        if (!ConsoleConfig.ANYBODYS.containsAll(console.anonymous())) {
            throw new ConfigException(
                    List.of("console.anonymous: viewer and upstream need no name, found " + console.anonymous()));
        }
        if (!desk.session().isPositive()
                || !desk.lock().isPositive()
                || desk.approvers().isEmpty()) {
            throw new ConfigException(
                    List.of("desk: session and lock last for some time, and approvers has a role or more"));
        }
        if (kafka.partitions() < 1) {
            throw new ConfigException(List.of("kafka.partitions: at least 1, found " + kafka.partitions()));
        }
        if (streams.threads() < 1) {
            throw new ConfigException(List.of("streams.threads: at least 1, found " + streams.threads()));
        }
        if (intake.bodyBytes().bytes() < 1 || intake.bodyLines() < 1) {
            throw new ConfigException(List.of("intake.body-bytes and intake.body-lines: at least 1"));
        }
        if (intake.memory().bytes() < intake.bodyBytes().bytes()
                || intake.memory().bytes() > Integer.MAX_VALUE) {
            throw new ConfigException(List.of("intake.memory: from intake.body-bytes to below 2GiB"));
        }
        if (!peers.address().isEmpty()
                && !PeersSection.HOST_AND_PORT.matcher(peers.address()).matches()) {
            throw new ConfigException(List.of("peers.address: a host and a port, found '" + peers.address() + "'"));
        }
        if ((!peers.address().isEmpty() || peers.points().isPresent())
                && peers.secret().value().isEmpty()) {
            throw new ConfigException(List.of("peers.secret: needed where peers.address or peers.points is set"));
        }
    }
}
