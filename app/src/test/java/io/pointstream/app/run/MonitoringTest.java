package io.pointstream.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.config.RunConfig.Role;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.embedded.EmbeddedStack;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.topologies.points.GivenTicks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Alerts and the operators' dashboard against a real service: what they ask for is what {@code /metrics} of all roles
 * gives, read by Prometheus's own grammar; and the runbook knows every alert.
 */
class MonitoringTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of("..");
    private static final Path PROMETHEUS = ROOT.resolve("dashboards/prometheus");
    private static final Path DASHBOARDS = ROOT.resolve("dashboards/grafana/dashboards");
    private static final Path NPM_SOURCE = Path.of("src/test/npm");
    private static final Path NPM = Path.of("target/npm");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static EmbeddedStack servers;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static Service service;

    /** Every metric with its labels and their values. */
    private static final Map<String, Map<String, Set<String>>> METRICS = new TreeMap<>();

    /** What Prometheus adds to the samples of a target. */
    private static final Map<String, Set<String>> TARGET_LABELS = new TreeMap<>();

    @BeforeAll
    static void serve() throws Exception {
        servers = EmbeddedStack.start(directory.resolve("servers"));
        RunConfig config = RunConfig.load(
                Optional.empty(),
                Map.of(
                        "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS",
                        servers.bootstrapServers(),
                        "POINTSTREAM_KAFKA_REPLICATION_FACTOR",
                        "1",
                        "POINTSTREAM_SCHEMA_REGISTRY_URL",
                        servers.registry().url(),
                        "POINTSTREAM_CLICKHOUSE_URL",
                        servers.clickHouse().url(),
                        "POINTSTREAM_STREAMS_STATE_DIR",
                        directory.resolve("state").toString(),
                        "POINTSTREAM_SINK_RECONCILE_EVERY",
                        "1s",
                        "POINTSTREAM_CONSOLE_HOST",
                        "127.0.0.1",
                        "POINTSTREAM_CONSOLE_PORT",
                        "0"));
        service = new Service(config, new GivenTicks());
        service.start();
        feed(config);
        // The letters, one of an application and one of the sink, come last. Kafka's meters of a partition or a store
        // are
        // there after a minute.
        await().atMost(PATIENCE).untilAsserted(() -> {
            scrape(service.address().orElseThrow());
            assertThat(METRICS)
                    .containsKeys(
                            "pointstream_dead_letters_total",
                            "pointstream_sink_dead_letters_total",
                            "kafka_consumer_fetch_manager_records_lag",
                            "kafka_stream_state_total_sst_files_size",
                            "pointstream_sink_insert_seconds_count");
            assertThat(METRICS.getOrDefault("pointstream_sink_rows_total", Map.of())
                            .get("table"))
                    .contains("decisions", "postings", "balances");
        });
        for (JsonNode group : yaml("prometheus.yml").get("scrape_configs")) {
            TARGET_LABELS.put("job", Set.of(group.get("job_name").asText()));
            for (JsonNode targets : group.get("static_configs")) {
                targets.get("targets").forEach(target -> value("instance", target.asText()));
                targets.get("labels")
                        .properties()
                        .forEach(label -> value(label.getKey(), label.getValue().asText()));
            }
        }
    }

    private static void value(String label, String value) {
        TARGET_LABELS.computeIfAbsent(label, key -> new TreeSet<>()).add(value);
    }

    private static void feed(RunConfig config) {
        try (KafkaProducer<String, Activity> producer = ActivityRecords.producer(
                config.kafka().properties(), config.schemaRegistry().serdeProperties(), Map.of())) {
            Simulator.run(new Settings(40, 3, 20, 7, LocalDate.of(2026, 5, 1)), activity -> {
                var _ = producer.send(ActivityRecords.of(activity));
            });
        }
        byte[] noAvro = {7};
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                config.kafka().properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Topic topic : List.of(Topics.ACTIVITY_PAYMENT, Topics.POINTS_NOTICES)) {
                var _ = producer.send(new ProducerRecord<>(topic.name(), 0, noAvro, noAvro));
            }
        }
    }

    private static void scrape(URI address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(address.resolve("/metrics")).build(), BodyHandlers.ofLines());
            assertThat(answer.statusCode()).isEqualTo(200);
            answer.body().filter(line -> !line.startsWith("#")).forEach(MonitoringTest::sample);
        }
    }

    private static void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (sample.matches()) {
            Map<String, Set<String>> labels = METRICS.computeIfAbsent(sample.group(1), key -> new TreeMap<>());
            Matcher label = LABEL.matcher(Objects.requireNonNullElse(sample.group(2), ""));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), key -> new TreeSet<>()).add(label.group(2));
            }
        }
    }

    @AfterAll
    static void stop() {
        service.close();
        servers.close();
    }

    @Test
    void whatIsAskedForIsWhatIsServed() throws Exception {
        Map<String, String> queries = new LinkedHashMap<>(dashboardQueries());
        alerts().forEach(alert ->
                queries.put("alert " + name(alert), alert.get("expr").asText()));
        List<JsonNode> read = read(List.copyOf(queries.values()));

        List<String> wrong = new ArrayList<>();
        int i = 0;
        for (Map.Entry<String, String> query : queries.entrySet()) {
            for (String problem : problems(read.get(i++))) {
                wrong.add(query.getKey() + ": " + problem + " in " + query.getValue());
            }
        }
        assertThat(queries).hasSizeGreaterThan(25);
        assertThat(wrong).isEmpty();
    }

    /** What this test stands on: each mistake that it is there for is found. */
    @Test
    void aMistakeIsFound() throws Exception {
        Map<String, String> mistakes = new LinkedHashMap<>();
        mistakes.put("sum(rate(pointstream_sink_rows_total[5m])", "no PromQL at 41: ");
        mistakes.put("pointstream_sink_lines_total", "no metric pointstream_sink_lines_total");
        mistakes.put("pointstream_sink_rows_total{topic=\"x\"}", "no label topic of pointstream_sink_rows_total");
        mistakes.put("pointstream_sink_rows_total{table=\"x\"}", "no table x of pointstream_sink_rows_total");
        mistakes.put("sum by (topic) (pointstream_sink_rows_total)", "no label topic");
        mistakes.put("up{role=\"cashier\"}", "no role cashier of up");

        List<JsonNode> read = read(List.copyOf(mistakes.keySet()));

        assertThat(read.stream().map(MonitoringTest::problems))
                .containsExactlyElementsOf(
                        mistakes.values().stream().map(List::of).toList());
    }

    /** Else a sum over topics would be double. */
    @Test
    void aTopicIsMeasuredUnderOneName() {
        Map<String, Set<String>> lag = METRICS.getOrDefault("kafka_consumer_fetch_manager_records_lag", Map.of());

        assertThat(lag.get("topic")).contains("activity.payment").noneMatch(topic -> topic.contains("_"));
    }

    private static List<String> problems(JsonNode query) {
        List<String> problems = new ArrayList<>();
        query.get("errors").forEach(error -> problems.add("no PromQL " + error.asText()));
        Map<String, Set<String>> all = new HashMap<>(TARGET_LABELS);
        // Of the buckets of a histogram.
        all.put("le", Set.of());
        for (JsonNode selector : query.get("selectors")) {
            String metric = selector.get("metric").asText();
            Map<String, Set<String>> labels = new HashMap<>(TARGET_LABELS);
            // Prometheus writes that one itself.
            if (!metric.equals("up")) {
                Map<String, Set<String>> own = METRICS.get(metric);
                if (own == null) {
                    problems.add("no metric " + metric);
                    continue;
                }
                labels.putAll(own);
            }
            all.putAll(labels);
            for (JsonNode matcher : selector.get("matchers")) {
                String label = matcher.get("label").asText();
                String value = matcher.get("value").asText();
                Set<String> known = labels.get(label);
                if (known == null) {
                    problems.add("no label " + label + " of " + metric);
                } else if (!matches(matcher.get("op").asText(), value, known)) {
                    problems.add("no " + label + " " + value + " of " + metric);
                }
            }
        }
        query.get("labels").forEach(label -> {
            if (!all.containsKey(label.asText())) {
                problems.add("no label " + label.asText());
            }
        });
        return problems;
    }

    /** Whether a matcher leaves something over; of what may never come, such as an error, nothing need be there. */
    private static boolean matches(String op, String value, Set<String> known) {
        return switch (op) {
            case "=" -> known.contains(value);
            case "=~" -> value.startsWith("5") || known.stream().anyMatch(each -> each.matches(value));
            default -> true;
        };
    }

    private static Map<String, String> dashboardQueries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode panel : JSON.readTree(file.toFile()).get("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        if (target.has("expr")) {
                            queries.put(
                                    file.getFileName() + ", "
                                            + panel.get("title").asText() + ", "
                                            + target.get("refId").asText(),
                                    target.get("expr").asText().replace("$__rate_interval", "5m"));
                        }
                    }
                }
            }
        }
        return queries;
    }

    @Test
    void everyAlertSaysWhatToDoAndTheRunbookKnowsIt() throws IOException {
        String runbook = Files.readString(ROOT.resolve("docs/runbook.md"));
        Set<String> sections = new HashSet<>();
        Pattern.compile("(?m)^## (.+)$").matcher(runbook).results().forEach(heading -> sections.add(heading.group(1)));
        Set<String> names = new HashSet<>();
        for (JsonNode alert : alerts()) {
            String name = name(alert);
            assertThat(names.add(name)).as("%s is there once", name).isTrue();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/description").asText().length())
                    .as("%s says what to do", name)
                    .isGreaterThan(80);
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .as(name)
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
        }
        assertThat(sections).isEqualTo(names);
    }

    /** What is asked of somebody at night must be the name of a verb, a metric or a service. */
    @Test
    void theRunbookNamesWhatIsThere() throws IOException {
        String runbook = Files.readString(ROOT.resolve("docs/runbook.md"));

        Matcher metric = Pattern.compile("`(pointstream_[a-z_]+)[`{]").matcher(runbook);
        List<String> metrics = metric.results().map(found -> found.group(1)).toList();
        assertThat(metrics).isNotEmpty();
        assertThat(METRICS).containsKeys(metrics.toArray(String[]::new));
        Matcher service = Pattern.compile(
                        "docker compose (?:logs|restart|ps|up -d)(?: --?[a-z]+(?: [0-9]+)?)* ([a-z-]+)")
                .matcher(runbook);
        assertThat(Files.readString(ROOT.resolve("docker-compose.yml")))
                .contains(service.results()
                        .map(found -> "\n  " + found.group(1) + ":\n")
                        .distinct()
                        .toArray(String[]::new));
    }

    @Test
    void everyRoleIsScraped() throws IOException {
        Set<String> roles = new TreeSet<>();
        for (Role role : Role.values()) {
            roles.add(role.name().toLowerCase(Locale.ROOT));
        }
        assertThat(TARGET_LABELS.get("role")).isEqualTo(roles);
        assertThat(TARGET_LABELS.get("instance"))
                .isEqualTo(
                        new TreeSet<>(roles.stream().map(role -> role + ":8080").toList()));
        assertThat(yaml("prometheus.yml").at("/rule_files/0").asText()).isEqualTo("alerts.yml");
    }

    private static String name(JsonNode alert) {
        return alert.get("alert").asText();
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : yaml("alerts.yml").get("groups")) {
            group.get("rules").forEach(alerts::add);
        }
        return alerts;
    }

    private static JsonNode yaml(String file) throws IOException {
        Load load = new Load(LoadSettings.builder().setLabel(file).build());
        return JSON.valueToTree(load.loadFromString(Files.readString(PROMETHEUS.resolve(file))));
    }

    private static List<JsonNode> read(List<String> queries) throws IOException, InterruptedException {
        install();
        Path input = directory.resolve("queries.txt");
        List<String> lines = new ArrayList<>();
        for (String query : queries) {
            lines.add(JSON.writeValueAsString(query));
        }
        Files.write(input, lines);
        List<JsonNode> answers = new ArrayList<>();
        for (String line : run(List.of("node", "promql.mjs"), input).lines().toList()) {
            answers.add(JSON.readTree(line));
        }
        assertThat(answers).hasSameSizeAs(queries);
        return answers;
    }

    /** Once per lock file. */
    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(NPM);
        Path lock = NPM.resolve("package-lock.json");
        boolean installed = Files.exists(NPM.resolve("node_modules/.package-lock.json"))
                && Files.mismatch(lock, NPM_SOURCE.resolve("package-lock.json")) == -1;
        for (String file : List.of("promql.mjs", "package.json", "package-lock.json")) {
            Files.copy(NPM_SOURCE.resolve(file), NPM.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!installed) {
            run(
                    List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"),
                    NPM.resolve("package.json"));
        }
    }

    private static String run(List<String> command, Path input) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(NPM.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("ended in time: %s", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s", command, Files.readString(errors))
                .isZero();
        return Files.readString(output);
    }
}
