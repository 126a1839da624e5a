package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.EventType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code CAP_HUGGING}: the daily caps of several rules, reached day after day and exactly.
 *
 * <p>A <em>hit</em> is a kind of event on a day whose award filled a day cap, took several acts, and after which no act of the kind
 * came that day. An award that acts which paid nothing led up to, such as for the tenth like, fills its day too: it is paid once a
 * day, which a rule may say without a cap. Who loves a thing goes on after the cap; who does it once a day (a sign-in, one donation
 * of steps) works for no cap; and one hit a day is a custom. What is beyond that is surplus: four caps a day make three, so three
 * such days suffice, while two caps a day take six. A day is judged when the account's first decision of a later day comes.
 */
final class CapHugging implements Detector<CapHugging.Diary> {

    private static final byte VERSION = 1;
    private static final int ACTS_MAX = 1 << 20;
    private static final double REACHED = 0.75;

    private final FarmingConfig.CapHugging config;
    private final ProgramCalendar calendar;

    CapHugging(FarmingConfig config) {
        this.config = config.capHugging();
        this.calendar = new ProgramCalendar(config.zone());
    }

    /** The newest days, the caps by kind and the newest events that filled one. */
    static final class Diary {
        private final Deque<Day> days = new ArrayDeque<>();
        private final Map<EventType, String> caps = new EnumMap<>(EventType.class);
        private final Deque<String> eventIds = new ArrayDeque<>();

        private @Nullable Day day(int number) {
            for (Day day : days) {
                if (day.number == number) {
                    return day;
                }
            }
            return null;
        }
    }

    private static final class Day {
        private final int number;
        private final Map<EventType, Work> work = new EnumMap<>(EventType.class);

        Day(int number) {
            this.number = number;
        }
    }

    private static final class Work {
        private int acts;
        /** The number of acts when a cap was filled last, or 0. */
        private int actsAtCap;
        /** Whether an award came that no day cap was asked about. */
        private boolean paid;
    }

    @Override
    public ReasonCode code() {
        return ReasonCode.CAP_HUGGING;
    }

    @Override
    public Diary newState() {
        return new Diary();
    }

    @Override
    public void onDecision(Diary diary, Decided decided, Findings out) {
        int today = calendar.epochDay(decided.occurredAt().toEpochMilli());
        boolean newDay = diary.days.isEmpty() || today > diary.days.getLast().number;
        if (newDay) {
            diary.days.addLast(new Day(today));
            diary.days.removeIf(day -> day.number < today - config.days());
        }
        Day day = diary.day(today);
        if (day == null) {
            day = insertLate(diary, today);
        }
        if (day != null) {
            note(diary, day, decided);
        }
        if (newDay) {
            judge(diary, decided, out);
        }
    }

    /** A late decision opens a day between others; one before the days that are looked at opens none. */
    private @Nullable Day insertLate(Diary diary, int number) {
        if (number < diary.days.getLast().number - config.days()) {
            return null;
        }
        List<Day> later = new ArrayList<>();
        while (!diary.days.isEmpty() && diary.days.getLast().number > number) {
            later.addFirst(diary.days.removeLast());
        }
        Day day = new Day(number);
        diary.days.addLast(day);
        diary.days.addAll(later);
        return day;
    }

    private static void note(Diary diary, Day day, Decided decided) {
        Work work = day.work.computeIfAbsent(decided.type(), type -> new Work());
        work.acts = Math.min(ACTS_MAX, work.acts + 1);
        if (!decided.dayCapsReached().isEmpty()) {
            fill(diary, work, decided, decided.dayCapsReached().getFirst());
        } else if (decided.uncapped() != null) {
            if (work.acts > 1 && !work.paid) {
                fill(diary, work, decided, decided.uncapped());
            } else {
                // Paid at once, or again: no award of once a day.
                work.actsAtCap = 0;
            }
            work.paid = true;
        }
    }

    private static void fill(Diary diary, Work work, Decided decided, String cap) {
        work.actsAtCap = work.acts;
        diary.caps.put(decided.type(), cap);
        if (diary.eventIds.size() == Evidence.LIMIT) {
            diary.eventIds.removeFirst();
        }
        diary.eventIds.addLast(decided.eventId());
    }

    private void judge(Diary diary, Decided decided, Findings out) {
        int today = diary.days.getLast().number;
        int huggingDays = 0;
        int surplus = 0;
        int hits = 0;
        int first = today;
        int last = today;
        Map<String, Double> numbers = new HashMap<>();
        for (Day day : diary.days) {
            List<EventType> hit = day.number == today ? List.of() : hits(day);
            if (hit.size() > config.habit()) {
                first = huggingDays == 0 ? day.number : first;
                last = day.number;
                huggingDays++;
                hits += hit.size();
                surplus += hit.size() - config.habit();
                hit.forEach(type -> numbers.merge("daysAt " + diary.caps.get(type), 1.0, Double::sum));
            }
        }
        if (huggingDays < config.huggingDays() || surplus < config.surplus()) {
            return;
        }
        numbers.put("huggingDays", (double) huggingDays);
        numbers.put("hits", (double) hits);
        numbers.put("surplus", (double) surplus);
        out.found(new Finding(
                ReasonCode.CAP_HUGGING,
                decided.accountId(),
                Math.min(1, REACHED + (1 - REACHED) * ((double) surplus / config.surplus() - 1)),
                decided.occurredAt(),
                start(first),
                start(last + 1),
                "on " + huggingDays + " of the last " + config.days()
                        + " days worked several rules up to exactly their daily caps, " + hits
                        + " in all, and stopped there",
                Evidence.of(numbers, List.of(), List.copyOf(diary.eventIds)),
                null));
    }

    private List<EventType> hits(Day day) {
        List<EventType> hits = new ArrayList<>();
        day.work.forEach((type, work) -> {
            if (work.actsAtCap >= config.acts() && work.actsAtCap == work.acts) {
                hits.add(type);
            }
        });
        return hits;
    }

    private Instant start(int day) {
        return LocalDate.ofEpochDay(day).atStartOfDay(calendar.zone()).toInstant();
    }

    @Override
    public void write(Diary diary, StateWriter out) {
        out.unsigned(VERSION);
        out.size(diary.days.size());
        for (Day day : diary.days) {
            out.signed(day.number);
            out.size(day.work.size());
            day.work.forEach((type, work) -> {
                out.eventType(type);
                out.unsigned(work.acts);
                out.unsigned(work.actsAtCap);
                out.flag(work.paid);
            });
        }
        out.size(diary.caps.size());
        diary.caps.forEach((type, cap) -> {
            out.eventType(type);
            out.string(cap);
        });
        out.strings(List.copyOf(diary.eventIds));
    }

    @Override
    public Diary read(StateReader in) {
        in.version("cap-hugging state", VERSION);
        Diary diary = new Diary();
        for (int days = in.size(); days > 0; days--) {
            Day day = new Day((int) in.signed());
            for (int kinds = in.size(); kinds > 0; kinds--) {
                EventType type = in.eventType();
                Work work = new Work();
                work.acts = (int) in.unsigned();
                work.actsAtCap = (int) in.unsigned();
                work.paid = in.flag();
                day.work.put(type, work);
            }
            diary.days.addLast(day);
        }
        for (int caps = in.size(); caps > 0; caps--) {
            diary.caps.put(in.eventType(), in.string());
        }
        diary.eventIds.addAll(in.strings());
        return diary;
    }
}
