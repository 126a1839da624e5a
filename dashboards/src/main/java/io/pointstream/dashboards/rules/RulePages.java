package io.pointstream.dashboards.rules;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.UploadedFile;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.BookMark;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.EffectiveTime;
import io.pointstream.dashboards.desk.RefusedException;
import io.pointstream.dashboards.desk.RuleDesk;
import io.pointstream.dashboards.desk.RuleDesk.Draft;
import io.pointstream.dashboards.desk.RuleProposal;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.page.PageContext;
import io.pointstream.dashboards.page.Renderer;
import io.pointstream.dashboards.rules.BookKeeper.Checked;
import io.pointstream.dashboards.rules.BookKeeper.Difference;
import io.pointstream.dashboards.rules.BookKeeper.Kind;
import io.pointstream.dashboards.rules.BookKeeper.Part;
import io.pointstream.dashboards.rules.BookKeeper.Trial;
import io.pointstream.dashboards.rules.DiffResult.UnreadableException;
import io.pointstream.dashboards.rules.Shelf.Book;
import io.pointstream.dashboards.rules.TriedEvent.WrongEventException;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.schemas.activity.Activity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the rule book: what is in force and what was, an event tried, a candidate checked and proposed. A form that is
 * refused comes back with what was in it.
 */
public final class RulePages {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    /** What the page of a trial begins with. */
    private static final String EXAMPLE = """
            {
              "type": "payment.settled",
              "paymentId": "p1",
              "channel": "JD",
              "merchantId": "m1",
              "amountFen": 123400
            }""";

    /** A result of {@code rules diff} with a page of accounts and cases is some 100 KiB. */
    private static final int DIFF_BYTES_MAX = 512 * 1024;

    private final Renderer renderer;
    private final Desk desk;
    private final BookKeeper keeper;
    private final Trials trials;
    private final Shelf shelf;

    RulePages(Renderer renderer, Desk desk, BookKeeper keeper, Trials trials, Shelf shelf) {
        this.renderer = renderer;
        this.desk = desk;
        this.keeper = keeper;
        this.trials = trials;
        this.shelf = shelf;
    }

    void add(RoutesConfig routes) {
        routes.get("/rules", this::show);
        routes.get("/rules/try", this::askToTry);
        routes.post("/rules/try", this::tryOut);
        routes.get("/rules/candidate", ctx -> renderer.render(ctx, "candidate.jte", candidate(Candidate.NONE)));
        routes.post("/rules/candidate", this::check);
        routes.post("/rules/propose", this::propose);
        routes.post("/rules/approve", this::approve);
        routes.post("/rules/refuse", this::refuse);
    }

    /** A version in the list of all. */
    public record Row(
            int number,
            @Nullable Instant effectiveFrom,
            @Nullable Instant publishedAt,
            String publishedBy,
            String mark,
            Checked checked,
            boolean inForce,
            boolean toCome) {}

    /**
     * A book, part by part.
     *
     * @param differences from another one
     */
    public record BookView(List<Part> parts, List<Difference> differences) {

        /** The parts of a kind, in the order of the book. */
        public List<Part> of(Kind kind) {
            return parts.stream().filter(part -> part.kind() == kind).toList();
        }

        /** The rules of a category, in the order of the book. */
        public List<Part> rulesOf(String category) {
            return parts.stream()
                    .filter(part -> part.kind() == Kind.RULE && category.equals(part.field("category")))
                    .toList();
        }

        /** The program as a whole. */
        public Map<String, String> program() {
            return parts.isEmpty() ? Map.of() : parts.getFirst().fields();
        }

        /** The rule of this id, if there is one. */
        public Optional<Part> rule(String id) {
            return parts.stream()
                    .filter(part -> part.kind() == Kind.RULE && part.id().equals(id))
                    .findFirst();
        }
    }

    /**
     * A proposal that waits.
     *
     * @param stale whether another version was published since it was made, so that it cannot be published any more
     * @param past whether the time from which it is to be in force has passed
     */
    public record Waiting(
            RuleProposal proposal,
            Checked checked,
            BookView book,
            String mark,
            boolean stale,
            boolean past,
            boolean mayApprove,
            boolean mayRefuse) {}

    private void show(Context ctx) {
        Instant now = desk.cases().programNow();
        Book inForce = shelf.inForceAt(now);
        long wanted = Params.number(ctx, "version", inForce.number(), 1, Integer.MAX_VALUE);
        Optional<Book> found = shelf.find((int) wanted);
        if (found.isEmpty()) {
            renderer.error(ctx, HttpStatus.NOT_FOUND, renderer.texts(ctx).lookup("rules.missing"));
            return;
        }
        Book shown = found.get();
        Optional<Book> against = RulesApi.against(ctx, shelf, shown);
        Map<String, Object> model = new HashMap<>();
        model.put("shown", row(shown, inForce, now));
        model.put("book", view(shown, against));
        model.put("against", against.map(Book::number).orElse(0));
        model.put("yaml", shown.yaml());
        model.put(
                "versions",
                shelf.books().reversed().stream()
                        .map(book -> row(book, inForce, now))
                        .toList());
        model.put("waiting", waiting(ctx, now));
        model.put("key", CaseDesk.newKey());
        renderer.render(ctx, "rules.jte", model);
    }

    private static Row row(Book book, Book inForce, Instant now) {
        return new Row(
                book.number(),
                book.effectiveFrom(),
                book.publishedAt(),
                book.publishedBy(),
                BookMark.of(book.yaml()),
                book.checked(),
                book.number() == inForce.number(),
                book.effectiveFrom() != null && book.effectiveFrom().isAfter(now));
    }

    private BookView view(Book book, Optional<Book> against) {
        return book.checked().isRight()
                ? new BookView(
                        keeper.parts(book.yaml()),
                        against.map(other -> keeper.differences(other.yaml(), book.yaml()))
                                .orElse(List.of()))
                : new BookView(List.of(), List.of());
    }

    private @Nullable Waiting waiting(Context ctx, Instant now) {
        RuleProposal proposal = desk.state().ruleProposal();
        if (proposal == null) {
            return null;
        }
        Visitor visitor = Visitor.of(ctx);
        boolean own = proposal.person().equals(visitor.name());
        Book newest = shelf.newest();
        Checked checked = keeper.check(proposal.yaml());
        BookView book = checked.isRight()
                ? new BookView(keeper.parts(proposal.yaml()), keeper.differences(newest.yaml(), proposal.yaml()))
                : new BookView(List.of(), List.of());
        boolean publisher = visitor.hasAny(RuleDesk.PUBLISHERS);
        boolean stale = shelf.books().getLast().number() > proposal.base();
        return new Waiting(
                proposal,
                checked,
                book,
                BookMark.of(proposal.yaml()),
                stale,
                proposal.effectiveFrom().isBefore(now),
                publisher && !own && !stale && checked.isRight(),
                publisher || own);
    }

    private void askToTry(Context ctx) {
        tried(ctx, text(ctx.queryParam("account")), EXAMPLE, null, null);
    }

    private void tryOut(Context ctx) throws InterruptedException {
        String account = text(ctx.formParam("account")).strip();
        String event = text(ctx.formParam("event"));
        try {
            if (!account.isEmpty()) {
                Params.accountId(account);
            }
            Activity activity = TriedEvent.read(account, event, desk.cases().programNow());
            Trial trial = trials.rehearse(keeper, shelf, activity);
            tried(ctx, account, event, trial, null);
        } catch (WrongEventException | IllegalArgumentException | ArithmeticException e) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            tried(ctx, account, event, null, String.valueOf(e.getMessage()));
        }
    }

    private void tried(Context ctx, String account, String event, @Nullable Trial trial, @Nullable String wrong) {
        Map<String, Object> model = new HashMap<>();
        model.put("account", account);
        model.put("event", event);
        model.put("trial", trial);
        model.put("wrong", wrong);
        renderer.render(ctx, "try.jte", model);
    }

    /**
     * What somebody wants checked.
     *
     * @param diff a result of {@code rules diff}; may be empty
     * @param effectiveFrom as the browser's field has it
     */
    private record Candidate(
            String yaml,
            String diff,
            String effectiveFrom,
            String reason,
            @Nullable String refusal) {

        static final Candidate NONE = new Candidate("", "", "", "", null);

        Candidate refused(String why) {
            return new Candidate(yaml, diff, effectiveFrom, reason, why);
        }
    }

    private void check(Context ctx) {
        renderer.render(ctx, "candidate.jte", candidate(given(ctx)));
    }

    private static Candidate given(Context ctx) {
        return new Candidate(
                textOrFile(ctx, "book", RuleDesk.BOOK_BYTES_MAX),
                textOrFile(ctx, "diff", DIFF_BYTES_MAX),
                text(ctx.formParam("effectiveFrom")),
                text(ctx.formParam("reason")),
                null);
    }

    // A browser ends the lines of a form with CR LF; a file that was chosen is what is meant.
    private static String textOrFile(Context ctx, String field, int bytesMax) {
        UploadedFile file = ctx.isMultipartFormData() ? ctx.uploadedFile(field + "File") : null;
        String text = text(ctx.formParam(field));
        if (file != null && file.size() > 0) {
            try (InputStream in = file.content()) {
                text = new String(in.readNBytes(bytesMax + 1), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            throw new BadRequestResponse(field + " has at most " + bytesMax / 1024 + " KiB");
        }
        return text.replace("\r\n", "\n");
    }

    private Map<String, Object> candidate(Candidate candidate) {
        Book inForce = shelf.inForceAt(desk.cases().programNow());
        Book newest = shelf.newest();
        Map<String, Object> model = new HashMap<>();
        model.put("yaml", candidate.yaml);
        model.put("diffText", candidate.diff);
        model.put("reason", candidate.reason);
        model.put("refusal", candidate.refusal);
        model.put("key", CaseDesk.newKey());
        model.put("inForce", inForce.number());
        model.put("newest", newest.number());
        model.put("mark", BookMark.of(candidate.yaml));
        model.put("inForceMark", BookMark.of(inForce.yaml()));
        model.put("waits", desk.state().ruleProposal() != null);
        model.put("effectiveFrom", candidate.effectiveFrom.isEmpty() ? tomorrow() : candidate.effectiveFrom);
        Checked checked = candidate.yaml.isBlank() ? null : keeper.check(candidate.yaml);
        model.put("checked", checked);
        model.put(
                "book",
                checked != null && checked.isRight()
                        ? new BookView(keeper.parts(candidate.yaml), keeper.differences(inForce.yaml(), candidate.yaml))
                        : new BookView(List.of(), List.of()));
        model.put("diff", null);
        model.put("diffWrong", null);
        if (!candidate.diff.isBlank()) {
            try {
                model.put("diff", DiffResult.read(candidate.diff));
            } catch (UnreadableException e) {
                model.put("diffWrong", e.getMessage());
            }
        }
        return model;
    }

    /** The next midnight of the program zone. */
    private String tomorrow() {
        return LOCAL.format(desk.cases()
                .programNow()
                .atZone(EffectiveTime.ZONE)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1));
    }

    private void propose(Context ctx) {
        Candidate candidate = given(ctx);
        Texts t = renderer.texts(ctx);
        Optional<Instant> from = EffectiveTime.readLocal(candidate.effectiveFrom);
        Checked checked = keeper.check(candidate.yaml);
        if (from.isEmpty() || !checked.isRight()) {
            String why = t.lookup(from.isEmpty() ? "rules.propose.time" : "rules.propose.wrong");
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            renderer.render(ctx, "candidate.jte", candidate(candidate.refused(why)));
            return;
        }
        try {
            desk.rules()
                    .propose(
                            Visitor.of(ctx).actor(),
                            required(ctx, "key"),
                            new Draft(candidate.yaml, from.get(), candidate.reason));
        } catch (RefusedException e) {
            ctx.status(HttpStatus.CONFLICT);
            renderer.render(ctx, "candidate.jte", candidate(candidate.refused(e.in(t))));
            return;
        }
        go(ctx, "rulesProposed");
    }

    private void approve(Context ctx) {
        desk.rules()
                .approve(
                        Visitor.of(ctx).actor(),
                        required(ctx, "key"),
                        required(ctx, "proposal"),
                        text(ctx.formParam("note")));
        shelf.forget();
        go(ctx, "rulesPublished");
    }

    private void refuse(Context ctx) {
        desk.rules()
                .refuse(
                        Visitor.of(ctx).actor(),
                        required(ctx, "key"),
                        required(ctx, "proposal"),
                        text(ctx.formParam("note")));
        go(ctx, "rulesRefused");
    }

    private static void go(Context ctx, String said) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("said", said);
        ctx.redirect(PageContext.url("/rules", query), HttpStatus.SEE_OTHER);
    }

    private static String required(Context ctx, String field) {
        String text = ctx.formParam(field);
        if (text == null || text.isBlank()) {
            throw new BadRequestResponse(field + " is required");
        }
        return text;
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
