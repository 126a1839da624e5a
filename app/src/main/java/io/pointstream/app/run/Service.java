package io.pointstream.app.run;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.config.RunConfig.Role;
import io.pointstream.dashboards.Console;
import io.pointstream.dashboards.ConsoleConfig;
import io.pointstream.dashboards.Health.Check;
import io.pointstream.dashboards.account.AccountsApi;
import io.pointstream.dashboards.account.LiveAccounts.Answer;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.http.Peers;
import io.pointstream.dashboards.intake.EventSource;
import io.pointstream.dashboards.intake.EventsApi;
import io.pointstream.dashboards.intake.IntakeConfig;
import io.pointstream.dashboards.letters.LetterReader;
import io.pointstream.dashboards.letters.LettersApi;
import io.pointstream.dashboards.letters.LettersApi.Clerk;
import io.pointstream.dashboards.letters.Resends;
import io.pointstream.dashboards.rules.BookKeeper.Trial;
import io.pointstream.dashboards.rules.RulesApi;
import io.pointstream.dashboards.rules.Trials;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.SubjectAdmin;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.registry.RegistryUnavailableException;
import io.pointstream.schemas.registry.SchemaRegistryClient;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.sinks.ClickHouseSink;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.SinkConfig;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.Reconciliation;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.SharedReconciliation;
import io.pointstream.topologies.StreamsConfigs;
import io.pointstream.topologies.StreamsRunner;
import io.pointstream.topologies.TopicReader;
import io.pointstream.topologies.farming.FarmingTopology;
import io.pointstream.topologies.lists.ProgramLists;
import io.pointstream.topologies.points.AccountQueries;
import io.pointstream.topologies.points.AccountView;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.points.Ticks;
import io.pointstream.topologies.rules.ProgramRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roles of one process. It prepares what they stand on (topics, schemas, tables), waiting for servers that are down,
 * starts them, and stops them in the opposite order. Health and metrics are served from the first moment on.
 */
public final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);
    private static final String SINK_GROUP = "pointstream-sink";

    private final RunConfig config;
    private final Ticks ticks;
    private final InstantSource programClock;
    private final String startYaml;
    private final RuleBooks startRules;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
    private volatile String stage = "starting";
    private volatile boolean started;
    private final EventsApi events;
    private final Peers peers;
    private final AccountsApi accounts;
    private final Trials trials;
    private volatile @Nullable Console console;
    private volatile @Nullable Desk desk;
    private volatile @Nullable TopicReader rules;
    private volatile @Nullable TopicReader lists;
    private volatile @Nullable StreamsRunner points;
    private volatile @Nullable AccountQueries accountQueries;
    private volatile @Nullable StreamsRunner farming;
    private volatile @Nullable ClickHouseSink sink;
    private volatile @Nullable SharedReconciliation reconciliation;
    private volatile @Nullable ReconcileWatch reconcile;

    /**
     * Starts nothing yet.
     *
     * @param ticks tell accounts to which nothing happens the time
     * @param programClock the time of what people decide; this machine's, unless traffic is replayed
     * @throws IOException when the rule book cannot be read
     * @throws io.pointstream.engine.rules.RuleBookException when it is wrong
     */
    public Service(RunConfig config, Ticks ticks, InstantSource programClock) throws IOException {
        this.config = config;
        this.ticks = ticks;
        this.programClock = programClock;
        Optional<Path> startFile = config.rules().file();
        this.startYaml = startFile.isPresent() ? Files.readString(startFile.get()) : RuleBooks.shippedYaml();
        this.startRules = RuleBooks.single(
                RuleBookParser.parse(startYaml, startFile.map(Path::toString).orElse("rulebook.yaml")));
        this.events = new EventsApi(intake(), EventSource.byToken(), meters);
        this.peers = new Peers(Optional.of(config.peers().secret().value()));
        this.accounts = new AccountsApi(this::account, peers);
        this.trials = new Trials(this::rehearse, this::account, peers);
        meters.config().meterFilter(MeterFilter.deny(Service::isSecondName));
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        gcMetrics.bindTo(meters);
    }

    /** Kafka's consumers still measure a topic under its former name too, with _ for each dot (KIP-1109): sums would be double. */
    private static boolean isSecondName(Meter.Id meter) {
        String topic = meter.getTag("topic");
        return meter.getName().startsWith("kafka.consumer.") && topic != null && topic.contains("_");
    }

    /** The same, where people decide by this machine's clock. */
    public Service(RunConfig config, Ticks ticks) throws IOException {
        this(config, ticks, InstantSource.system());
    }

    /**
     * Starts the roles, and returns when all are started.
     *
     * @throws InterruptedException when interrupted while waiting for a server
     */
    public void start() throws InterruptedException {
        SharedReconciliation reconciliation = new SharedReconciliation(() -> reconciliation(config));
        this.reconciliation = reconciliation;
        Reports reports = new Reports(config.clickhouse().connection(), reconciliation);
        ConsoleConfig defaults = ConsoleConfig.on(config.console().port());
        ConsoleConfig listen = new ConsoleConfig(
                config.console().host(),
                config.console().port(),
                defaults.zone(),
                defaults.stopTimeout(),
                config.console().anonymous(),
                config.console().openid().provider());
        if (config.roles().contains(Role.CONSOLE)) {
            Desk opened = desk(config, programClock);
            desk = opened;
            console = Console.start(
                    listen,
                    reports,
                    new CaseReports(config.clickhouse().connection()),
                    opened,
                    meters,
                    this::health,
                    events,
                    accounts.forClients(reports),
                    accounts.forPeers(),
                    trials.forPeers(),
                    letters(opened),
                    new RulesApi(
                            opened, new EngineBooks(startYaml, () -> Optional.ofNullable(accountQueries)), trials));
        } else {
            console = Console.startForOperators(listen, meters, this::health, accounts.forPeers(), trials.forPeers());
        }

        enter("waiting for the broker at " + config.kafka().bootstrapServers());
        TopicAdmin.create(config.kafka().properties(), config.kafka().topics());
        enter("waiting for the registry at " + config.schemaRegistry().url());
        registerSchemas();
        if (config.roles().contains(Role.SINK)) {
            enter("waiting for ClickHouse at " + config.clickhouse().url());
            Migrations.apply(config.clickhouse().connection());
            sink = ClickHouseSink.start(sinkConfig(), meters);
            if (config.sink().reconcileEvery().isPositive()) {
                reconcile = ReconcileWatch.start(reconciliation, config.sink().reconcileEvery(), meters);
            }
        }
        if (config.roles().contains(Role.POINTS) || config.roles().contains(Role.FARMING)) {
            enter("reading the published rule books");
            Map<String, Object> serdes = config.schemaRegistry().serdeProperties();
            ProgramRules published = ProgramRules.published(startRules, serdes, meters);
            TopicReader reader = new TopicReader(
                    Topics.PROGRAM_RULES, published::take, config.kafka().properties());
            rules = reader;
            reader.start();
            if (config.roles().contains(Role.POINTS)) {
                StreamsRunner runner = streams(
                        PointsTopology.APPLICATION,
                        PointsTopology.build(published, ticks, serdes),
                        Map.of(StreamsConfig.APPLICATION_SERVER_CONFIG, server()));
                points = runner;
                accountQueries = new AccountQueries(runner, HostInfo.buildFromEndpoint(server()), published, ticks);
            }
            if (config.roles().contains(Role.FARMING)) {
                ProgramLists listed = lists(serdes);
                farming = streams(
                        FarmingTopology.APPLICATION, FarmingTopology.build(published, listed::lists, serdes), Map.of());
            }
        }
        started = true;
        enter("started");
    }

    private ProgramLists lists(Map<String, Object> serdes) throws InterruptedException {
        enter("reading the lists");
        ProgramLists listed = new ProgramLists(serdes, meters);
        TopicReader reader =
                new TopicReader(Topics.RISK_LISTS, listed::take, config.kafka().properties());
        lists = reader;
        reader.start();
        return listed;
    }

    private void enter(String next) {
        stage = next;
        LOG.info("event=service-stage stage=\"{}\" roles={}", next, config.roles());
    }

    private void registerSchemas() throws InterruptedException {
        SchemaRegistryClient registry = SchemaRegistryConfig.of(
                        config.schemaRegistry().serdeProperties())
                .client();
        while (true) {
            try {
                SubjectAdmin.register(registry);
                return;
            } catch (RegistryUnavailableException e) {
                LOG.warn(
                        "event=waiting-for-registry url={} reason=\"{}\"",
                        config.schemaRegistry().url(),
                        e.getMessage());
                TimeUnit.MILLISECONDS.sleep(REGISTRY_PAUSE.toMillis());
            }
        }
    }

    private StreamsRunner streams(String application, Topology topology, Map<String, String> settings) {
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.putAll(config.kafka().client());
        StreamsConfigs configs = StreamsConfigs.of(
                        config.kafka().bootstrapServers(), config.streams().stateDir())
                .withThreads(config.streams().threads())
                .withCommitInterval(config.streams().commitInterval())
                .withOverrides(overrides);
        StreamsRunner runner = new StreamsRunner(application, topology, configs, meters);
        runner.start();
        return runner;
    }

    /** The address at which the accounts of this process can be asked for; that of a process that is alone is nobody's. */
    private String server() {
        String advertised = config.peers().address();
        return advertised.isEmpty()
                ? "localhost:" + Objects.requireNonNull(console).address().getPort()
                : advertised;
    }

    private Answer account(String accountId) {
        AccountQueries here = accountQueries;
        if (here == null) {
            if (config.roles().contains(Role.POINTS)) {
                return new Answer.Unavailable(stage);
            }
            return config.peers()
                    .points()
                    .<Answer>map(Answer.Elsewhere::new)
                    .orElseGet(
                            () -> new Answer.Unavailable("this process has no accounts, and peers.points is not set"));
        }
        return switch (here.find(accountId)) {
            case AccountQueries.Answer.Found(AccountView account) -> new Answer.Found(AccountJson.of(account));
            case AccountQueries.Answer.Unknown() -> new Answer.Unknown();
            case AccountQueries.Answer.Elsewhere(String host, int port) ->
                new Answer.Elsewhere(URI.create("http://" + host + ":" + port));
            case AccountQueries.Answer.Unavailable(String reason) -> new Answer.Unavailable(reason);
        };
    }

    private Optional<Trial> rehearse(Activity activity) {
        return Optional.ofNullable(accountQueries).map(here -> EngineBooks.trial(here.rehearse(activity)));
    }

    private LettersApi letters(Desk acts) {
        Map<String, Object> serdes = new HashMap<>(config.schemaRegistry().serdeProperties());
        // A page need not wait for a registry as a stream does.
        serdes.put(SchemaRegistryConfig.MAX_RETRIES, 1);
        Map<String, Object> brokers = config.kafka().properties();
        return new LettersApi(
                new LetterReader(brokers),
                new Resends(brokers, InstantSource.system()),
                SchemaRegistryConfig.of(serdes).client(),
                Clerk.of(acts));
    }

    private IntakeConfig intake() {
        RunConfig.IntakeSection limits = config.intake();
        return IntakeConfig.of(
                        config.kafka().properties(), config.schemaRegistry().serdeProperties())
                .withLimits(
                        limits.bodyBytes().bytes(),
                        limits.bodyLines(),
                        limits.memory().bytes());
    }

    /** Compares what the sink of these servers wrote with what Kafka says. */
    public static Reconciliation reconciliation(RunConfig config) {
        return new Reconciliation(kafka(config), config.clickhouse().connection(), SINK_GROUP);
    }

    /** Who may do what in the console of these servers, and what people have done. */
    public static Desk desk(RunConfig config, InstantSource programClock) {
        return Desk.open(kafka(config), config.desk().config(), InstantSource.system(), programClock);
    }

    private static Map<String, Object> kafka(RunConfig config) {
        Map<String, Object> kafka = new HashMap<>(config.kafka().properties());
        kafka.putAll(config.schemaRegistry().serdeProperties());
        return kafka;
    }

    private SinkConfig sinkConfig() {
        RunConfig.SinkSection limits = config.sink();
        return new SinkConfig(
                kafka(config),
                config.clickhouse().connection(),
                SINK_GROUP,
                limits.batchRows(),
                limits.batchBytes().bytes(),
                limits.batchAge(),
                limits.memory().bytes(),
                limits.insertTimeout(),
                limits.insertSettings(),
                limits.inserters());
    }

    /** Where the console, or health and metrics alone, are served. */
    public Optional<URI> address() {
        return Optional.ofNullable(console).map(Console::address);
    }

    /** What people do, when this process has the console. */
    public Optional<Desk> desk() {
        return Optional.ofNullable(desk);
    }

    /** What answers at {@link #address}. */
    Optional<Console> console() {
        return Optional.ofNullable(console);
    }

    /** The sink, when this process has that role and has come that far. */
    public Optional<ClickHouseSink> sink() {
        return Optional.ofNullable(sink);
    }

    /** Why a role has given up, in words; empty while all is well. */
    public Optional<String> failure() {
        for (StreamsRunner runner : runners()) {
            String why = runner.failure();
            if (why != null) {
                return Optional.of(why);
            }
        }
        return sink().flatMap(ClickHouseSink::failure).map(why -> "the sink has ended: " + why.getMessage());
    }

    private List<StreamsRunner> runners() {
        List<StreamsRunner> runners = new ArrayList<>();
        Optional.ofNullable(points).ifPresent(runners::add);
        Optional.ofNullable(farming).ifPresent(runners::add);
        return runners;
    }

    private List<Check> health() {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("start", started, stage));
        Optional.ofNullable(points).ifPresent(runner -> checks.add(check("points", runner)));
        Optional.ofNullable(farming).ifPresent(runner -> checks.add(check("farming", runner)));
        sink().ifPresent(running ->
                checks.add(new Check("sink", running.isRunning(), running.isRunning() ? "RUNNING" : "has ended")));
        return checks;
    }

    private static Check check(String role, StreamsRunner runner) {
        return new Check(role, runner.isRunning(), runner.state().name());
    }

    /** Stops what was started: the applications first, so that the sink still takes what they commit. */
    @Override
    public void close() {
        // A stop interrupts the waiting; the parts must be able to wait for their own ends.
        boolean interrupted = Thread.interrupted();
        LOG.info("event=service-stopping roles={}", config.roles());
        runners().parallelStream().forEach(StreamsRunner::close);
        Optional.ofNullable(rules).ifPresent(TopicReader::close);
        Optional.ofNullable(lists).ifPresent(TopicReader::close);
        Optional.ofNullable(reconcile).ifPresent(ReconcileWatch::close);
        sink().ifPresent(ClickHouseSink::close);
        Optional.ofNullable(console).ifPresent(Console::close);
        desk().ifPresent(Desk::close);
        Optional.ofNullable(reconciliation).ifPresent(SharedReconciliation::close);
        peers.close();
        events.close();
        gcMetrics.close();
        meters.close();
        LOG.info("event=service-stopped");
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
