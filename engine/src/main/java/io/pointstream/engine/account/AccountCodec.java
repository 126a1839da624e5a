package io.pointstream.engine.account;

import io.pointstream.engine.ledger.Balance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Accounts to bytes and back. The first byte is the format's version; bytes of every version ever written stay readable.
 *
 * <p>Version 1, all numbers zigzag variable-length: steps; newest event (0, or 1 and epoch milliseconds); available,
 * held, frozen, debt; the day that counters are kept from; the names of rules, caps and scopes, which the rest refers to
 * by their place; then, each with its count, lots (day, points), cap usage (name, start, end, points), tallies (name,
 * key, start, end, sum, paid, elements), marks (name, key, start, end), streaks (name, runs of start and end).
 */
public final class AccountCodec {

    private static final int VERSION = 1;

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

        Map<String, Integer> names = new LinkedHashMap<>();
        StateWriter body = new StateWriter();
        encodeLots(account.lots, body);
        encodeCapUsage(account.capUsage, body, names);
        encodeTallies(account.tallies, body, names);
        encodeMarks(account.marks, body, names);
        encodeStreaks(account.streaks, body, names);

        out.number(names.size());
        names.keySet().forEach(out::text);
        out.append(body);
        return out.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} for bytes that no version wrote. */
    public static Account decode(String accountId, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        int version = in.raw();
        if (version != VERSION) {
            throw new IllegalArgumentException("unknown version " + version + " of an account's state");
        }
        Account account = new Account(accountId);
        account.steps = in.number();
        account.newestEvent = in.number() == 0 ? null : Instant.ofEpochMilli(in.number());
        account.balance = new Balance(in.number(), in.number(), in.number(), in.number());
        account.keptFrom = in.integer();
        List<String> names = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            names.add(in.text());
        }
        decodeLots(account.lots, in);
        decodeCapUsage(account.capUsage, in, names);
        decodeTallies(account.tallies, in, names);
        decodeMarks(account.marks, in, names);
        decodeStreaks(account.streaks, in, names);
        in.end();
        return account;
    }

    private static void encodeLots(Lots lots, StateWriter out) {
        out.number(lots.size());
        for (int i = 0; i < lots.size(); i++) {
            out.number(lots.day(i));
            out.number(lots.points(i));
        }
    }

    private static void decodeLots(Lots lots, StateReader in) {
        for (int left = in.count(); left > 0; left--) {
            lots.add(in.integer(), in.number());
        }
    }

    private static void encodeCapUsage(CapUsage usage, StateWriter out, Map<String, Integer> names) {
        out.number(usage.size());
        for (int i = 0; i < usage.size(); i++) {
            out.number(place(usage.cap(i), names));
            out.number(usage.start(i));
            out.number(usage.end(i));
            out.number(usage.points(i));
        }
    }

    private static void decodeCapUsage(CapUsage usage, StateReader in, List<String> names) {
        for (int left = in.count(); left > 0; left--) {
            usage.add(name(in, names), in.integer(), in.integer(), in.number());
        }
    }

    private static void encodeTallies(Map<WindowKey, Tally> tallies, StateWriter out, Map<String, Integer> names) {
        out.number(tallies.size());
        tallies.forEach((key, tally) -> {
            encodeKey(key, out, names);
            out.number(tally.end());
            out.number(tally.sum());
            out.number(tally.paid() ? 1 : 0);
            out.number(tally.elements().size());
            tally.elements().forEach(out::text);
        });
    }

    private static void decodeTallies(Map<WindowKey, Tally> tallies, StateReader in, List<String> names) {
        for (int left = in.count(); left > 0; left--) {
            WindowKey key = decodeKey(in, names);
            Tally tally = new Tally(in.integer());
            tally.restore(in.number(), in.number() == 1);
            for (int elements = in.count(); elements > 0; elements--) {
                tally.elements().add(in.text());
            }
            tallies.put(key, tally);
        }
    }

    private static void encodeMarks(Map<WindowKey, Integer> marks, StateWriter out, Map<String, Integer> names) {
        out.number(marks.size());
        marks.forEach((key, end) -> {
            encodeKey(key, out, names);
            out.number(end);
        });
    }

    private static void decodeMarks(Map<WindowKey, Integer> marks, StateReader in, List<String> names) {
        for (int left = in.count(); left > 0; left--) {
            marks.put(decodeKey(in, names), in.integer());
        }
    }

    private static void encodeStreaks(Map<String, DayRuns> streaks, StateWriter out, Map<String, Integer> names) {
        out.number(streaks.size());
        streaks.forEach((rule, runs) -> {
            out.number(place(rule, names));
            out.number(runs.size());
            for (int i = 0; i < runs.size(); i++) {
                out.number(runs.start(i));
                out.number(runs.end(i));
            }
        });
    }

    private static void decodeStreaks(Map<String, DayRuns> streaks, StateReader in, List<String> names) {
        for (int left = in.count(); left > 0; left--) {
            DayRuns runs = new DayRuns();
            streaks.put(name(in, names), runs);
            int size = in.count();
            for (int i = 0; i < size; i++) {
                runs.insert(i, in.integer(), in.integer());
            }
        }
    }

    private static void encodeKey(WindowKey key, StateWriter out, Map<String, Integer> names) {
        out.number(place(key.owner(), names));
        out.text(key.key());
        out.number(key.start());
    }

    private static WindowKey decodeKey(StateReader in, List<String> names) {
        return new WindowKey(name(in, names), in.text(), in.integer());
    }

    private static int place(String name, Map<String, Integer> names) {
        return names.computeIfAbsent(name, n -> names.size());
    }

    private static String name(StateReader in, List<String> names) {
        int place = in.integer();
        if (place < 0 || place >= names.size()) {
            throw new IllegalArgumentException("no name at place " + place);
        }
        return names.get(place);
    }
}
