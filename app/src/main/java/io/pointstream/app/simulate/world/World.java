package io.pointstream.app.simulate.world;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;

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

    private final int merchants;
    private final int groups;

    public World(int accounts) {
        merchants = 50 + accounts / 10;
        groups = 20 + accounts / 8;
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
        int number = dice.popular(STREAMS_AN_EVENING);
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
