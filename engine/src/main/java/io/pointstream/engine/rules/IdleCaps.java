package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.rules.BookOutline.PlacedCap;
import io.pointstream.engine.rules.BookOutline.RuleOutline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds caps without effect: those that a cap over at least the same points never leaves more than, and those that what can
 * be granted never exceeds. They are taken out one after the other, so that of two that make each other needless only one is
 * named, and all that are named could go together.
 */
final class IdleCaps {

    /** A month has at most 31 days, and days of at most 6 weeks from Monday; a week has days of at most 2 months. */
    private static final int DAYS_OF_WEEK = 7;

    private static final int DAYS_OF_MONTH = 31;
    private static final int WEEKS_OF_MONTH = 6;
    private static final int MONTHS_OF_WEEK = 2;

    /**
     * The most that can be granted.
     *
     * @param why in words
     */
    private record Bound(long points, String why) {

        Bound times(int count, String what) {
            return new Bound(product(points, count), count + " " + what + " of at most " + grouped(points));
        }
    }

    /**
     * Whoever caps are of: the program, a category, or one rule.
     *
     * @param wider those whose caps apply to it too
     * @param parts whose points are all its points; of a rule none
     * @param rule null when it is none
     */
    private record Owner(
            String words,
            List<PlacedCap> caps,
            List<Owner> wider,
            List<Owner> parts,
            @Nullable RuleOutline rule) {}

    private final Problems warnings;
    private final BookOutline book;
    private final Set<PlacedCap> idle = new HashSet<>();

    IdleCaps(Problems warnings, BookOutline book) {
        this.warnings = warnings;
        this.book = book;
    }

    /** Warns of every cap without effect: the rules' first, then the categories', then the program's. */
    void look() {
        Owner program = new Owner("the program's", book.programCaps(), List.of(), new ArrayList<>(), null);
        book.capsOfCategories().forEach((name, caps) -> {
            Owner category = new Owner(name + "'s", caps, List.of(program), new ArrayList<>(), null);
            for (RuleOutline rule : book.rules()) {
                if (rule.category().equals(name)) {
                    category.parts.add(new Owner("the", rule.caps(), List.of(category, program), List.of(), rule));
                }
            }
            if (!category.parts.isEmpty()) {
                program.parts.add(category);
            }
        });
        program.parts.forEach(category -> category.parts.forEach(this::lookAt));
        program.parts.forEach(this::lookAt);
        lookAt(program);
    }

    private void lookAt(Owner owner) {
        owner.caps.forEach(cap -> look(owner, cap));
    }

    private void look(Owner owner, PlacedCap cap) {
        idle.add(cap);
        String window = name(cap.window());
        String tighter = tighter(owner, cap);
        Bound most = most(owner, cap.window());
        if (tighter != null) {
            warn(cap, window + " cap " + grouped(cap.limit()) + " has no effect: " + tighter + " never leaves more");
        } else if (most != null && most.points <= cap.limit()) {
            String span = cap.window() == Window.TRANSACTION ? "at once" : "in its window";
            warn(
                    cap,
                    window + " cap " + grouped(cap.limit()) + " never binds: at most " + grouped(most.points)
                            + " can be granted " + span + " (" + most.why + ")");
        } else {
            idle.remove(cap);
        }
    }

    private void warn(PlacedCap cap, String message) {
        warnings.at(cap.place(), "the " + message);
    }

    /** A cap over at least the same points that never leaves more than this one, in words. */
    private @Nullable String tighter(Owner owner, PlacedCap cap) {
        for (Owner other : widening(owner)) {
            for (PlacedCap wider : other.caps) {
                int parts = partsOf(cap.window(), wider.window());
                if (parts > 0 && !idle.contains(wider) && product(wider.limit(), parts) <= cap.limit()) {
                    return other.words + " " + name(wider.window()) + " cap " + grouped(wider.limit());
                }
            }
        }
        return null;
    }

    /** In how many windows of the wider kind one of the narrower can lie; 0 when the wider is none. */
    private static int partsOf(Window narrow, Window wide) {
        if (narrow == Window.WEEK && wide == Window.MONTH) {
            return MONTHS_OF_WEEK;
        }
        return wide.compareTo(narrow) >= 0 ? 1 : 0;
    }

    private static List<Owner> widening(Owner owner) {
        return Stream.concat(Stream.of(owner), owner.wider.stream()).toList();
    }

    /** The most that an owner's rules can be granted in one window; null when nothing limits it. */
    private @Nullable Bound most(Owner owner, Window window) {
        List<Bound> bounds = new ArrayList<>();
        for (Owner capped : widening(owner)) {
            for (PlacedCap cap : capped.caps) {
                int parts = partsOf(window, cap.window());
                if (parts > 0 && !idle.contains(cap)) {
                    bounds.add(
                            new Bound(product(cap.limit(), parts), capped.words + " " + name(cap.window()) + " cap"));
                }
            }
        }
        if (owner.rule == null) {
            addSum(owner, window, bounds);
        } else {
            addAwards(owner, owner.rule, window, bounds);
        }
        addShorter(owner, window, bounds);
        return bounds.stream().min(Comparator.comparingLong(Bound::points)).orElse(null);
    }

    /** What the windows within a window allow together. */
    private void addShorter(Owner owner, Window window, List<Bound> bounds) {
        if (window == Window.WEEK || window == Window.MONTH) {
            Bound day = most(owner, Window.DAY);
            if (day != null) {
                bounds.add(day.times(window == Window.WEEK ? DAYS_OF_WEEK : DAYS_OF_MONTH, "days"));
            }
        }
        if (window == Window.MONTH) {
            Bound week = most(owner, Window.WEEK);
            if (week != null) {
                bounds.add(week.times(WEEKS_OF_MONTH, "weeks"));
            }
        }
    }

    private void addAwards(Owner owner, RuleOutline rule, Window window, List<Bound> bounds) {
        if (window == Window.TRANSACTION) {
            if (rule.most() != null) {
                bounds.add(new Bound(rule.most(), "its largest award"));
            }
            return;
        }
        // Paid once in a window is paid once in each that lies within it; of weeks and months neither lies in the
        // other.
        boolean paidOnce = rule.paidOncePer().stream().anyMatch(per -> partsOf(window, per) == 1);
        Bound award = paidOnce ? most(owner, Window.TRANSACTION) : null;
        if (award != null) {
            bounds.add(new Bound(award.points, "one award"));
        }
    }

    /** What the rules of a category, or the categories of the program, allow together. */
    private void addSum(Owner owner, Window window, List<Bound> bounds) {
        long all = 0;
        for (Owner part : owner.parts) {
            Bound most = most(part, window);
            if (most == null) {
                return;
            }
            all = window == Window.TRANSACTION
                    ? Math.max(all, most.points)
                    : all + Math.min(most.points, Long.MAX_VALUE - all);
        }
        bounds.add(new Bound(all, "all its rules together"));
    }

    private static long product(long points, int count) {
        return points > Long.MAX_VALUE / count ? Long.MAX_VALUE : points * count;
    }

    private static String name(Window window) {
        return window.name().toLowerCase(Locale.ROOT);
    }

    private static String grouped(long points) {
        return String.format(Locale.ROOT, "%,d", points);
    }
}
