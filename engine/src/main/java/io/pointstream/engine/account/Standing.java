package io.pointstream.engine.account;

import io.pointstream.engine.event.Membership.Tier;
import java.time.Instant;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account's membership: whether it registered, its birthday, and its tiers in event time. Of the tiers, only those are
 * kept that an event can still have; before the first, the account is ORDINARY.
 */
final class Standing {

    @Nullable
    Instant registered;

    @Nullable
    MonthDay birthday;

    /** In the order of their instants, each of another instant. */
    private List<TierFrom> tiers = List.of();

    /** A tier, and the instant from which it counts. */
    record TierFrom(Instant from, Tier tier) {}

    void register(Instant at, @Nullable MonthDay told) {
        registered = at;
        birthday = told;
    }

    /** Before it registers an account has no birthday (DOMAIN 3.7). */
    @Nullable
    MonthDay birthdayAt(Instant at) {
        return registered == null || at.isBefore(registered) ? null : birthday;
    }

    Tier tierAt(Instant at) {
        for (int i = tiers.size() - 1; i >= 0; i--) {
            if (!tiers.get(i).from().isAfter(at)) {
                return tiers.get(i).tier();
            }
        }
        return Tier.ORDINARY;
    }

    /** Of two changes at one instant the later one wins (DOMAIN 3.7). */
    void tierFrom(Tier tier, Instant from, Instant keepFrom) {
        List<TierFrom> changed = new ArrayList<>(tiers.size() + 1);
        for (TierFrom known : tiers) {
            if (!known.from().equals(from)) {
                changed.add(known);
            }
        }
        int at = 0;
        while (at < changed.size() && changed.get(at).from().isBefore(from)) {
            at++;
        }
        changed.add(at, new TierFrom(from, tier));
        while (changed.size() > 1 && !changed.get(1).from().isAfter(keepFrom)) {
            changed.remove(0);
        }
        tiers = changed;
    }

    List<TierFrom> tiers() {
        return tiers;
    }

    void restore(List<TierFrom> restored) {
        tiers = restored;
    }
}
