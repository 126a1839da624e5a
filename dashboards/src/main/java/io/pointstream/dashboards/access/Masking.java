package io.pointstream.dashboards.access;

import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.Secrets;
import io.pointstream.schemas.lists.ListedKind;
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

    /** Who may ask to see them, and whose programs read them through the API; both is recorded. */
    public static final Set<Role> NEEDED_BY = EnumSet.of(Role.REVIEWER, Role.SUPERVISOR);

    private static final int MARK_LENGTH = 5;

    /** Codes whose counterparts are nothing but devices and addresses. */
    private static final Set<String> OF_PLACES = Set.of("ACCOUNT_TAKEOVER", "REDEMPTION_RUSH");

    /** Its first counterpart is the device or the address, the others are accounts. */
    private static final String OF_ONE_PLACE = "SHARED_DEVICE";

    /** Its first counterpart is what is on the list. */
    private static final String LISTED = "DENY_LISTED";

    private static final Pattern LISTED_PLACE = Pattern.compile("acts (with a device|from an address) that is on");

    // As the detectors say it.
    private static final Pattern IN_WORDS =
            Pattern.compile("(the device |devices at |accounts at )(\\S+?)(?=[;,.]?(\\s|$))");

    // As an act has an entry of a list.
    private static final Pattern IN_ENTRY =
            Pattern.compile("(\"kind\":\"(?:DEVICE|ADDRESS)\",\"value\":\")((?:[^\"\\\\]|\\\\.)*)(?=\")");

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
            boolean place = OF_PLACES.contains(reason.code()) || (counterparts.isEmpty() && isPlaceFirst(reason));
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

    private static boolean isPlaceFirst(Reason reason) {
        return reason.code().equals(OF_ONE_PLACE)
                || (reason.code().equals(LISTED)
                        && LISTED_PLACE.matcher(reason.reason()).find());
    }

    /** A value on a list. */
    public static String masked(ListedKind kind, String value) {
        return switch (kind) {
            case DEVICE, ADDRESS -> mark(value);
            case ACCOUNT, MERCHANT -> value;
        };
    }

    private static String maskedEntry(String json) {
        return IN_ENTRY.matcher(json)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + mark(found.group(2))));
    }

    /** A report: its reasons, the sentences of its signals, and what people have put on lists. */
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
            case String entry when column.equals("before") || column.equals("after") -> maskedEntry(entry);
            case List<?> list
            when column.equals("reasons") ->
                list.stream()
                        .map(each -> each instanceof Reason reason ? masked(reason) : each)
                        .toList();
            case null, default -> cell;
        };
    }
}
