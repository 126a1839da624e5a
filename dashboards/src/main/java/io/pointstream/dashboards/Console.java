package io.pointstream.dashboards;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.json.JavalinJackson;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pointstream.dashboards.access.Gate;
import io.pointstream.dashboards.access.OpenId;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.DeskAwayException;
import io.pointstream.dashboards.desk.RefusedException;
import io.pointstream.dashboards.http.Assets;
import io.pointstream.dashboards.http.Problem;
import io.pointstream.dashboards.http.SecureHeaders;
import io.pointstream.dashboards.page.DeskPages;
import io.pointstream.dashboards.page.ListPages;
import io.pointstream.dashboards.page.PageContext;
import io.pointstream.dashboards.page.Pages;
import io.pointstream.dashboards.page.Renderer;
import io.pointstream.dashboards.page.SignIn;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.ReportException;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.TryLaterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one HTTP port: the console for people, the API, health and metrics (INTERFACES 4). */
public final class Console implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    /** Of what is read as a whole: forms and small JSON. What may be larger limits itself. */
    private static final long REQUEST_BYTES_MAX = 64 * 1024;

    private static final int UPLOAD_MIB_MAX = 2;

    private static final Duration CLICKHOUSE_PATIENCE = Duration.ofSeconds(3);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final Duration IDLE_MAX = Duration.ofSeconds(60);

    // What a page or an answer may take before someone should look at it.
    private static final Duration[] LATENCY_BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final Javalin javalin;
    private final ConsoleConfig config;

    private Console(Javalin javalin, ConsoleConfig config) {
        this.javalin = javalin;
        this.config = config;
    }

    /**
     * Starts to listen. The console runs whether or not ClickHouse answers; pages then say so.
     *
     * @param config where to listen
     * @param reports what to show
     * @param cases what reviewers work with
     * @param desk who may do what, and everything that people do; stays open
     * @param registry what {@code /metrics} writes; the console adds its own meters to it
     * @param health the state of this process's roles
     * @param parts what else is served, by what this process has besides
     */
    public static Console start(
            ConsoleConfig config,
            Reports reports,
            CaseReports cases,
            Desk desk,
            PrometheusMeterRegistry registry,
            Health health,
            Endpoints... parts) {
        return listen(config, javalin -> {
            serve(javalin, config, registry);
            Assets assets = new Assets();
            Renderer renderer = new Renderer(assets, config.zone());
            addConsole(javalin, config, assets, renderer, reports, cases, desk, registry, health);
            for (Endpoints part : parts) {
                part.add(javalin.routes);
                part.addPages(javalin.routes, renderer);
            }
        });
    }

    /** The same port without the console, for a process that has other roles: {@code /health} and {@code /metrics}. */
    public static Console startForOperators(
            ConsoleConfig config, PrometheusMeterRegistry registry, Health health, Endpoints... parts) {
        return listen(config, javalin -> {
            serve(javalin, config, registry);
            for (Endpoints part : parts) {
                part.add(javalin.routes);
            }
            javalin.routes.get("/health/ready", ctx -> ready(ctx, health.checks()));
            javalin.routes.exception(
                    HttpResponseException.class,
                    (e, ctx) ->
                            Problem.write(ctx, HttpStatus.forStatus(e.getStatus()), String.valueOf(e.getMessage())));
        });
    }

    private static Console listen(ConsoleConfig config, Consumer<JavalinConfig> routes) {
        Javalin javalin = Javalin.create(routes);
        javalin.start(config.host(), config.port());
        var console = new Console(javalin, config);
        LOG.info("console state=started address={}", console.address());
        return console;
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://" + config.host() + ":" + javalin.port() + "/");
    }

    /** Every route that it answers, such as {@code GET /mix}. */
    public Set<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .collect(Collectors.toSet());
    }

    /** Takes no new requests, lets those under way finish within the configured time, and stops; what is left then is cut. */
    @Override
    public void close() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            if (!(e.getCause() instanceof TimeoutException)) {
                throw e;
            }
            // The server has stopped all the same, and whoever stops us has more to close.
            LOG.warn("console state=stopped requests=cut");
        }
    }

    private static void serve(JavalinConfig javalin, ConsoleConfig config, PrometheusMeterRegistry registry) {
        javalin.startup.showJavalinBanner = false;
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.maxRequestSize = REQUEST_BYTES_MAX;
        // Forms with files: a rule book, and the result of a comparison.
        javalin.jetty.multipartConfig.maxTotalRequestSize(UPLOAD_MIB_MAX, SizeUnit.MB);
        javalin.jetty.multipartConfig.maxInMemoryFileSize(UPLOAD_MIB_MAX, SizeUnit.MB);
        javalin.http.prefer405over404 = true;
        javalin.jsonMapper(new JavalinJackson());
        javalin.jetty.modifyServer(server -> {
            server.setStopTimeout(config.stopTimeout().toMillis());
            server.insertHandler(new GracefulHandler());
        });
        javalin.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setIdleTimeout(IDLE_MAX.toMillis());
            // An account id may hold any character, a slash too, and stands in a path of the API.
            http.setUriCompliance(UriCompliance.DEFAULT.with(
                    "ids",
                    UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                    UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                    UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
        });
        javalin.jetty.modifyServletContextHandler(
                handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
        javalin.requestLogger.http((ctx, millis) -> measure(registry, ctx, millis));
        javalin.routes.before(SecureHeaders::set);
        javalin.routes.get("/health/live", ctx -> ctx.json(new Live("UP")));
        javalin.routes.get(
                "/metrics",
                ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(registry.scrape()));
    }

    private static void addConsole(
            JavalinConfig javalin,
            ConsoleConfig config,
            Assets assets,
            Renderer renderer,
            Reports reports,
            CaseReports cases,
            Desk desk,
            PrometheusMeterRegistry registry,
            Health health) {
        var gate = new Gate(desk, config.anonymous(), InstantSource.system());
        javalin.routes.beforeMatched(gate::admit);
        javalin.routes.get("/assets/{hash}/{name}", assets::serve);
        new SignIn(gate, desk, renderer, config.openId() == null ? null : new OpenId(config.openId()))
                .add(javalin.routes);
        new Pages(renderer, reports, registry, InstantSource.system(), config.zone()).add(javalin.routes);
        new DeskPages(renderer, reports, cases, desk).add(javalin.routes);
        new ListPages(renderer, desk).add(javalin.routes);
        new Api(reports, desk.cases()).add(javalin.routes);
        new QueueApi(cases, desk).add(javalin.routes);
        new CaseApi(cases, desk).add(javalin.routes);
        new ListApi(desk).add(javalin.routes);
        String openApi = openApi();
        javalin.routes.get(
                "/openapi.json",
                ctx -> ctx.contentType("application/json; charset=utf-8").result(openApi));
        javalin.routes.get("/health/ready", ctx -> {
            List<Health.Check> checks = new ArrayList<>();
            checks.add(clickHouse(reports));
            checks.add(new Health.Check("desk", desk.isOpen(), desk.isOpen() ? "open" : "reading the log of acts"));
            checks.addAll(health.checks());
            ready(ctx, checks);
        });

        javalin.routes.exception(
                HttpResponseException.class,
                (e, ctx) -> answer(ctx, renderer, HttpStatus.forStatus(e.getStatus()), String.valueOf(e.getMessage())));
        javalin.routes.exception(RefusedException.class, (e, ctx) -> {
            HttpStatus status = switch (e.why()) {
                case UNKNOWN -> HttpStatus.NOT_FOUND;
                case CONFLICT -> HttpStatus.CONFLICT;
                case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
                case FORBIDDEN -> HttpStatus.FORBIDDEN;
            };
            answer(ctx, renderer, status, isProgram(ctx) ? String.valueOf(e.getMessage()) : e.in(renderer.texts(ctx)));
        });
        javalin.routes.exception(DeskAwayException.class, (e, ctx) -> {
            LOG.warn("console path={} error={}", ctx.path(), e.toString());
            answer(
                    ctx,
                    renderer,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    renderer.texts(ctx).lookup("away.desk"));
        });
        javalin.routes.exception(ReportException.class, (e, ctx) -> {
            LOG.warn("console path={} error={}", ctx.path(), e.getMessage());
            answer(
                    ctx,
                    renderer,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    renderer.texts(ctx).lookup("away.clickhouse"));
        });
        javalin.routes.exception(TryLaterException.class, (e, ctx) -> {
            LOG.info("console path={} later={}", ctx.path(), e.getMessage());
            ctx.header("Retry-After", Long.toString(RETRY_AFTER.toSeconds()));
            answer(ctx, renderer, HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        });
        javalin.routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("console path={} failed", ctx.path(), e);
            answer(ctx, renderer, HttpStatus.INTERNAL_SERVER_ERROR, "The fault is ours and is in the log");
        });
    }

    // Programs get a problem, people a page: whoever asks for HTML is a browser.
    private static void answer(Context ctx, Renderer renderer, HttpStatus status, String detail) {
        boolean program = isProgram(ctx);
        if (status == HttpStatus.UNAUTHORIZED && !program && ctx.method().equals(HandlerType.GET)) {
            String here = ctx.path() + (ctx.queryString() == null ? "" : "?" + ctx.queryString());
            ctx.redirect(PageContext.url("/sign-in", Map.of("to", here)), HttpStatus.SEE_OTHER);
            return;
        }
        if (status == HttpStatus.UNAUTHORIZED) {
            challenge(ctx);
        }
        if (program) {
            Problem.write(ctx, status, detail);
        } else {
            renderer.error(ctx, status, detail);
        }
    }

    private static boolean isProgram(Context ctx) {
        String accept = ctx.header("Accept");
        return ctx.path().startsWith("/v1/") || accept == null || !accept.contains("text/html");
    }

    // A program is told how; a script takes its page to sign in. Who names Basic to a browser's script makes the
    // browser
    // ask for a password by itself.
    private static void challenge(Context ctx) {
        boolean browser = ctx.header("Sec-Fetch-Mode") != null;
        ctx.header(
                "WWW-Authenticate", "Bearer realm=\"pointstream\"" + (browser ? "" : ", Basic realm=\"pointstream\""));
        if (ctx.header("HX-Request") != null) {
            ctx.header("HX-Redirect", "/sign-in");
        }
    }

    private record Live(String status) {}

    private record Ready(boolean ready, List<Health.Check> checks) {}

    private static void ready(Context ctx, List<Health.Check> checks) {
        boolean ready = checks.stream().allMatch(Health.Check::ready);
        ctx.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).json(new Ready(ready, checks));
    }

    // Whoever asks for readiness must not be kept waiting by a server that hangs.
    private static Health.Check clickHouse(Reports reports) {
        var asked = new FutureTask<>(reports::storage);
        Thread.startVirtualThread(asked);
        try {
            asked.get(CLICKHOUSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Health.Check("clickhouse", true, "answers");
        } catch (ExecutionException e) {
            return new Health.Check("clickhouse", false, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            return new Health.Check("clickhouse", false, "no answer within " + CLICKHOUSE_PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Health.Check("clickhouse", false, "the console stops");
        }
    }

    private static void measure(PrometheusMeterRegistry registry, Context ctx, float millis) {
        Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
        Timer.builder("http.server.requests")
                .description("Requests answered, by route")
                .tag("method", ctx.method().name())
                // The route, never the path: an address must not become a time series.
                .tag("uri", endpoint == null ? "none" : endpoint.path)
                .tag("status", Integer.toString(ctx.statusCode()))
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry)
                .record(Duration.ofNanos((long) (millis * 1e6)));
    }

    private static String openApi() {
        try (InputStream in = Console.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("The console was built without openapi.json");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
