package io.pointstream.dashboards.page;

import io.javalin.http.Context;
import io.pointstream.dashboards.desk.CaseWork;
import io.pointstream.dashboards.desk.DeskState;
import io.pointstream.dashboards.http.Params;
import io.pointstream.sinks.report.QueueFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of the queue somebody wants to see; together with the path its query reproduces the view.
 *
 * @param level HOLD or REVIEW; null for both
 * @param code a reason code; null for any
 * @param tier null for any
 * @param age days since it was raised, at least
 * @param ring accounts, at least
 * @param whose EVERYBODY, MINE, NOBODY, SECOND or the name of a person
 */
public record QueueView(
        @Nullable String level,
        @Nullable String code,
        @Nullable String tier,
        int age,
        int ring,
        String whose) {

    /** What a case may stand on: the detectors' reasons, and that a redemption waits. */
    public static final List<String> CODES = Stream.concat(Pages.REASON_CODES.stream(), Stream.of("LARGE_REDEMPTION"))
            .toList();

    /** Everything that is open. */
    public static final String EVERYBODY = "";

    /** What whoever looks has in hand, or is theirs. */
    public static final String MINE = "mine";

    /** What is nobody's and in nobody's hand. */
    public static final String NOBODY = "nobody";

    /** What waits for a second person. */
    public static final String SECOND = "second";

    // A decision takes its case off the queue at once; by then the case has been closed everywhere.
    private static final Duration CLOSED_BY_THEN = Duration.ofMinutes(1);

    /** The view that a request asks for. */
    public static QueueView of(Context ctx) {
        String whose = ctx.queryParam("whose");
        return new QueueView(
                Params.code(ctx, "level"),
                Params.code(ctx, "code"),
                Params.code(ctx, "tier"),
                (int) Params.number(ctx, "age", 0, 0, 3650),
                (int) Params.number(ctx, "ring", 1, 1, 100_000),
                whose == null ? EVERYBODY : whose);
    }

    /** Whether it is of the cases of somebody who is named. */
    boolean isOfPerson() {
        return !List.of(EVERYBODY, MINE, NOBODY, SECOND).contains(whose);
    }

    /** The parameters that differ from a view of everything. */
    public Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        put(query, "level", level);
        put(query, "code", code);
        put(query, "tier", tier);
        put(query, "age", age == 0 ? null : Integer.toString(age));
        put(query, "ring", ring == 1 ? null : Integer.toString(ring));
        put(query, "whose", whose.isEmpty() ? null : whose);
        return query;
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    /**
     * What to ask for.
     *
     * @param me who looks
     * @param now by the clock of the desk
     * @param programNow by the clock of the program, in which cases are raised
     */
    QueueFilter filter(DeskState state, String me, Instant now, Instant programNow) {
        List<String> only = switch (whose) {
            case EVERYBODY, NOBODY -> null;
            case MINE -> state.casesWhere(work -> me.equals(work.assignee()) || isLockedBy(work, me, now));
            case SECOND -> state.casesWhere(work -> work.proposal() != null);
            default -> state.casesWhere(work -> whose.equals(work.assignee()) || isLockedBy(work, whose, now));
        };
        List<String> without = state.casesWhere(work -> isJustDecided(work, now)
                || (whose.equals(NOBODY)
                        && (work.assignee() != null || work.lockedAt(now).isPresent())));
        return new QueueFilter(
                level, code, tier, age == 0 ? null : programNow.minus(Duration.ofDays(age)), ring, only, without);
    }

    /** The same for whoever asks for the next case: nothing that waits for somebody else. */
    QueueFilter next(DeskState state, String me, Instant now, Instant programNow) {
        QueueFilter all = filter(state, me, now, programNow);
        List<String> without = state.casesWhere(work -> isJustDecided(work, now)
                || work.proposal() != null
                || (work.assignee() != null && !work.assignee().equals(me))
                || work.lockedAt(now).filter(lock -> !lock.person().equals(me)).isPresent());
        return new QueueFilter(
                all.level(), all.code(), all.tier(), all.raisedBefore(), all.accountsMin(), all.only(), without);
    }

    private static boolean isLockedBy(CaseWork work, String person, Instant now) {
        return work.lockedAt(now).filter(lock -> lock.person().equals(person)).isPresent();
    }

    private static boolean isJustDecided(CaseWork work, Instant now) {
        return work.decided() != null && work.decided().at().isAfter(now.minus(CLOSED_BY_THEN));
    }
}
