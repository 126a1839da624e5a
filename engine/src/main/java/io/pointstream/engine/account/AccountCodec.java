package io.pointstream.engine.account;

import io.pointstream.engine.account.OpenTimes.OpenTime;
import io.pointstream.engine.account.Standing.TierFrom;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Accounts to bytes and back. The first byte is the format's version; bytes of every version ever written stay readable.
 *
 * <p>Version 6, all numbers zigzag variable-length: steps; newest event (0, or 1 and epoch milliseconds); available,
 * held, frozen, debt; the day that counters are kept from; the names of rules, caps and scopes, which the rest refers to
 * by their place; lots (how many bytes of {@link Lots}, and those; when there are some, the earliest's day and how many days
 * after it the earliest without a notice is, or -1); then, each with its count, windows (start, end, how many bytes
 * of {@link WindowCounters}, and those: caps of name and points, tallies of name, key, sum, paid and elements, marks of name and key,
 * each with their count), streaks (name, runs of start and
 * end); the clock (milliseconds after the newest event), noticed days (runs of start, in days since the run before, and days
 * from there to the end), time-outs
 * (milliseconds since the one before, step, redemption), and until when refunds may wait (0, or 1 and epoch milliseconds);
 * registered (0 no, 1 without birthday, else 100 × month + day) and from when on (epoch milliseconds); then, each with its
 * count, tiers (from in epoch milliseconds, rank from 0) and open times (name of the multiplier, from, until); then 0 when
 * nothing was ever held against the account, else revision, reviewed step, held since and, each with its count, cases (id,
 * level, since in epoch milliseconds), held points (names of rule and category, component, version of the rule book, value
 * coefficient as unscaled number and scale, epoch day, points) and steps clawed back (after, up to).
 *
 * <p>Version 5 does not tell the earliest lots, and has each noticed day, as days since the one before. Version 4 does not
 * say how many bytes a window has. Version 3 ends before what is held against the account. Version 2
 * also has a count of lots, and of each the days since the lot before and the points. Version 1 has each lot's day itself, and
 * ends after the streaks.
 */
public final class AccountCodec {

    private static final int VERSION = 6;
    private static final int VERSION_5 = 5;
    private static final int VERSION_4 = 4;
    private static final int VERSION_3 = 3;
    private static final int VERSION_1 = 1;
    private static final int WITHOUT_BIRTHDAY = 1;
    private static final int ALL_NOTICED = -1;

    /** By how much an event seldom makes an account's state longer. */
    private static final int SPARE_BYTES = 256;

    private static final List<Tier> TIERS = List.of(Tier.ORDINARY, Tier.SILVER, Tier.GOLD, Tier.DIAMOND);

    private AccountCodec() {}

    /** The account's state, without its id. */
    public static byte[] encode(Account account) {
        StateWriter out = new StateWriter();
        out.raw(VERSION);
        out.number(account.steps);
        if (account.newestEvent == null) {
            out.number(0);
        } else {
            out.number(1);
            out.number(account.newestEvent.toEpochMilli());
        }
        out.number(account.balance.available());
        out.number(account.balance.held());
        out.number(account.balance.frozen());
        out.number(account.balance.debt());
        out.number(account.keptFrom);

        Names names = account.names;
        StateWriter body = new StateWriter(account.bodyBytes + SPARE_BYTES);
        encodeEarliest(account, body);
        body.number(account.windows.size());
        StateWriter scratch = new StateWriter();
        account.windows.forEach(window -> window.write(body, names, scratch));
        encodeStreaks(account.streaks, body, names);
        encodeTime(account, body);
        encodeStanding(account.standing, body);
        encodeOpenTimes(account.openTimes, body, names);
        encodeSuspicion(account.suspicion, body, names);

        names.write(out);
        StateReader lots = account.lots.packed();
        out.number(lots.left());
        return out.toByteArray(lots, body);
    }

    /**
     * The account that was encoded. Throws {@link IllegalArgumentException} for bytes that no version wrote.
     *
     * @param bytes not to be changed any more: the account reads some of them only when they are asked for
     */
    public static Account decode(String accountId, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        int version = in.raw();
        if (version < VERSION_1 || version > VERSION) {
            throw new IllegalArgumentException("unknown version " + version + " of an account's state");
        }
        Account account = new Account(accountId);
        account.steps = in.number();
        account.newestEvent = in.number() == 0 ? null : Instant.ofEpochMilli(in.number());
        account.balance = new Balance(in.number(), in.number(), in.number(), in.number());
        account.keptFrom = in.integer();
        Names names = Names.read(in);
        account.names = names;
        account.lots = version >= VERSION_3 ? new Lots(in.part()) : decodeLots(in, version);
        account.bodyBytes = in.left();
        if (version > VERSION_5) {
            decodeEarliest(account, in);
        }
        for (int left = in.count(); left > 0; left--) {
            account.windows.add(
                    version > VERSION_4 ? WindowCounters.read(in, names) : WindowCounters.readWithoutLength(in, names));
        }
        decodeStreaks(account.streaks, in, names);
        account.clock = account.newestEvent;
        if (version != VERSION_1) {
            decodeTime(account, in, version);
            decodeStanding(account.standing, in);
            decodeOpenTimes(account.openTimes, in, names);
        }
        if (version > VERSION_3) {
            decodeSuspicion(account.suspicion, in, names);
        }
        in.end();
        return account;
    }

    private static Lots decodeLots(StateReader in, int version) {
        Lots lots = new Lots();
        int before = 0;
        for (int left = in.count(); left > 0; left--) {
            int day = before + in.integer();
            lots.add(day, in.number());
            before = version == VERSION_1 ? 0 : day;
        }
        return lots;
    }

    private static void encodeEarliest(Account account, StateWriter out) {
        Integer first = account.earliestExpiry();
        if (first != null) {
            Integer unnoticed = account.earliestUnnoticed();
            out.number(first);
            out.number(unnoticed == null ? ALL_NOTICED : unnoticed - first);
        }
    }

    private static void decodeEarliest(Account account, StateReader in) {
        if (!account.lots.isEmpty()) {
            int first = in.integer();
            int after = in.integer();
            account.lots.knowFirst(first);
            account.knowUnnoticed(after == ALL_NOTICED ? null : first + after);
        }
    }

    private static void encodeStreaks(Map<String, DayRuns> streaks, StateWriter out, Names names) {
        out.number(streaks.size());
        streaks.forEach((rule, runs) -> {
            out.number(names.place(rule));
            out.number(runs.size());
            for (int i = 0; i < runs.size(); i++) {
                out.number(runs.start(i));
                out.number(runs.end(i));
            }
        });
    }

    private static void decodeStreaks(Map<String, DayRuns> streaks, StateReader in, Names names) {
        for (int left = in.count(); left > 0; left--) {
            DayRuns runs = new DayRuns();
            streaks.put(names.name(in), runs);
            int size = in.count();
            for (int i = 0; i < size; i++) {
                runs.insert(i, in.integer(), in.integer());
            }
        }
    }

    private static void encodeTime(Account account, StateWriter out) {
        out.number(
                account.clock == null || account.newestEvent == null
                        ? 0
                        : account.clock.toEpochMilli() - account.newestEvent.toEpochMilli());
        DayRuns noticed = account.noticed;
        out.number(noticed.size());
        int day = 0;
        for (int i = 0; i < noticed.size(); i++) {
            out.number(noticed.start(i) - day);
            out.number(noticed.end(i) - noticed.start(i));
            day = noticed.end(i);
        }
        out.number(account.timeOuts.size());
        long due = 0;
        for (TimeOut timeOut : account.timeOuts) {
            out.number(timeOut.dueMs() - due);
            out.number(timeOut.step());
            out.text(timeOut.redemptionId());
            due = timeOut.dueMs();
        }
        boolean waits = account.refundsWaitUntil != Long.MIN_VALUE;
        out.number(waits ? 1 : 0);
        if (waits) {
            out.number(account.refundsWaitUntil);
        }
    }

    private static void decodeTime(Account account, StateReader in, int version) {
        long after = in.number();
        account.clock = account.newestEvent == null ? null : account.newestEvent.plusMillis(after);
        DayRuns noticed = account.noticed;
        int day = 0;
        for (int left = in.count(); left > 0; left--) {
            day += in.integer();
            if (version > VERSION_5) {
                int start = day;
                day += in.integer();
                noticed.insert(noticed.size(), start, day);
            } else {
                noticed.add(day);
            }
        }
        long due = 0;
        for (int left = in.count(); left > 0; left--) {
            due += in.number();
            account.timeOuts.add(new TimeOut(due, in.number(), in.text()));
        }
        account.refundsWaitUntil = in.number() == 0 ? Long.MIN_VALUE : in.number();
    }

    private static void encodeStanding(Standing standing, StateWriter out) {
        Instant registered = standing.registered;
        MonthDay birthday = standing.birthday;
        if (registered == null) {
            out.number(0);
        } else {
            out.number(birthday == null ? WITHOUT_BIRTHDAY : 100 * birthday.getMonthValue() + birthday.getDayOfMonth());
            out.number(registered.toEpochMilli());
        }
        out.number(standing.tiers().size());
        for (TierFrom tier : standing.tiers()) {
            out.number(tier.from().toEpochMilli());
            out.number(TIERS.indexOf(tier.tier()));
        }
    }

    private static void decodeStanding(Standing standing, StateReader in) {
        int registered = in.integer();
        if (registered != 0) {
            standing.register(
                    Instant.ofEpochMilli(in.number()), registered == WITHOUT_BIRTHDAY ? null : birthday(registered));
        }
        int count = in.count();
        List<TierFrom> tiers = count == 0 ? List.of() : new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            Instant from = Instant.ofEpochMilli(in.number());
            int rank = in.integer();
            if (rank < 0 || rank >= TIERS.size()) {
                throw new IllegalArgumentException("no tier of rank " + rank);
            }
            tiers.add(new TierFrom(from, TIERS.get(rank)));
        }
        standing.restore(tiers);
    }

    private static MonthDay birthday(int monthAndDay) {
        try {
            return MonthDay.of(monthAndDay / 100, monthAndDay % 100);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no birthday: " + monthAndDay, e);
        }
    }

    private static void encodeOpenTimes(OpenTimes times, StateWriter out, Names names) {
        out.number(times.list().size());
        for (OpenTime time : times.list()) {
            out.number(names.place(time.multiplier()));
            out.number(time.from().toEpochMilli());
            out.number(time.until().toEpochMilli());
        }
    }

    private static void decodeOpenTimes(OpenTimes times, StateReader in, Names names) {
        int count = in.count();
        List<OpenTime> restored = count == 0 ? List.of() : new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            restored.add(
                    new OpenTime(names.name(in), Instant.ofEpochMilli(in.number()), Instant.ofEpochMilli(in.number())));
        }
        times.restore(restored);
    }

    private static void encodeSuspicion(Suspicion suspicion, StateWriter out, Names names) {
        out.number(suspicion.revision);
        if (suspicion.isNothing()) {
            return;
        }
        out.number(suspicion.reviewedStep);
        out.number(suspicion.heldSince);
        out.number(suspicion.cases.size());
        for (RiskCase each : suspicion.cases) {
            out.text(each.caseId());
            out.choice(each.level());
            out.number(each.since().toEpochMilli());
        }
        out.number(suspicion.held.size());
        suspicion.held.forEach((kind, points) -> {
            out.number(names.place(kind.ruleId()));
            out.number(names.place(kind.category()));
            out.choice(kind.component());
            out.number(kind.version());
            out.number(kind.valueCoefficient().unscaledValue().longValueExact());
            out.number(kind.valueCoefficient().scale());
            out.number(kind.expiresOn().toEpochDay());
            out.number(points);
        });
        out.number(suspicion.clawedBack.size());
        for (Suspicion.Steps steps : suspicion.clawedBack) {
            out.number(steps.after());
            out.number(steps.upTo());
        }
    }

    private static void decodeSuspicion(Suspicion suspicion, StateReader in, Names names) {
        suspicion.revision = in.number();
        if (suspicion.isNothing()) {
            return;
        }
        suspicion.reviewedStep = in.number();
        suspicion.heldSince = in.number();
        List<RiskCase> cases = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            cases.add(new RiskCase(in.text(), in.choice(RiskLevel.class), Instant.ofEpochMilli(in.number())));
        }
        suspicion.cases = List.copyOf(cases);
        for (int left = in.count(); left > 0; left--) {
            Held kind = new Held(
                    names.name(in),
                    names.name(in),
                    in.choice(Component.class),
                    in.integer(),
                    BigDecimal.valueOf(in.number(), in.integer()),
                    LocalDate.ofEpochDay(in.number()));
            suspicion.held.put(kind, in.number());
        }
        for (int left = in.count(); left > 0; left--) {
            suspicion.clawedBack.add(new Suspicion.Steps(in.number(), in.number()));
        }
    }
}
