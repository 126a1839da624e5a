package io.pointstream.app.run;

import io.pointstream.dashboards.rules.BookKeeper;
import io.pointstream.engine.rules.BookDifference;
import io.pointstream.engine.rules.BookParts;
import io.pointstream.engine.rules.BookWarnings;
import io.pointstream.engine.rules.Problem;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBookException;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.topologies.points.AccountQueries;
import io.pointstream.topologies.points.Rehearsal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the engine says of rule books, for the console. */
public final class EngineBooks implements BookKeeper {

    private static final String NAME = "book";

    private final String startYaml;
    private final Supplier<Optional<AccountQueries>> accounts;

    /** Versions that were compiled for the last trial; a version never changes, and most trials are of the same ones. */
    private volatile @Nullable Compiled compiled;

    private record Compiled(List<Version> versions, RuleBooks books) {}

    /**
     * Knows no account yet.
     *
     * @param startYaml the book that instances start with
     * @param accounts of this process; empty while it has none
     */
    public EngineBooks(String startYaml, Supplier<Optional<AccountQueries>> accounts) {
        this.startYaml = startYaml;
        this.accounts = accounts;
    }

    @Override
    public String startYaml() {
        return startYaml;
    }

    @Override
    public Checked check(String yaml) {
        try {
            RuleBook book = RuleBookParser.parse(yaml, NAME);
            return new Checked(book.rules().size(), List.of(), remarks(BookWarnings.of(yaml, NAME)));
        } catch (RuleBookException e) {
            return new Checked(0, remarks(e.problems()), List.of());
        } catch (StackOverflowError e) {
            return new Checked(0, List.of(new Remark(1, 1, "the rule book is nested too deep")), List.of());
        }
    }

    private static List<Remark> remarks(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Remark(problem.line(), problem.column(), problem.message()))
                .toList();
    }

    @Override
    public List<Part> parts(String yaml) {
        return BookParts.of(yaml).stream()
                .map(part -> new Part(Kind.valueOf(part.kind().name()), part.id(), part.fields()))
                .toList();
    }

    @Override
    public List<Difference> differences(String earlier, String later) {
        return BookDifference.between(earlier, later).stream()
                .map(each -> new Difference(
                        What.valueOf(each.what().name()),
                        Kind.valueOf(each.kind().name()),
                        each.id(),
                        each.field(),
                        each.before(),
                        each.after()))
                .toList();
    }

    @Override
    public Trial rehearse(List<Version> versions, Activity activity) {
        RuleBooks books = books(versions);
        Optional<AccountQueries> here = accounts.get();
        if (here.isEmpty()) {
            Rehearsal rehearsal = Rehearsal.ofNew(books, activity, Rehearsal.Basis.UNAVAILABLE);
            return new Trial(rehearsal.entry(), Basis.NOT_HERE);
        }
        return trial(here.get().rehearse(books, activity));
    }

    static Trial trial(Rehearsal rehearsal) {
        return new Trial(rehearsal.entry(), Basis.valueOf(rehearsal.basis().name()));
    }

    private RuleBooks books(List<Version> versions) {
        Compiled known = compiled;
        if (known != null && known.versions.equals(versions)) {
            return known.books;
        }
        RuleBooks books = RuleBooks.of(versions.stream()
                .map(version -> new RuleBooks.Version(
                        version.number(),
                        version.effectiveFrom() == null ? Instant.MIN : version.effectiveFrom(),
                        RuleBookParser.parse(version.yaml(), NAME)))
                .toList());
        compiled = new Compiled(versions, books);
        return books;
    }
}
