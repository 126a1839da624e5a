package io.pointstream.topologies.points;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Held;
import io.pointstream.engine.account.Lot;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.risk.RiskLevel;
import io.pointstream.engine.rules.Cap;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An account as its state says at one moment.
 *
 * @param steps taken so far: the number of the newest
 * @param newestEvent the newest event time of a counted event; null before the first
 * @param at the account's clock, or the newest tick if that is newer (DOMAIN 1): the time of which tier and windows are
 * @param level what detection says of it
 * @param lots free points, earliest expiry first
 * @param held withheld points by the day on which they expire, were they free
 * @param caps every windowed cap of the version in force, in the order of the book
 */
public record AccountView(
        String accountId,
        long steps,
        @Nullable Instant newestEvent,
        Instant at,
        Tier tier,
        RiskLevel level,
        Balance balance,
        List<Lot> lots,
        List<Lot> held,
        int ruleBookVersion,
        List<CapUse> caps) {

    /**
     * How far a cap is used up in the window that the view's moment lies in.
     *
     * @param cap {@code <rule id, category or PROGRAM>/<window>}
     * @param from the window's first local day
     * @param until the first local day after it; null for a lifetime
     * @param left points that may still be granted; never negative, also where the cap was lowered meanwhile
     */
    public record CapUse(
            String cap,
            Window window,
            LocalDate from,
            @Nullable LocalDate until,
            long limit,
            long used,
            long left) {}

    /**
     * Looks at an account.
     *
     * @param tick the newest; null when there is none
     */
    static AccountView of(Account account, RuleBooks books, @Nullable Instant tick) {
        Instant clock = account.clock();
        Instant at =
                clock == null || (tick != null && tick.isAfter(clock)) ? (tick == null ? Instant.EPOCH : tick) : clock;
        RuleBooks.Version version = books.inForceAt(at);
        CalendarDay day = version.book().calendar().day(at.toEpochMilli());
        Map<String, CapUse> caps = new LinkedHashMap<>();
        version.book().rules().stream()
                .flatMap(rule -> rule.caps().stream())
                .filter(cap -> cap.window() != Window.TRANSACTION)
                .forEach(cap -> caps.computeIfAbsent(cap.name(), name -> use(account, cap, day)));
        Map<LocalDate, Long> held = new TreeMap<>();
        account.suspicion().held().forEach((Held kind, Long points) -> held.merge(kind.expiresOn(), points, Long::sum));
        return new AccountView(
                account.id(),
                account.steps(),
                account.newestEvent(),
                at,
                account.tierAt(at),
                account.suspicion().level(),
                account.balance(),
                account.lots(),
                held.entrySet().stream()
                        .map(lot -> new Lot(lot.getKey(), lot.getValue()))
                        .toList(),
                version.number(),
                List.copyOf(caps.values()));
    }

    private static CapUse use(Account account, Cap cap, CalendarDay day) {
        int end = day.end(cap.window());
        long used = account.granted(cap.name(), day.start(cap.window()), end);
        return new CapUse(
                cap.name(),
                cap.window(),
                day.startDate(cap.window()),
                cap.window() == Window.LIFETIME ? null : LocalDate.ofEpochDay(end),
                cap.limit(),
                used,
                Math.max(0, cap.limit() - used));
    }
}
