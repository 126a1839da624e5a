package io.pointstream.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.app.config.RunConfig.Role;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.w3c.dom.Document;

/** What docker-compose.yml says, held against the code, the parent pom and the files it names. */
class DockerComposeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern REQUIRED_VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]+}");

    private final Map<String, Object> compose = compose();
    private final Map<String, Object> services = map(compose, "services");

    @Test
    void everyRoleRunsInOneServiceOfItsName() {
        assertThat(ours().keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Role.values())
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .toList());
        ours().forEach((name, service) ->
                assertThat(environment(service)).as(name).containsEntry("POINTSTREAM_ROLES", name));
    }

    @Test
    void everyVariableIsAPropertyAndEveryAddressIsAService() throws Exception {
        for (Map<String, Object> service : ours().values()) {
            RunConfig config = RunConfig.load(Optional.empty(), environment(service));

            List<String> internal = Stream.of(
                            setting(kafka(), "KAFKA_ADVERTISED_LISTENERS").split(",", -1))
                    .filter(listener -> listener.startsWith("INTERNAL://"))
                    .map(listener -> listener.substring("INTERNAL://".length()))
                    .toList();
            assertThat(internal).containsExactly(config.kafka().bootstrapServers());
            assertThat(config.schemaRegistry().url())
                    .isEqualTo("http://"
                            + environment(service("schema-registry")).get("SCHEMA_REGISTRY_HOST_NAME")
                            + ":8081");
            assertThat(services).containsKey(config.clickhouse().url().getHost());
            assertThat(config.clickhouse().user())
                    .isEqualTo(environment(service("clickhouse")).get("CLICKHOUSE_USER"))
                    .isEqualTo(environment(service("grafana")).get("CLICKHOUSE_USER"));
            assertThat(config.clickhouse().database())
                    .isEqualTo(environment(service("grafana")).get("CLICKHOUSE_DATABASE"));
            assertThat(config.kafka().partitions()).isEqualTo(Topics.ACTIVITY_PAYMENT.partitions());
        }
    }

    @Test
    void programsOnThisHostReachTheServersWithTheDefaults() {
        Map<String, String> defaults = ConfigBinder.known(RunConfig.class).stream()
                .collect(Collectors.toMap(ConfigBinder.Known::name, ConfigBinder.Known::defaultValue));

        assertThat(kafka().get("KAFKA_ADVERTISED_LISTENERS"))
                .contains("EXTERNAL://" + defaults.get("kafka.bootstrap-servers"));
        assertThat(defaults.get("kafka.bootstrap-servers")).isEqualTo("localhost:" + published("kafka"));
        assertThat(defaults.get("schema-registry.url")).isEqualTo("http://localhost:" + published("schema-registry"));
        assertThat(defaults.get("clickhouse.url")).isEqualTo("http://localhost:" + published("clickhouse"));
        assertThat(defaults.get("console.port")).isEqualTo(published("console"));
    }

    @Test
    void nothingIsPublishedBeyondThisHost() {
        services.keySet()
                .forEach(name ->
                        ports(name).forEach(port -> assertThat(port).as(name).startsWith("127.0.0.1:")));
    }

    @Test
    void versionsAreThoseOfTheParentPom() throws Exception {
        Map<String, String> pom = pomProperties();
        assertThat(image("kafka")).isEqualTo("apache/kafka:" + pom.get("kafka.version"));
        assertThat(image("schema-registry"))
                .isEqualTo("confluentinc/cp-schema-registry:" + pom.get("confluent.version"));
        String clickHouse = Objects.requireNonNull(pom.get("chdb.version"));
        assertThat(image("clickhouse"))
                .as("the minor version of the embedded engine")
                .isEqualTo("clickhouse/clickhouse-server:" + clickHouse.substring(0, clickHouse.indexOf('.', 3)));
        assertThat(image("grafana")).isEqualTo("grafana/grafana:" + pom.get("grafana.version"));
        String prometheus = Objects.requireNonNull(pom.get("prometheus.version"));
        assertThat(image("prometheus")).isEqualTo("prom/prometheus:v" + prometheus);
        // Release 3.15.0 publishes its grammar as 0.315.0.
        List<String> numbers = List.of(prometheus.split("\\.", -1));
        assertThat(Files.readString(Path.of("src/test/npm/package.json")))
                .as("the grammar by which alerts are tested is the server's")
                .contains("\"@prometheus-io/lezer-promql\": \"0.%s%02d.%s\""
                        .formatted(numbers.get(0), Integer.valueOf(numbers.get(1)), numbers.get(2)));
        assertThat(ours().values())
                .allSatisfy(service -> assertThat(service).containsEntry("image", "pointstream:" + pom.get("version")));
        assertThat(Files.readAllLines(ROOT.resolve("Dockerfile")))
                .contains("FROM eclipse-temurin:" + pom.get("java.version") + "-jdk")
                .contains("FROM maven:3.9-eclipse-temurin-" + pom.get("java.version") + " AS build");
    }

    @Test
    void theBrokerIsToldWhatTheEmbeddedOneIs() throws IOException {
        Properties embedded = new Properties();
        try (InputStream in = EmbeddedKafka.class.getResourceAsStream("broker.properties")) {
            embedded.load(Objects.requireNonNull(in));
        }
        // Where they must differ: names of listeners, and how quickly a lone broker gives up its former self.
        Set<String> own = Set.of("listener.security.protocol.map");
        Map<String, String> compared = new TreeMap<>();
        kafka().forEach((variable, value) -> {
            String key = variable.substring("KAFKA_".length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '.');
            if (embedded.containsKey(key) && !own.contains(key)) {
                compared.put(key, value);
                assertThat(value).as(key).isEqualTo(embedded.getProperty(key));
            }
        });
        assertThat(compared)
                .containsKeys(
                        "auto.create.topics.enable",
                        "log.retention.ms",
                        "log.message.timestamp.before.max.ms",
                        "log.message.timestamp.after.max.ms",
                        "message.max.bytes",
                        "offsets.topic.replication.factor",
                        "transaction.state.log.replication.factor",
                        "transaction.state.log.min.isr");
    }

    @Test
    void everyTopicFitsTheBroker() {
        int replicas = Integer.parseInt(setting(kafka(), "KAFKA_DEFAULT_REPLICATION_FACTOR"));
        int messageBytesMax = Integer.parseInt(setting(kafka(), "KAFKA_MESSAGE_MAX_BYTES"));
        assertThat(replicas).isEqualTo(1);
        assertThat(ours().values())
                .allSatisfy(service -> assertThat(environment(service))
                        .containsEntry("POINTSTREAM_KAFKA_REPLICATION_FACTOR", Integer.toString(replicas)));
        assertThat(Topics.ALL).extracting(Topic::messageBytesMax).allMatch(bytes -> bytes <= messageBytesMax);
        // What the catalogue does not set, changelogs and repartition topics, the broker's default decides.
        Map<String, String> topic = Topics.POINTS_JOURNAL.config();
        assertThat(kafka())
                .containsEntry("KAFKA_LOG_RETENTION_MS", topic.get("retention.ms"))
                .containsEntry(
                        "KAFKA_LOG_MESSAGE_TIMESTAMP_BEFORE_MAX_MS", topic.get("message.timestamp.before.max.ms"))
                .containsEntry("KAFKA_LOG_MESSAGE_TIMESTAMP_AFTER_MAX_MS", topic.get("message.timestamp.after.max.ms"));
        assertThat(environment(service("schema-registry")))
                .as("INTERFACES 2")
                .containsEntry("SCHEMA_REGISTRY_SCHEMA_COMPATIBILITY_LEVEL", "BACKWARD_TRANSITIVE");
    }

    @Test
    void noPasswordStandsInTheFileAndTheExampleNamesThemAll() throws IOException {
        Set<String> asked = new TreeSet<>();
        services.keySet()
                .forEach(name -> environment(service(name)).forEach((variable, value) -> {
                    if (variable.contains("PASSWORD") || variable.contains("SECRET")) {
                        Matcher required = REQUIRED_VARIABLE.matcher(value);
                        assertThat(required.matches())
                                .as("%s of %s", variable, name)
                                .isTrue();
                        asked.add(required.group(1));
                    } else {
                        assertThat(value).as("%s of %s", variable, name).doesNotContain("$");
                    }
                }));
        List<String> example = Files.readAllLines(ROOT.resolve(".env.example")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(example)
                .as("named, with no value")
                .containsExactlyInAnyOrderElementsOf(
                        asked.stream().map(name -> name + "=").toList());
    }

    @Test
    void everyServiceIsWatchedBoundedAndStartedAgain() {
        services.keySet()
                .forEach(name -> assertThat(service(name))
                        .as(name)
                        .containsKeys("healthcheck", "mem_limit")
                        .containsEntry("restart", "unless-stopped"));
    }

    @Test
    void whatIsMountedExistsAndStateIsKeptInVolumes() throws Exception {
        Set<String> declared = map(compose, "volumes").keySet();
        Set<String> used = new TreeSet<>();
        for (String name : services.keySet()) {
            for (String mount : strings(service(name).get("volumes"))) {
                String source = mount.substring(0, mount.indexOf(':'));
                if (source.startsWith("./")) {
                    assertThat(ROOT.resolve(source)).as(name).isDirectory();
                    assertThat(mount).as(name).endsWith(":ro");
                } else {
                    used.add(source);
                }
            }
        }
        assertThat(used).isEqualTo(declared);
        for (String role : List.of("points", "farming")) {
            RunConfig config = RunConfig.load(Optional.empty(), environment(service(role)));
            assertThat(strings(service(role).get("volumes")))
                    .containsExactly(role + "-state:" + config.streams().stateDir());
            assertThat(Files.readString(ROOT.resolve("Dockerfile")))
                    .contains("VOLUME " + config.streams().stateDir());
        }
    }

    @Test
    void grafanaHasWhatItsProvisioningReads() throws IOException {
        Path provisioning = ROOT.resolve("dashboards/grafana/provisioning");
        Set<String> read = new TreeSet<>();
        for (String file : List.of("clickhouse.yaml", "prometheus.yaml")) {
            Pattern.compile("\\$\\{([A-Z_]+)}")
                    .matcher(
                            Files.readString(provisioning.resolve("datasources").resolve(file)))
                    .results()
                    .forEach(variable -> read.add(variable.group(1)));
        }
        assertThat(environment(service("grafana"))).containsKeys(read.toArray(String[]::new));
        assertThat(environment(service("grafana")).get("PROMETHEUS_URL"))
                .isEqualTo("http://prometheus:" + published("prometheus"));
        assertThat(environment(service("grafana")).get("CLICKHOUSE_HTTP_PORT")).isEqualTo(published("clickhouse"));

        List<String> mounts = strings(service("grafana").get("volumes"));
        assertThat(Files.readString(provisioning.resolve("dashboards/pointstream.yaml")))
                .contains("path: /etc/grafana/dashboards");
        assertThat(mounts).contains("./dashboards/grafana/dashboards:/etc/grafana/dashboards:ro");
    }

    /** What it scrapes is held against the roles by the test of the alerts. */
    @Test
    void prometheusReadsTheFilesThatAreMounted() {
        assertThat(strings(service("prometheus").get("volumes")))
                .contains("./dashboards/prometheus:/etc/prometheus:ro", "prometheus-data:/prometheus");
        assertThat(strings(service("prometheus").get("command")))
                .contains("--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus");
        assertThat(ROOT.resolve("dashboards/prometheus/prometheus.yml")).exists();
    }

    private Map<String, Map<String, Object>> ours() {
        Map<String, Map<String, Object>> ours = new TreeMap<>();
        for (String name : services.keySet()) {
            if (String.valueOf(service(name).get("image")).startsWith("pointstream:")) {
                ours.put(name, service(name));
            }
        }
        return ours;
    }

    private Map<String, Object> service(String name) {
        return map(services, name);
    }

    private Map<String, String> kafka() {
        return environment(service("kafka"));
    }

    private String image(String name) {
        return String.valueOf(service(name).get("image"));
    }

    private List<String> ports(String name) {
        return strings(service(name).get("ports"));
    }

    /** The one port of a service on this host. */
    private String published(String name) {
        assertThat(ports(name)).as(name).hasSize(1);
        return List.of(ports(name).getFirst().split(":", -1)).get(1);
    }

    private static Map<String, String> environment(Map<String, Object> service) {
        Map<String, String> environment = new TreeMap<>();
        if (service.containsKey("environment")) {
            map(service, "environment").forEach((name, value) -> environment.put(name, String.valueOf(value)));
        }
        return environment;
    }

    private static String setting(Map<String, String> environment, String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }

    private static List<String> strings(@Nullable Object list) {
        List<String> strings = new ArrayList<>();
        if (list instanceof List<?> items) {
            items.forEach(item -> strings.add(String.valueOf(item)));
        }
        return strings;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String name) {
        return (Map<String, Object>) Objects.requireNonNull(parent.get(name), name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> compose() {
        try {
            Load load = new Load(LoadSettings.builder().build());
            Object file = load.loadFromString(Files.readString(ROOT.resolve("docker-compose.yml")));
            return (Map<String, Object>) Objects.requireNonNull(merged(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Carries out {@code <<}, which docker compose knows and YAML 1.2 does not. */
    private static @Nullable Object merged(@Nullable Object node) {
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        if (map.get("<<") instanceof Map<?, ?> base) {
            base.forEach((key, value) -> result.put(String.valueOf(key), merged(value)));
        }
        map.forEach((key, value) -> {
            if (!Objects.equals(key, "<<")) {
                result.put(String.valueOf(key), value == null ? Map.of() : merged(value));
            }
        });
        return result;
    }

    /** The parent pom's properties, and its version. */
    private static Map<String, String> pomProperties() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve("pom.xml").toFile());
        Map<String, String> properties = new TreeMap<>();
        var nodes = pom.getElementsByTagName("properties").item(0).getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            properties.put(nodes.item(i).getNodeName(), nodes.item(i).getTextContent());
        }
        properties.put("version", pom.getElementsByTagName("version").item(0).getTextContent());
        return properties;
    }
}
