package io.pointstream.dashboards.letters;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UnauthorizedResponse;
import io.pointstream.dashboards.Endpoints;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.http.Problem;
import io.pointstream.dashboards.letters.LetterQuery.Cursor;
import io.pointstream.dashboards.page.Renderer;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.registry.SchemaRegistryClient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/dead-letters}: what could not be processed, looked for, looked at, and sent again. */
public final class LettersApi implements Endpoints {

    private static final Logger LOG = LoggerFactory.getLogger(LettersApi.class);

    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 200;
    private static final int TEXT_CHARS_MAX = 200;

    /** Keeps who has letters sent again. */
    @FunctionalInterface
    public interface Clerk {

        /** Notes that this request is for a letter to be sent again, or refuses; gives who asks. */
        String note(Context request, String letter);

        /** Every request is an act of somebody who has said who they are. */
        static Clerk of(Desk desk) {
            return (request, letter) -> {
                Visitor visitor = Visitor.of(request);
                String name = visitor.name();
                if (name == null) {
                    throw new UnauthorizedResponse("Letters are sent again by somebody with a name: sign in");
                }
                desk.noteResend(visitor.actor(), letter);
                return name;
            };
        }
    }

    private final LetterReader letters;
    private final Resends resends;
    private final SchemaRegistryClient registry;
    private final Clerk clerk;

    /**
     * Connects to nothing before the first question.
     *
     * @param clerk is told before a letter is sent again
     */
    public LettersApi(LetterReader letters, Resends resends, SchemaRegistryClient registry, Clerk clerk) {
        this.letters = letters;
        this.resends = resends;
        this.registry = registry;
        this.clerk = clerk;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/dead-letters", ctx -> ctx.json(find(ctx)));
        routes.get(
                "/v1/dead-letters/{partition}/{offset}",
                ctx -> ctx.json(show(ctx.pathParam("partition"), ctx.pathParam("offset"))));
        routes.post(
                "/v1/dead-letters/{partition}/{offset}/resend",
                ctx -> ctx.json(resend(ctx, ctx.pathParam("partition"), ctx.pathParam("offset"))));
    }

    @Override
    public void addPages(RoutesConfig routes, Renderer renderer) {
        new LetterPages(renderer, this).add(routes);
    }

    /**
     * Some of the letters that a request's parameters ask for.
     *
     * @param next where to go on; null when all were looked at
     * @param scanned letters looked at
     * @param inAll offsets of the topic
     */
    public record Found(List<LetterView> letters, @Nullable String next, int scanned, long inAll) {}

    Found find(Context ctx) throws InterruptedException {
        LetterQuery query = query(ctx);
        try {
            LetterReader.Page page = letters.find(query);
            Set<String> resent = page.letters().isEmpty() ? Set.of() : resends.marks();
            return new Found(
                    page.letters().stream()
                            .map(letter -> LetterView.of(letter, registry, resent, false))
                            .toList(),
                    page.next() == null ? null : page.next().toString(),
                    page.scanned(),
                    page.inAll());
        } catch (KafkaException e) {
            throw away(e);
        }
    }

    LetterView show(String partition, String offset) throws InterruptedException {
        try {
            return LetterView.of(letter(partition, offset), registry, resends.marks(), true);
        } catch (KafkaException e) {
            throw away(e);
        }
    }

    Resends.Sent resend(Context ctx, String partition, String offset) throws InterruptedException {
        try {
            Resends.Sent sent = resends.resend(letter(partition, offset), clerk.note(ctx, partition + "/" + offset));
            LOG.info(
                    "letters event=resent letter={}/{} to={}-{}@{}",
                    partition,
                    offset,
                    sent.topic(),
                    sent.partition(),
                    sent.offset());
            return sent;
        } catch (Resends.RefusedException e) {
            throw Problem.thrown(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            throw away(e);
        }
    }

    private DeadLetter letter(String partition, String offset) throws InterruptedException {
        if (!partition.matches("\\d{1,9}") || !offset.matches("\\d{1,18}")) {
            throw new BadRequestResponse("A letter's partition and offset are whole numbers from 0");
        }
        return letters.at(Integer.parseInt(partition), Long.parseLong(offset))
                .orElseThrow(() -> new NotFoundResponse("There is no letter at this place"));
    }

    private static LetterQuery query(Context ctx) {
        String topic = given(ctx, "topic");
        if (topic != null && Topics.find(topic) == null) {
            throw new BadRequestResponse("topic must be one of the program's topics");
        }
        String text = given(ctx, "text");
        if (text != null && text.length() > TEXT_CHARS_MAX) {
            throw new BadRequestResponse("text has at most " + TEXT_CHARS_MAX + " characters");
        }
        return new LetterQuery(
                topic,
                Params.code(ctx, "reason"),
                time(ctx, "from"),
                time(ctx, "to"),
                text,
                (int) Params.number(ctx, "limit", LIMIT_DEFAULT, 1, LIMIT_MAX),
                cursor(given(ctx, "before")));
    }

    private static @Nullable String given(Context ctx, String name) {
        String text = ctx.queryParam(name);
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable Instant time(Context ctx, String name) {
        String text = given(ctx, name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new BadRequestResponse(name + " must be a time such as 2026-05-01T00:00:00Z");
        }
    }

    private static @Nullable Cursor cursor(@Nullable String text) {
        try {
            return text == null ? null : Cursor.of(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse("before must be the `next` of an earlier answer");
        }
    }

    private static RuntimeException away(KafkaException e) {
        LOG.warn("letters error=\"{}\"", e.toString());
        return Problem.thrown(HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer");
    }
}
