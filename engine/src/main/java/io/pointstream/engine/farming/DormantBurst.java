package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code DORMANT_BURST}: an account that did nothing for weeks and then works daily caps off from the first days on.
 *
 * <p>A cap counts when several acts that cost nothing filled it, and no more came: who goes on past it came for the thing itself. One a day, and as many as the account's owner was used to before it
 * fell asleep, are no burst; each thing bought excuses one more that day, for that is what people come back for; and who
 * needs days to get going is no machine. An account that wakes on another phone at another address and never sees the old ones
 * again has changed hands: then neither its old custom nor a slow beginning is its owner's.
 */
final class DormantBurst implements Detector<DormantBurst.Diary> {

    private static final byte VERSION = 1;
    private static final int COUNT_MAX = 1 << 20;
    private static final long NEVER = Long.MIN_VALUE;

    private final FarmingConfig.DormantBurst config;
    private final ProgramCalendar calendar;

    DormantBurst(FarmingConfig config) {
        this.config = config.dormantBurst();
        this.calendar = new ProgramCalendar(config.zone());
    }

    /** The newest days, the custom before them, and the sleep. */
    static final class Diary {
        private final Deque<Day> days = new ArrayDeque<>();
        private final Deque<String> eventIds = new ArrayDeque<>();
        private long newestMs = NEVER;
        private long asleepSinceMs = NEVER;
        private int wokeOn;
        /** Caps filled, and days, before those above. */
        private int capsBefore;

        private int daysBefore;
        /** Where it was used last before it fell asleep, and whether it was there again. */
        private String device = "";

        private String address = "";
        private long usedAtMs = NEVER;
        private boolean home = true;
    }

    private static final class Day {
        private final int number;
        private final Map<EventType, Work> work = new EnumMap<>(EventType.class);
        private int bought;

        Day(int number) {
            this.number = number;
        }
    }

    private static final class Work {
        private int acts;
        private boolean filled;
        /** Whether an award came that no day cap was asked about: the first of a day after unpaid acts is a cap, too. */
        private boolean paid;
    }

    @Override
    public ReasonCode code() {
        return ReasonCode.DORMANT_BURST;
    }

    @Override
    public Diary newState() {
        return new Diary();
    }

    @Override
    public void onEvent(Diary diary, Event event, RecentEvents recent, Findings out) {
        String device = event.header().deviceId();
        String address = event.header().ipAddress();
        long at = event.occurredAt().toEpochMilli();
        if (!Acts.byHand(event.type()) || device == null || address == null || at < diary.usedAtMs) {
            return;
        }
        boolean known = device.equals(diary.device) || address.equals(diary.address);
        if (diary.usedAtMs != NEVER && at - diary.usedAtMs >= config.asleep().toMillis()) {
            diary.home = known;
        } else if (known) {
            diary.home = true;
        }
        if (diary.home) {
            diary.device = device;
            diary.address = address;
        }
        diary.usedAtMs = at;
    }

    @Override
    public void onDecision(Diary diary, Decided decided, Findings out) {
        boolean byHand = Acts.byHand(decided.type());
        // A team fills a cap too, but may do so while its member sleeps.
        if (!byHand && decided.type() != EventType.GAMING_TEAM_CHALLENGE_COMPLETED) {
            return;
        }
        long at = decided.occurredAt().toEpochMilli();
        int today = calendar.epochDay(at);
        if (byHand
                && diary.newestMs != NEVER
                && at - diary.newestMs >= config.asleep().toMillis()) {
            wake(diary, today);
        }
        Day day = day(diary, today);
        if (day == null) {
            return;
        }
        diary.newestMs = byHand ? Math.max(diary.newestMs, at) : diary.newestMs;
        if (Acts.spends(decided.type())) {
            day.bought = Math.min(COUNT_MAX, day.bought + 1);
        } else if (fills(diary, day, decided) && diary.asleepSinceMs != NEVER) {
            if (diary.eventIds.size() == Evidence.LIMIT) {
                diary.eventIds.removeFirst();
            }
            diary.eventIds.addLast(decided.eventId());
            judge(diary, decided, out);
        }
    }

    private void wake(Diary diary, int today) {
        while (!diary.days.isEmpty()) {
            leave(diary, diary.days.removeFirst());
        }
        diary.asleepSinceMs = diary.newestMs;
        diary.wokeOn = today;
        diary.eventIds.clear();
    }

    private void leave(Diary diary, Day day) {
        diary.capsBefore = Math.min(COUNT_MAX, diary.capsBefore + caps(day));
        diary.daysBefore = Math.min(COUNT_MAX, diary.daysBefore + 1);
    }

    /**
     * Whether the act filled a cap, or went on in a kind that has filled one when it had too few acts. One that goes on past a cap takes
     * it back, unless the account has changed hands.
     */
    private boolean fills(Diary diary, Day day, Decided decided) {
        Work work = day.work.computeIfAbsent(decided.type(), type -> new Work());
        work.acts = Math.min(COUNT_MAX, work.acts + 1);
        boolean past = work.filled && work.acts > config.acts();
        if (past && diary.home) {
            work.filled = false;
        }
        if (!decided.dayCapsReached().isEmpty()) {
            work.filled = true;
        } else if (decided.uncapped() != null) {
            work.filled = work.acts > 1 && !work.paid;
            work.paid = true;
        }
        return !past && work.filled && work.acts >= config.acts();
    }

    private int caps(Day day) {
        int caps = 0;
        for (Work work : day.work.values()) {
            if (work.filled && work.acts >= config.acts()) {
                caps++;
            }
        }
        return caps;
    }

    private void judge(Diary diary, Decided decided, Findings out) {
        double custom = diary.daysBefore == 0 ? 0 : Math.round(100.0 * diary.capsBefore / diary.daysBefore) / 100.0;
        double spared = diary.home ? Math.max(config.habit(), custom) : config.habit();
        double surplus = 0;
        int filled = 0;
        int atOnce = 0;
        Map<String, Double> numbers = new HashMap<>();
        for (Day day : diary.days) {
            int caps = caps(day);
            filled += caps;
            surplus += Math.max(0, caps - spared - (diary.home ? day.bought : 0));
            if (day.number <= diary.wokeOn + 1) {
                atOnce = Math.max(atOnce, caps);
            }
        }
        if ((diary.home && atOnce < config.atOnce()) || surplus < config.suspectSurplus()) {
            return;
        }
        Instant since = Instant.ofEpochMilli(diary.asleepSinceMs);
        long asleep = Duration.between(since, Instant.ofEpochMilli(calendar.startOfDay(diary.wokeOn + 1)))
                .toDays();
        numbers.put("asleepDays", (double) asleep);
        numbers.put("days", (double) diary.days.size());
        numbers.put("capsFilled", (double) filled);
        numbers.put("capsADayBefore", custom);
        numbers.put("atOnce", (double) atOnce);
        numbers.put("changedHands", diary.home ? 0.0 : 1.0);
        numbers.put("surplus", surplus);
        out.found(new Finding(
                ReasonCode.DORMANT_BURST,
                decided.accountId(),
                Strength.of(surplus, config.suspectSurplus(), config.certainSurplus()),
                decided.occurredAt(),
                since,
                decided.occurredAt(),
                "asleep for " + asleep + " days, then filled " + filled + " daily caps on " + diary.days.size()
                        + " days"
                        + (diary.home
                                ? ", " + atOnce + " of them on one of the first two"
                                : ", on a new phone elsewhere"),
                Evidence.of(numbers, List.of(), List.copyOf(diary.eventIds)),
                null));
    }

    /** The day of an act, or null when it is before the days that are looked at; a burst that lasted long enough is over. */
    private @Nullable Day day(Diary diary, int number) {
        if (diary.asleepSinceMs != NEVER && number < diary.wokeOn) {
            return null;
        }
        if (!diary.days.isEmpty() && number <= diary.days.getLast().number - config.days()) {
            return null;
        }
        List<Day> later = new ArrayList<>();
        while (!diary.days.isEmpty() && diary.days.getLast().number > number) {
            later.addFirst(diary.days.removeLast());
        }
        if (diary.days.isEmpty() || diary.days.getLast().number < number) {
            diary.days.addLast(new Day(number));
        }
        Day day = diary.days.getLast();
        diary.days.addAll(later);
        int newest = diary.days.getLast().number;
        if (newest >= diary.wokeOn + config.days()) {
            diary.asleepSinceMs = NEVER;
        }
        while (diary.days.getFirst().number <= newest - config.days()) {
            leave(diary, diary.days.removeFirst());
        }
        return day;
    }

    @Override
    public void write(Diary diary, StateWriter out) {
        out.unsigned(VERSION);
        out.size(diary.days.size());
        for (Day day : diary.days) {
            out.signed(day.number);
            out.unsigned(day.bought);
            out.size(day.work.size());
            day.work.forEach((type, work) -> {
                out.eventType(type);
                out.unsigned(work.acts);
                out.flag(work.filled);
                out.flag(work.paid);
            });
        }
        out.strings(List.copyOf(diary.eventIds));
        out.signed(diary.newestMs);
        out.signed(diary.asleepSinceMs);
        out.signed(diary.wokeOn);
        out.unsigned(diary.capsBefore);
        out.unsigned(diary.daysBefore);
        out.string(diary.device);
        out.string(diary.address);
        out.signed(diary.usedAtMs);
        out.flag(diary.home);
    }

    @Override
    public Diary read(StateReader in) {
        in.version("dormant-burst state", VERSION);
        Diary diary = new Diary();
        for (int days = in.size(); days > 0; days--) {
            Day day = new Day((int) in.signed());
            day.bought = (int) in.unsigned();
            for (int kinds = in.size(); kinds > 0; kinds--) {
                EventType type = in.eventType();
                Work work = new Work();
                work.acts = (int) in.unsigned();
                work.filled = in.flag();
                work.paid = in.flag();
                day.work.put(type, work);
            }
            diary.days.addLast(day);
        }
        diary.eventIds.addAll(in.strings());
        diary.newestMs = in.signed();
        diary.asleepSinceMs = in.signed();
        diary.wokeOn = (int) in.signed();
        diary.capsBefore = (int) in.unsigned();
        diary.daysBefore = (int) in.unsigned();
        diary.device = in.string();
        diary.address = in.string();
        diary.usedAtMs = in.signed();
        diary.home = in.flag();
        return diary;
    }
}
