package io.pointstream.dashboards;

import io.pointstream.dashboards.account.LiveAccounts.Answer;
import io.pointstream.dashboards.http.Peers;
import io.pointstream.dashboards.rules.BookKeeper;
import io.pointstream.dashboards.rules.Trials;
import io.pointstream.engine.rules.BookDifference;
import io.pointstream.engine.rules.BookParts;
import io.pointstream.engine.rules.BookWarnings;
import io.pointstream.engine.rules.Problem;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBookException;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.topologies.points.Rehearsal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The engine's word on rule books, with accounts of which nothing is known; the service's own is tested in {@code app}. */
final class SampleBooks implements BookKeeper {

    /** Of a process that is alone. */
    static Trials trials() {
        return new Trials(activity -> Optional.empty(), id -> new Answer.Unknown(), new Peers(Optional.empty()));
    }

    @Override
    public String startYaml() {
        return RuleBooks.shippedYaml();
    }

    @Override
    public Checked check(String yaml) {
        try {
            RuleBook book = RuleBookParser.parse(yaml, "book");
            return new Checked(book.rules().size(), List.of(), remarks(BookWarnings.of(yaml, "book")));
        } catch (RuleBookException e) {
            return new Checked(0, remarks(e.problems()), List.of());
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
        RuleBooks books = RuleBooks.of(versions.stream()
                .map(version -> new RuleBooks.Version(
                        version.number(),
                        version.effectiveFrom() == null ? Instant.MIN : version.effectiveFrom(),
                        RuleBookParser.parse(version.yaml(), "book")))
                .toList());
        Rehearsal rehearsal = Rehearsal.ofNew(books, activity, Rehearsal.Basis.NEW);
        return new Trial(rehearsal.entry(), Basis.NOT_HERE);
    }
}
