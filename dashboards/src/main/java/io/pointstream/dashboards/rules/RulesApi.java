package io.pointstream.dashboards.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.pointstream.dashboards.Endpoints;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.BookMark;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.EffectiveTime;
import io.pointstream.dashboards.desk.RuleDesk;
import io.pointstream.dashboards.desk.RuleDesk.Draft;
import io.pointstream.dashboards.desk.RuleDesk.Published;
import io.pointstream.dashboards.desk.RuleProposal;
import io.pointstream.dashboards.http.Fields;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.http.Problem;
import io.pointstream.dashboards.page.Renderer;
import io.pointstream.dashboards.rules.BookKeeper.Checked;
import io.pointstream.dashboards.rules.BookKeeper.Difference;
import io.pointstream.dashboards.rules.BookKeeper.Part;
import io.pointstream.dashboards.rules.BookKeeper.Remark;
import io.pointstream.dashboards.rules.BookKeeper.Trial;
import io.pointstream.dashboards.rules.Shelf.Book;
import io.pointstream.dashboards.rules.TriedEvent.WrongEventException;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.OutputJson;
import io.pointstream.schemas.json.Times;
import io.pointstream.schemas.points.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/rules}: the rule book's versions; a candidate checked, an event tried; the next version proposed and published. */
public final class RulesApi implements Endpoints {

    private static final Logger LOG = LoggerFactory.getLogger(RulesApi.class);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A book in a JSON text, where a character may take six. */
    private static final int BODY_BYTES_MAX = 4 * RuleDesk.BOOK_BYTES_MAX;

    private static final String RETRY_SECONDS = "5";

    private final Desk desk;
    private final BookKeeper keeper;
    private final Trials trials;
    private final Shelf shelf;

    /**
     * Reads nothing before the first question.
     *
     * @param keeper what the program says of books
     * @param trials on accounts that other processes have
     */
    public RulesApi(Desk desk, BookKeeper keeper, Trials trials) {
        this.desk = desk;
        this.keeper = keeper;
        this.trials = trials;
        this.shelf = new Shelf(desk.rules().published(), keeper);
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/rules", ctx -> ctx.json(versions()));
        routes.get("/v1/rules/{version}", ctx -> ctx.json(version(ctx)));
        routes.post("/v1/rules/check", this::check);
        routes.post("/v1/rules/dry-run", this::dryRun);
        routes.post("/v1/rules/proposals", this::propose);
        routes.post("/v1/rules/proposals/{id}/approvals", this::approve);
        routes.exception(RulesAwayException.class, (e, ctx) -> {
            away(e, ctx);
            Problem.write(ctx, HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        });
    }

    @Override
    public void addPages(RoutesConfig routes, Renderer renderer) {
        new RulePages(renderer, desk, keeper, trials, shelf).add(routes);
        routes.exception(RulesAwayException.class, (e, ctx) -> {
            away(e, ctx);
            if (ctx.path().startsWith("/v1/")) {
                Problem.write(ctx, HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
            } else {
                renderer.error(
                        ctx, HttpStatus.SERVICE_UNAVAILABLE, renderer.texts(ctx).lookup("away.rules"));
            }
        });
    }

    private static void away(RulesAwayException e, Context ctx) {
        LOG.warn("rules path={} error=\"{}\"", ctx.path(), String.valueOf(e.getCause()));
        ctx.header("Retry-After", RETRY_SECONDS);
    }

    private record VersionJson(
            int version,
            @Nullable String effectiveFrom,
            @Nullable String publishedAt,
            @Nullable String publishedBy,
            String book,
            int rules,
            boolean right,
            boolean inForce) {

        static VersionJson of(Book book, Book inForce) {
            return new VersionJson(
                    book.number(),
                    time(book.effectiveFrom()),
                    time(book.publishedAt()),
                    book.publishedBy().isEmpty() ? null : book.publishedBy(),
                    BookMark.of(book.yaml()),
                    book.checked().rules(),
                    book.checked().isRight(),
                    book.number() == inForce.number());
        }

        private static @Nullable String time(@Nullable Instant at) {
            return at == null ? null : Times.utc(at);
        }
    }

    private record ProposalJson(
            String id,
            String person,
            String at,
            int base,
            String effectiveFrom,
            String reason,
            String book,
            List<Difference> changes) {}

    private record VersionsJson(
            int inForce,
            List<VersionJson> versions,
            @Nullable ProposalJson proposal) {}

    private VersionsJson versions() {
        Book inForce = inForce();
        RuleProposal proposal = desk.state().ruleProposal();
        return new VersionsJson(
                inForce.number(),
                shelf.books().stream()
                        .map(book -> VersionJson.of(book, inForce))
                        .toList(),
                proposal == null ? null : json(proposal));
    }

    private ProposalJson json(RuleProposal proposal) {
        return new ProposalJson(
                proposal.actId(),
                proposal.person(),
                Times.utc(proposal.at()),
                proposal.base(),
                Times.utc(proposal.effectiveFrom()),
                proposal.reason(),
                BookMark.of(proposal.yaml()),
                keeper.differences(shelf.newest().yaml(), proposal.yaml()));
    }

    private record BookJson(
            VersionJson version,
            String yaml,
            List<Part> parts,
            @Nullable Integer against,
            List<Difference> changes) {}

    private BookJson version(Context ctx) {
        String number = ctx.pathParam("version");
        Book book = (number.matches("[1-9]\\d{0,8}") ? shelf.find(Integer.parseInt(number)) : Optional.<Book>empty())
                .orElseThrow(() -> new NotFoundResponse("There is no such version"));
        Book against = against(ctx, shelf, book).orElse(null);
        boolean right = book.checked().isRight();
        return new BookJson(
                VersionJson.of(book, inForce()),
                book.yaml(),
                right ? keeper.parts(book.yaml()) : List.of(),
                against == null ? null : against.number(),
                against == null || !right ? List.of() : keeper.differences(against.yaml(), book.yaml()));
    }

    /** The version that a request wants one compared with: the right one before it, if it does not say. */
    static Optional<Book> against(Context ctx, Shelf shelf, Book book) {
        long wanted = Params.number(ctx, "against", 0, 0, Integer.MAX_VALUE);
        return shelf.books().stream()
                .filter(other -> other.checked().isRight())
                .filter(other -> wanted == 0 ? other.number() < book.number() : other.number() == wanted)
                .reduce((one, later) -> later);
    }

    private record CheckJson(
            boolean right,
            int rules,
            String book,
            List<Remark> problems,
            List<Remark> warnings,
            int against,
            List<Difference> changes) {}

    private void check(Context ctx) {
        Fields fields = Fields.of(ctx, BODY_BYTES_MAX);
        String yaml = book(fields);
        if (fields.refused(ctx)) {
            return;
        }
        Checked checked = keeper.check(yaml);
        Book inForce = inForce();
        ctx.json(new CheckJson(
                checked.isRight(),
                checked.rules(),
                BookMark.of(yaml),
                checked.problems(),
                checked.warnings(),
                inForce.number(),
                checked.isRight() ? keeper.differences(inForce.yaml(), yaml) : List.of()));
    }

    private static String book(Fields fields) {
        String yaml = fields.text("book");
        if (yaml.isBlank()) {
            fields.refuse("book", "expected a rule book, YAML in a text");
        }
        return yaml;
    }

    private record TrialJson(String basis, int ruleBookVersion, JsonNode decision, List<JsonNode> postings) {}

    private void dryRun(Context ctx) throws JsonProcessingException, InterruptedException {
        Fields fields = Fields.of(ctx);
        String accountId = fields.text("accountId");
        JsonNode event = fields.value("event");
        if (!event.isObject()) {
            fields.refuse("event", "expected an event, as POST /v1/events takes it");
        }
        if (fields.refused(ctx)) {
            return;
        }
        try {
            Activity activity = TriedEvent.read(accountId, event, desk.cases().programNow());
            ctx.json(json(trials.rehearse(keeper, shelf, activity)));
        } catch (WrongEventException | IllegalArgumentException | ArithmeticException e) {
            fields.refuse("event", String.valueOf(e.getMessage()));
            fields.refused(ctx);
        }
    }

    private static TrialJson json(Trial trial) throws JsonProcessingException {
        JournalEntry entry = trial.entry();
        List<JsonNode> postings = new ArrayList<>();
        for (String posting : OutputJson.postings(entry)) {
            postings.add(JSON.readTree(posting));
        }
        JsonNode decision = JSON.readTree(Objects.requireNonNull(OutputJson.decision(entry)));
        return new TrialJson(
                trial.basis().name(), decision.path("ruleBookVersion").asInt(), decision, postings);
    }

    private void propose(Context ctx) {
        Fields fields = Fields.of(ctx, BODY_BYTES_MAX);
        String yaml = book(fields);
        Optional<Instant> effectiveFrom = EffectiveTime.read(fields.text("effectiveFrom"));
        String reason = fields.text("reason");
        if (effectiveFrom.isEmpty()) {
            fields.refuse(
                    "effectiveFrom",
                    "expected a time with an offset, such as 2026-06-01T00:00:00+08:00, or a date, such as 2026-06-01");
        }
        if (reason.isBlank()) {
            fields.refuse("reason", "expected text");
        }
        Checked checked = keeper.check(yaml);
        if (!checked.isRight()) {
            Remark first = checked.problems().getFirst();
            fields.refuse("book", first.line() + ":" + first.column() + ": " + first.message());
        }
        if (fields.refused(ctx)) {
            return;
        }
        String id = desk.rules()
                .propose(
                        Visitor.of(ctx).actor(),
                        Visitor.actKey(ctx),
                        new Draft(yaml, effectiveFrom.orElseThrow(), reason));
        ctx.status(HttpStatus.ACCEPTED).json(Map.of("id", id, "state", "PROPOSED"));
    }

    private enum Word {
        APPROVE,
        REFUSE
    }

    private void approve(Context ctx) {
        Fields fields = Fields.of(ctx);
        Word word = fields.choice("word", Word.class);
        String note = fields.text("note");
        if (fields.refused(ctx) || word == null) {
            return;
        }
        String proposal = ctx.pathParam("id");
        String key = Visitor.actKey(ctx);
        if (word == Word.REFUSE) {
            desk.rules().refuse(Visitor.of(ctx).actor(), key, proposal, note);
            ctx.json(Map.of("id", key, "state", "REFUSED"));
            return;
        }
        Published published = desk.rules().approve(Visitor.of(ctx).actor(), key, proposal, note);
        shelf.forget();
        ctx.json(Map.of("id", published.actId(), "state", "PUBLISHED", "version", published.version()));
    }

    private Book inForce() {
        return shelf.inForceAt(desk.cases().programNow());
    }
}
