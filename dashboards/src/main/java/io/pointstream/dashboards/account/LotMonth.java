package io.pointstream.dashboards.account;

import io.pointstream.dashboards.account.AccountNow.Lot;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lots that expire in one month: an account that earns every day has hundreds of them.
 *
 * @param free points that can be used
 * @param held points that are withheld, and would expire then
 * @param days the earliest first
 */
public record LotMonth(YearMonth month, long free, long held, List<Day> days) {

    /** The lots of one day; {@code daysLeft} counts from the account's own day, and is negative for withheld points whose day has passed. */
    public record Day(LocalDate expiresOn, long free, long held, long daysLeft) {}

    static List<LotMonth> of(AccountNow now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now.at(), zone);
        Map<LocalDate, Day> days = new TreeMap<>();
        for (Lot lot : now.lots()) {
            days.merge(lot.expiresOn(), day(today, lot.expiresOn(), lot.points(), 0), LotMonth::sum);
        }
        for (Lot lot : now.heldLots()) {
            days.merge(lot.expiresOn(), day(today, lot.expiresOn(), 0, lot.points()), LotMonth::sum);
        }
        Map<YearMonth, List<Day>> months = new TreeMap<>();
        days.values()
                .forEach(day -> months.computeIfAbsent(YearMonth.from(day.expiresOn()), month -> new ArrayList<>())
                        .add(day));
        return months.entrySet().stream()
                .map(month -> new LotMonth(
                        month.getKey(),
                        month.getValue().stream().mapToLong(Day::free).sum(),
                        month.getValue().stream().mapToLong(Day::held).sum(),
                        List.copyOf(month.getValue())))
                .toList();
    }

    private static Day day(LocalDate today, LocalDate expiresOn, long free, long held) {
        return new Day(expiresOn, free, held, ChronoUnit.DAYS.between(today, expiresOn));
    }

    private static Day sum(Day one, Day other) {
        return new Day(one.expiresOn(), one.free() + other.free(), one.held() + other.held(), one.daysLeft());
    }
}
