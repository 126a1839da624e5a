package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.habit.Membership;
import io.pointstream.app.simulate.habit.Redeeming;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;
import java.util.function.Function;

/** All farmers: thirteen patterns, each in three intensities. */
public final class Farmers {
    private static final double CASHES_OUT = 0.1;

    private static final List<Function<Intensity, Persona>> PATTERNS = List.of(
            Script::persona,
            CapHugger::persona,
            Clockwork::persona,
            ImpossibleViewer::persona,
            PaymentSplitter::persona,
            RefundChurner::persona,
            ColludingPayers::persona,
            PhoneFarm::persona,
            InviteRing::persona,
            Lockstep::persona,
            DormantBurst::persona,
            RedemptionRush::persona,
            Takeover::persona);

    private Farmers() {}

    /** The patterns of one intensity, in the order of DOMAIN 5. */
    public static List<Persona> of(Intensity intensity) {
        return PATTERNS.stream().map(pattern -> pattern.apply(intensity)).toList();
    }

    /** The day on which a farmer begins; half of them with a new account, half with one that has been there for long. */
    static int begin(Account account, World world) {
        int first = world.dayBetween(account.dice(), 0.05, 0.5);
        if (account.dice().chance(0.5)) {
            account.arrivesOn(first);
        }
        return first;
    }

    /**
     * What the account does besides, so as not to stand out, and what it is there for: the more it hides, the more it looks like
     * somebody's life.
     */
    static List<Habit> life(Intensity intensity, Account account, World world, Habit purpose) {
        return Habits.and(covered(intensity, account, world, purpose), new Redeeming(account.dice(), CASHES_OUT));
    }

    /** The same, but the purpose is also how the points are spent. */
    static List<Habit> covered(Intensity intensity, Account account, World world, Habit purpose) {
        List<Habit> cover = intensity.of(
                List.of(new Membership(account.dice())),
                Habits.few(account.dice(), world),
                Habits.ordinary(account.dice(), world));
        return Habits.and(cover, Habits.forPoints(purpose));
    }
}
