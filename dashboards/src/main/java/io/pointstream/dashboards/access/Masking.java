package io.pointstream.dashboards.access;

import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.Secrets;
import io.pointstream.sinks.report.Reason;
import io.pointstream.sinks.report.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides the ids of devices and network addresses from whoever does not need them. One id is always hidden as the same mark,
 * so that it can still be seen whether two are the same.
 */
public final class Masking {

    /** Who may ask to see them, and reads them through the API. */
    public static final Set<Role> NEEDED_BY = EnumSet.of(Role.REVIEWER, Role.SUPERVISOR);

    private static final int MARK_LENGTH = 5;

    /** Codes whose counterparts are nothing but devices and addresses. */
    private static final Set<String> OF_PLACES = Set.of("ACCOUNT_TAKEOVER", "REDEMPTION_RUSH");

    /** Its first counterpart is the device or the address, the others are accounts. */
    private static final String OF_ONE_PLACE = "SHARED_DEVICE";

    // As the detectors say it.
    private static final Pattern IN_WORDS =
            Pattern.compile("(the device |devices at |accounts at )(\\S+?)(?=[;,.]?(\\s|$))");

    private Masking() {}

    /** The mark of an id. */
    public static String mark(String id) {
        return "•" + Secrets.fingerprint(id).substring(0, MARK_LENGTH);
    }

    /** A detector's sentence. */
    public static String masked(String sentence) {
        return IN_WORDS.matcher(sentence)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + mark(found.group(2))));
    }

    /** A summand of a score. */
    public static Reason masked(Reason reason) {
        List<String> counterparts = new ArrayList<>();
        for (String id : reason.counterparts()) {
            boolean place =
                    OF_PLACES.contains(reason.code()) || (reason.code().equals(OF_ONE_PLACE) && counterparts.isEmpty());
            counterparts.add(place ? mark(id) : id);
        }
        return new Reason(
                reason.code(),
                reason.strength(),
                reason.contribution(),
                masked(reason.reason()),
                reason.numbers(),
                counterparts,
                reason.eventIds());
    }

    /** A report: its reasons, and the sentences of its signals. */
    public static Table masked(Table table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : table.rows()) {
            List<@Nullable Object> masked = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                masked.add(masked(table.columns().get(i).name(), row.get(i)));
            }
            rows.add(masked);
        }
        return new Table(
                table.name(),
                table.columns(),
                rows,
                table.totals(),
                table.rowsInAll(),
                table.completeUpTo(),
                table.sources());
    }

    private static @Nullable Object masked(String column, @Nullable Object cell) {
        return switch (cell) {
            case String sentence when column.equals("reason") -> masked(sentence);
            case List<?> list
            when column.equals("reasons") ->
                list.stream()
                        .map(each -> each instanceof Reason reason ? masked(reason) : each)
                        .toList();
            case null, default -> cell;
        };
    }
}
