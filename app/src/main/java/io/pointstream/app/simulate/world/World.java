package io.pointstream.app.simulate.world;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.temporal.IsoFields;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all accounts share: shops, articles, videos, streams, games. Popularity is skewed, as everywhere. */
public final class World {
    /** A live stream of an evening, from its start on; its fans comment at the same time. */
    public record Stream(String id, boolean commerce, int startSecond, int seconds) {}

    private static final List<String> PUZZLES = List.of("puzzle-blocks", "puzzle-match", "puzzle-words");
    private static final List<String> ARENAS = List.of("arena-kings", "arena-racers");
    private static final List<String> FARMS = List.of("farm-valley", "farm-ocean");

    private static final int ARTICLES_A_DAY = 400;
    private static final int VIDEOS = 20_000;
    private static final int STREAMS_AN_EVENING = 4;
    private static final int SEASON_DAYS = 28;
    private static final int HOUR = 3600;

    /** When everybody buys at once, shortly after midnight and in the evening. */
    private static final Set<MonthDay> FESTIVALS =
            Set.of(MonthDay.of(5, 20), MonthDay.of(6, 18), MonthDay.of(11, 11), MonthDay.of(12, 12));

    private final int days;
    private final int merchants;
    private final int groups;
    private final List<String> carriers = new ArrayList<>();
    private final Map<Integer, Deque<String>> newcomers = new HashMap<>();
    private int ownMerchants;

    public World(int accounts, int days) {
        this.days = days;
        merchants = 50 + accounts / 10;
        groups = 20 + accounts / 8;
        for (int n = 0; n < 8 + accounts / 150; n++) {
            carriers.add("100." + (64 + n / 250) + "." + n % 250 + ".1");
        }
    }

    /** How many days the simulation has. */
    public int days() {
        return days;
    }

    /** A day of the simulation between two shares of its length. */
    public int dayBetween(Dice dice, double from, double to) {
        return (int) (days * dice.between(from, to));
    }

    /** Whether it is a day on which everybody buys. */
    public boolean isFestival(LocalDate date) {
        return FESTIVALS.contains(MonthDay.from(date));
    }

    /** The addresses that a phone has on the way, of the carrier: each is shared by very many. */
    public List<String> carriers(Dice dice) {
        return List.of(dice.pick(carriers), dice.pick(carriers), dice.pick(carriers));
    }

    /** Somebody will be new on a day of the simulation. */
    public void expect(int day, String accountId) {
        newcomers.computeIfAbsent(day, none -> new ArrayDeque<>()).add(accountId);
    }

    /** Who is new on this day and was brought by nobody yet; null when there is none. */
    public @Nullable String newcomer(int day) {
        Deque<String> waiting = newcomers.get(day);
        return waiting == null ? null : waiting.poll();
    }

    /** A merchant of whom nobody has heard yet. */
    public String newMerchant() {
        return "m-" + (merchants + ownMerchants++);
    }

    /** A shop that few know. */
    public String quietMerchant(Dice dice) {
        return "m-" + dice.between(merchants / 2, merchants - 1);
    }

    public String merchant(Dice dice) {
        return "m-" + dice.popular(merchants);
    }

    /** An article of the day or of the two before. */
    public String article(Dice dice, LocalDate date) {
        return "a-" + (date.toEpochDay() - dice.popular(3)) + "-" + dice.popular(ARTICLES_A_DAY);
    }

    public String video(Dice dice) {
        return "v-" + dice.popular(VIDEOS);
    }

    public String group(Dice dice) {
        return "g-" + dice.between(0, groups - 1);
    }

    /** One of this evening's streams, two of them commerce. */
    public Stream stream(Dice dice, LocalDate date) {
        return stream(date, dice.popular(STREAMS_AN_EVENING));
    }

    /** The evening's first stream, of the streamer with the most fans. */
    public Stream famousStream(LocalDate date) {
        return stream(date, 0);
    }

    private static Stream stream(LocalDate date, int number) {
        return new Stream(
                "s-" + date.toEpochDay() + "-" + number, number % 2 == 0, 19 * HOUR + number * HOUR / 2, 2 * HOUR);
    }

    public String puzzle(Dice dice) {
        return dice.pick(PUZZLES);
    }

    public String arena(Dice dice) {
        return dice.pick(ARENAS);
    }

    public String farm(Dice dice) {
        return dice.pick(FARMS);
    }

    /** Seasons last four weeks. */
    public String season(LocalDate date) {
        return "S" + Math.floorDiv(date.toEpochDay(), SEASON_DAYS);
    }

    /** ISO week, {@code 2026-W20}. */
    public String week(LocalDate date) {
        return String.format(
                Locale.ROOT,
                "%04d-W%02d",
                date.get(IsoFields.WEEK_BASED_YEAR),
                date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    public String device(Dice dice) {
        return String.format(
                Locale.ROOT, "d-%08x%04x", dice.between(0, Integer.MAX_VALUE - 1), dice.between(0, 0xffff));
    }

    /** An address of a home, an office or a farm; private ones, so that nobody's is meant. */
    public String address(Dice dice) {
        return "10." + dice.between(0, 255) + "." + dice.between(0, 255) + "." + dice.between(1, 254);
    }
}
