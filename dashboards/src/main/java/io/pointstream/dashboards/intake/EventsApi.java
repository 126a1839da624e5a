package io.pointstream.dashboards.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.dashboards.Endpoints;
import io.pointstream.dashboards.http.Problem;
import io.pointstream.dashboards.intake.Batch.TooManyLinesException;
import io.pointstream.dashboards.intake.EventSender.Receipt;
import io.pointstream.dashboards.intake.LineResult.Accepted;
import io.pointstream.dashboards.intake.LineResult.Refused;
import io.pointstream.dashboards.intake.LineResult.Unconfirmed;
import io.pointstream.dashboards.page.Renderer;
import io.pointstream.schemas.json.EventLines;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/events}: event lines into Kafka. A request is read and checked as a whole, then its good lines are sent, then
 * the brokers' acknowledgements are awaited, then it is answered, line by line.
 *
 * <p>An event may be sent again as often as its sender likes: the program counts an event id once (DOMAIN 1). So whoever sends
 * again what was not confirmed loses nothing and doubles nothing. Lines of one account and topic keep their order.
 */
public final class EventsApi implements Endpoints, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventsApi.class);

    private static final JsonFactory JSON = new JsonFactory();

    private static final Set<String> MEDIA_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/json", "text/plain");

    private static final int RETRY_SOON_SECONDS = 1;
    private static final int RETRY_LATER_SECONDS = 5;

    private final IntakeConfig limits;
    private final EventSource sourceOf;
    private final EventSender sender;
    private final Sources sources;
    private final Semaphore memory;

    /**
     * Connects to nothing before the first event.
     *
     * @param sourceOf tells whose events they are
     * @param meters gets {@code pointstream.intake.lines}
     */
    public EventsApi(IntakeConfig config, EventSource sourceOf, MeterRegistry meters) {
        this.limits = config;
        this.sourceOf = sourceOf;
        this.sender = new EventSender(config);
        this.sources = new Sources(meters, InstantSource.system());
        this.memory = new Semaphore((int) config.memoryBytesMax());
    }

    /** Who has sent what. */
    public Sources sources() {
        return sources;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.post("/v1/events", this::take);
        routes.get(
                "/v1/sources",
                ctx -> ctx.json(Map.of(
                        "sources", sources.all().stream().map(SourceJson::of).toList())));
    }

    @Override
    public void addPages(RoutesConfig routes, Renderer renderer) {
        new SourcePages(renderer, sources).add(routes);
    }

    private void take(Context ctx) throws IOException, InterruptedException {
        String source = sourceOf.of(ctx);
        boolean dryRun = isDryRun(ctx);
        requireMediaType(ctx);
        try (RequestBody body = RequestBody.open(ctx, limits, memory);
                EventLines lines = EventLines.of(body)) {
            Batch batch = Batch.read(lines, limits.linesMax());
            @Nullable Receipt receipt = null;
            if (!dryRun) {
                receipt = sender.send(batch.events());
                batch.confirm(receipt.confirmed());
                sources.count(source, batch);
            }
            answer(ctx, source, batch, receipt);
        } catch (TooManyLinesException e) {
            throw Problem.thrown(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "A request has at most " + limits.linesMax() + " lines; nothing of it was sent");
        } catch (ZipException | EOFException e) {
            throw new BadRequestResponse("The body is no whole gzip: " + e.getMessage());
        }
    }

    private static boolean isDryRun(Context ctx) {
        String given = ctx.queryParam("dryRun");
        return switch (given == null ? "false" : given) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new BadRequestResponse("dryRun must be true or false");
        };
    }

    private static void requireMediaType(Context ctx) {
        String given = ctx.contentType();
        String type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.isEmpty() && !MEDIA_TYPES.contains(type)) {
            throw Problem.thrown(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type must be application/x-ndjson: one JSON object on each line");
        }
    }

    private void answer(Context ctx, String source, Batch batch, @Nullable Receipt receipt) throws IOException {
        ctx.status(status(batch, receipt));
        if (receipt != null && !receipt.isComplete()) {
            ctx.header(
                    "Retry-After", Integer.toString(receipt.isOverfull() ? RETRY_SOON_SECONDS : RETRY_LATER_SECONDS));
            LOG.warn(
                    "intake source={} unconfirmed={} reason=\"{}\"",
                    source,
                    batch.unconfirmed(),
                    String.valueOf(receipt.trouble()));
        }
        ctx.contentType("application/json; charset=utf-8").result(json(source, batch, receipt == null));
    }

    private static HttpStatus status(Batch batch, @Nullable Receipt receipt) {
        if (receipt != null && !receipt.isComplete()) {
            return receipt.isOverfull() ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.SERVICE_UNAVAILABLE;
        }
        if (batch.refused().isEmpty()) {
            return HttpStatus.OK;
        }
        return batch.events().isEmpty() ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.MULTI_STATUS;
    }

    private static byte[] json(String source, Batch batch, boolean dryRun) throws IOException {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(128 + 64 * batch.results().size());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("source", source);
            json.writeBooleanField("dryRun", dryRun);
            json.writeNumberField("accepted", batch.accepted());
            json.writeNumberField("refused", batch.refused().size());
            json.writeNumberField("unconfirmed", batch.unconfirmed());
            json.writeArrayFieldStart("results");
            for (LineResult result : batch.results()) {
                json.writeStartObject();
                json.writeNumberField("line", result.line());
                switch (result) {
                    case Accepted(long line, String eventId) -> {
                        json.writeStringField("result", "accepted");
                        json.writeStringField("eventId", eventId);
                    }
                    case Unconfirmed(long line, String eventId) -> {
                        json.writeStringField("result", "unconfirmed");
                        json.writeStringField("eventId", eventId);
                    }
                    case Refused(long line, String field, String problem) -> {
                        json.writeStringField("result", "refused");
                        json.writeStringField("field", field);
                        json.writeStringField("problem", problem);
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        sender.close();
    }
}
