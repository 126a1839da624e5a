package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Redemption;
import io.pointstream.engine.event.Social;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code LOCKSTEP}: accounts that do the same things to the same targets within minutes of each other, again and again.
 *
 * <p>An account remembers, of each day, the few targets whose hash, salted with the day, is lowest: accounts that work through the same list
 * remember the same part of it, whatever else they do. It tells of itself only at the day's lowest so far, and only if that is in the
 * lowest part of all, so that about one event in ten makes a link, and all of a group make it at the same target. The link carries what the
 * account remembers; accounts that meet are compared by all of it at once. Nothing is kept of pairs.
 *
 * <p>One meeting means nothing, however many come: fans of one stream, a canteen at noon, the rush of a sale. What makes a group is that
 * a good part of those who come to a target were together at several others. So a target weighs what it is rare: among the many whom
 * something popular brings together, few were together before. A live stream and a team's challenge bring the same people together by
 * themselves, so all streams count as one target, and all teams; a merchant is one, however often. And an audience that comes at its hour
 * meets at what was posted for it: where the meetings of most days are at one time of day, a day counts only when there are more targets
 * than one source posts.
 *
 * <p>Links meet in cells, by the hash of the target. A cell remembers its newest visits up to its bound.
 */
final class Lockstep implements LinkDetector<Lockstep.Diary, Lockstep.Cell> {

    private static final byte VERSION = 1;
    private static final double SUSPICIOUS = 0.6;
    /** Below what calls for a review alone: two may be a couple. */
    private static final double PAIR = 0.7;
    /** Too weak to join anybody: what lasted a day, such as a sale's rush, may have been an occasion. */
    private static final double ONE_DAY = 0.5;
    /** What one source posts on a day for those who follow it. */
    private static final int POSTS = 2;
    /** Meetings so far apart in the day are at another hour. */
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    /** As many cells as keep a cell's visits few at ten thousand events a second, and the number of states bounded. */
    private static final int CELL_BITS = 20;

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final FarmingConfig.Lockstep config;
    private final ProgramCalendar calendar;
    private final long apartMs;
    /** Ranks are not negative; those below this one make links. */
    private final long rankLimit;

    Lockstep(FarmingConfig config) {
        this.config = config.lockstep();
        this.calendar = new ProgramCalendar(config.zone());
        this.apartMs = this.config.apart().toMillis();
        this.rankLimit = (long) (Long.MAX_VALUE * this.config.told());
    }

    /** What an account remembers: a page for each day, newest last. */
    static final class Diary {
        private final List<Page> pages = new ArrayList<>();

        Stops stops() {
            List<Long> stops = new ArrayList<>();
            for (Page page : pages) {
                page.entries.forEach(entry -> stops.add(entry.stop));
            }
            return new Stops(stops);
        }
    }

    /** The targets of one day with the lowest ranks, lowest first. */
    private record Page(int day, List<Entry> entries) {}

    private record Entry(long rank, long stop) {}

    /** What a cell remembers: the newest visits, oldest first. */
    static final class Cell {
        private final List<Visit> visits = new ArrayList<>();
    }

    private record Visit(String accountId, long atMs, String eventId, long stop, Stops stops) {}

    @Override
    public ReasonCode code() {
        return ReasonCode.LOCKSTEP;
    }

    @Override
    public Diary newState() {
        return new Diary();
    }

    /** A visit to a merchant that is allowed is none. */
    @Override
    public boolean counts(Event event, Lists lists) {
        return !(event instanceof Payment.Settled paid)
                || !lists.allows(ListedKind.MERCHANT, paid.merchantId(), event.occurredAt());
    }

    @Override
    public void onEvent(Diary diary, Event event, RecentEvents recent, Findings out) {
        String target = target(event);
        if (target == null) {
            return;
        }
        long at = event.occurredAt().toEpochMilli();
        long hash = mix(hash(event.type().publicName(), target));
        int day = calendar.epochDay(at);
        Page page = page(diary, day);
        if (page == null || !enter(page, new Entry(mix(hash ^ day) >>> 1, Stops.of(hash, at)))) {
            return;
        }
        Entry lowest = page.entries.getFirst();
        Stops stops = diary.stops();
        if (lowest.stop == Stops.of(hash, at) && lowest.rank < rankLimit && stops.size() >= config.meetings()) {
            List<Long> numbers = new ArrayList<>();
            numbers.add(lowest.stop);
            numbers.addAll(stops.sorted());
            String cell = Long.toString(hash & ((1 << CELL_BITS) - 1), Character.MAX_RADIX);
            out.link(new Link.Use(
                    ReasonCode.LOCKSTEP, cell, event.accountId(), event.occurredAt(), event.eventId(), numbers));
        }
    }

    /** What the act was done to, or null. Who is in one stream or one team is together by nature: all of them are one. */
    private static @Nullable String target(Event event) {
        return switch (event) {
            case Content.ArticleRead read -> read.articleId();
            case Content.VideoWatched watched -> watched.videoId();
            case Content.LiveCommented _ -> "";
            case Social.ArticleForwarded forwarded -> forwarded.articleId();
            case Social.VideoLiked liked -> liked.videoId();
            case Gaming.TeamChallengeCompleted _ -> "";
            case Campaign.BattleWon _ -> "";
            case Payment.Settled paid -> paid.merchantId();
            case Redemption.Requested requested -> requested.itemId();
            default -> null;
        };
    }

    /** The day's page, or null when the day has gone from memory. */
    private @Nullable Page page(Diary diary, int day) {
        for (Page page : diary.pages) {
            if (page.day == day) {
                return page;
            }
        }
        if (!diary.pages.isEmpty() && diary.pages.getLast().day - day >= config.days()) {
            return null;
        }
        Page page = new Page(day, new ArrayList<>());
        diary.pages.add(page);
        diary.pages.sort(Comparator.comparingInt(Page::day));
        int newest = diary.pages.getLast().day;
        diary.pages.removeIf(old -> newest - old.day >= config.days());
        return page;
    }

    /** Whether the target is new on the page and low enough for it. */
    private boolean enter(Page page, Entry entry) {
        int place = 0;
        for (Entry other : page.entries) {
            if (Stops.target(other.stop) == Stops.target(entry.stop)) {
                return false;
            }
            place += other.rank < entry.rank ? 1 : 0;
        }
        if (place == config.targetsPerDay()) {
            return false;
        }
        page.entries.add(place, entry);
        if (page.entries.size() > config.targetsPerDay()) {
            page.entries.removeLast();
        }
        return true;
    }

    private static long hash(String kind, String target) {
        long hash = FNV_BASIS;
        for (int i = 0; i < kind.length(); i++) {
            hash = (hash ^ kind.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ '/') * FNV_PRIME;
        for (int i = 0; i < target.length(); i++) {
            hash = (hash ^ target.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** The finalizer of SplitMix64: all bits depend on all bits. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** No target is an account's own. */
    @Override
    public List<String> targets(Diary diary) {
        return List.of();
    }

    @Override
    public Cell newTarget() {
        return new Cell();
    }

    @Override
    public void onUse(Cell cell, Link.Use use) {
        Visit visit = visit(use);
        Iterator<Visit> old = cell.visits.iterator();
        while (old.hasNext()) {
            Visit other = old.next();
            if (Math.abs(other.atMs - visit.atMs) > apartMs || isSame(other, visit)) {
                old.remove();
            }
        }
        if (cell.visits.size() == config.visitsPerCell()) {
            cell.visits.removeFirst();
        }
        cell.visits.add(visit);
    }

    private static boolean isSame(Visit one, Visit other) {
        return one.accountId.equals(other.accountId) && Stops.target(one.stop) == Stops.target(other.stop);
    }

    private static Visit visit(Link.Use use) {
        List<Long> numbers = use.numbers();
        return new Visit(
                use.accountId(),
                use.at().toEpochMilli(),
                use.eventId(),
                numbers.getFirst(),
                new Stops(numbers.subList(1, numbers.size())));
    }

    /** Another visitor of the target, with the stops of the newest, as bits, at which it was too. */
    private record Mate(Visit visit, long shared) {}

    @Override
    public @Nullable Ring ring(Cell cell, Link link) {
        Visit newest = cell.visits.getLast();
        List<Mate> others = new ArrayList<>();
        for (Visit other : cell.visits.subList(0, cell.visits.size() - 1)) {
            if (Stops.target(other.stop) == Stops.target(newest.stop)) {
                others.add(new Mate(other, newest.stops.sharedWith(other.stops, apartMs)));
            }
        }
        return switch (others.size()) {
            case 0 -> null;
            case 1 -> pair(newest, others.getFirst());
            default -> group(newest, others);
        };
    }

    /** Two accounts are a couple as long as most of what they do they do apart. */
    private @Nullable Ring pair(Visit newest, Mate mate) {
        List<Long> together = newest.stops.subset(mate.shared);
        boolean mostly = 2 * together.size() >= Math.max(newest.stops.size(), mate.visit.stops.size());
        return mostly && surprising(together) >= config.meetingsOfTwo()
                ? ring(newest, List.of(mate), together, PAIR)
                : null;
    }

    /**
     * Who was at as good a part of the common targets as of them is asked, and at more than half of those that make a group: two popular
     * things a busy reader shares with somebody every week.
     */
    private @Nullable Ring group(Visit newest, List<Mate> others) {
        long common = common(newest.stops.size(), others);
        List<Long> stops = newest.stops.subset(common);
        double least = Math.max(config.meetings() / 2 + 1, config.common() * stops.size());
        List<Mate> mates = others.stream()
                .filter(other -> Long.bitCount(other.shared & common) >= least)
                .toList();
        return surprising(stops) >= config.meetings() && mates.size() >= 2 ? ring(newest, mates, stops, 1) : null;
    }

    /**
     * The stops, as bits, at which a good part of those who are here was too, beyond one who was by chance. What is popular brings
     * many together, but not the same again.
     */
    private long common(int stops, List<Mate> others) {
        long common = 0;
        for (int i = 0; i < stops; i++) {
            int there = 0;
            for (Mate other : others) {
                there += (int) (other.shared >>> i & 1);
            }
            if (there >= 1 + config.common() * others.size()) {
                common |= 1L << i;
            }
        }
        return common;
    }

    private Ring ring(Visit newest, List<Mate> mates, List<Long> stops, double strengthMax) {
        int targets = targets(stops);
        long days = stops.stream()
                .mapToInt(stop -> calendar.epochDay(Stops.timeMs(stop)))
                .distinct()
                .count();
        double strength = SUSPICIOUS
                + (1 - SUSPICIOUS)
                        * Math.max(0, surprising(stops) - config.meetings())
                        / (config.certain() - config.meetings());
        double most = days == 1 ? ONE_DAY : strengthMax;
        Instant from = Instant.ofEpochMilli(
                stops.stream().mapToLong(Stops::timeMs).min().orElseThrow());
        List<Member> members = new ArrayList<>();
        for (Mate mate : mates) {
            members.add(member(mate.visit, from, mate.shared));
        }
        members.add(member(newest, from, newest.stops.sharedWith(newest.stops, apartMs)));
        return new Ring(
                Math.min(most, strength),
                List.of(),
                members,
                null,
                members.size() + " accounts did the same to " + targets + " of the same targets on " + days
                        + " days, at most " + config.apart().toMinutes() + " minutes apart",
                Map.of("accounts", (double) members.size(), "targets", (double) targets, "days", (double) days));
    }

    private static Member member(Visit visit, Instant from, long shared) {
        return new Member(
                visit.accountId,
                from,
                Instant.ofEpochMilli(visit.atMs),
                visit.eventId,
                Map.of("meetings", (double) Long.bitCount(shared), "stops", (double) visit.stops.size()));
    }

    /** The targets, without those that an audience meets at its hour by habit. */
    private int surprising(List<Long> stops) {
        Map<Integer, Long> began = new TreeMap<>();
        Map<Integer, Set<Long>> targets = new TreeMap<>();
        Set<Long> seen = new HashSet<>();
        stops.stream().sorted(Comparator.comparingLong(Stops::timeMs)).forEach(stop -> {
            long at = Stops.timeMs(stop);
            int day = calendar.epochDay(at);
            began.putIfAbsent(day, at - calendar.startOfDay(day));
            if (seen.add(Stops.target(stop))) {
                targets.computeIfAbsent(day, number -> new HashSet<>()).add(Stops.target(stop));
            }
        });
        int surprising = 0;
        for (Map.Entry<Integer, Set<Long>> day : targets.entrySet()) {
            long time = Objects.requireNonNull(began.get(day.getKey()));
            long alike = began.values().stream()
                    .filter(other -> Math.abs(other - time) <= HOUR_MS)
                    .count();
            boolean habit = alike > 1 && 2 * alike > began.size();
            surprising +=
                    habit && day.getValue().size() <= POSTS ? 0 : day.getValue().size();
        }
        return surprising;
    }

    private static int targets(List<Long> stops) {
        return (int) stops.stream().mapToLong(Stops::target).distinct().count();
    }

    @Override
    public void write(Diary diary, StateWriter out) {
        out.unsigned(VERSION);
        out.size(diary.pages.size());
        for (Page page : diary.pages) {
            out.signed(page.day);
            out.size(page.entries.size());
            for (Entry entry : page.entries) {
                out.unsigned(entry.rank);
                out.unsigned(entry.stop);
            }
        }
    }

    @Override
    public Diary read(StateReader in) {
        in.version("diary", VERSION);
        Diary diary = new Diary();
        for (int left = in.size(); left > 0; left--) {
            Page page = new Page((int) in.signed(), new ArrayList<>());
            for (int entries = in.size(); entries > 0; entries--) {
                page.entries.add(new Entry(in.unsigned(), in.unsigned()));
            }
            diary.pages.add(page);
        }
        return diary;
    }

    @Override
    public void writeTarget(Cell cell, StateWriter out) {
        out.unsigned(VERSION);
        out.size(cell.visits.size());
        for (Visit visit : cell.visits) {
            out.string(visit.accountId);
            out.signed(visit.atMs);
            out.string(visit.eventId);
            out.unsigned(visit.stop);
            out.size(visit.stops.size());
            visit.stops.sorted().forEach(out::unsigned);
        }
    }

    @Override
    public Cell readTarget(StateReader in) {
        in.version("cell", VERSION);
        Cell cell = new Cell();
        for (int left = in.size(); left > 0; left--) {
            String accountId = in.string();
            long atMs = in.signed();
            String eventId = in.string();
            long stop = in.unsigned();
            List<Long> stops = new ArrayList<>();
            for (int more = in.size(); more > 0; more--) {
                stops.add(in.unsigned());
            }
            cell.visits.add(new Visit(accountId, atMs, eventId, stop, new Stops(stops)));
        }
        return cell;
    }
}
