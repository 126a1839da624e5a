package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Social;
import io.pointstream.engine.rules.Rule;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BaselineTest {

    private static final FarmingConfig.Baseline CONFIG = FarmingConfig.shipped().baseline();
    private static final Kind LIKES = new Kind(EventType.SOCIAL_VIDEO_LIKED, null);

    private final Baseline baseline = new Baseline(CONFIG);
    private int ids;

    @Test
    void anAccountThatWasNeverSeenIsJudgedByItsPeersAlone() {
        baseline.add(signIn(), 0);
        Baseline.Usual usual = usual(LIKES);
        double peers = 30 / 30.0 * CONFIG.newcomers();
        assertThat(usual.mean()).isEqualTo(peers);
        assertThat(usual.variance()).isCloseTo(CONFIG.spread() * peers + peers * peers, within(1e-9));
        assertThat(usual.ownDays()).isZero();
        assertThat(baseline.usual(new Kind(EventType.FINANCE_STATEMENT, null))).isNull();
    }

    @Test
    void afterAsManyDaysAsItsPeersCountItIsHalfByItself() {
        for (int day = 0; day <= 7; day++) {
            for (int i = 0; i < 10; i++) {
                baseline.add(like(), day);
            }
        }
        Baseline.Usual usual = usual(LIKES);
        double peers = CONFIG.newcomers() * CONFIG.mainFamily();
        assertThat(usual.ownDays()).isBetween(6.0, 7.0);
        assertThat(usual.mean()).isBetween((10 + peers) / 2 - 0.5, (10 + peers) / 2 + 0.5);
    }

    @Test
    void peersHaveTheSameTierAgeAndInterest() {
        baseline.add(signIn(), 0);
        baseline.add(signIn(), CONFIG.newcomerDays());
        double mean = usual(LIKES).mean();
        baseline.add(new Membership.TierChanged(header(), Membership.Tier.DIAMOND), CONFIG.newcomerDays());
        assertThat(usual(LIKES).mean())
                .isCloseTo(mean * Objects.requireNonNull(CONFIG.tiers().get(Membership.Tier.DIAMOND)), within(1e-9));
        Kind levels = new Kind(EventType.GAMING_LEVEL_CLEARED, null);
        Kind crops = new Kind(EventType.GAMING_CROPS_HARVESTED, null);
        mean = usual(crops).mean();
        for (int i = 0; i < 50; i++) {
            baseline.add(new Gaming.LevelCleared(header(), "g", i), CONFIG.newcomerDays());
        }
        baseline.add(signIn(), CONFIG.newcomerDays() + 1);
        assertThat(usual(levels).mean()).isGreaterThan(mean);
        assertThat(usual(crops).mean()).isGreaterThan(2 * mean);
    }

    @Test
    void aCountIsRareWhenItIsFarAboveTheUsual() {
        Baseline.Usual usual = new Baseline.Usual(5, 25, 30, 7);
        assertThat(usual.onceInDays(5)).isEqualTo(1);
        assertThat(usual.onceInDays(105)).isEqualTo(401);
    }

    @Property
    void ownDaysAreThoseOfBruteForce(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 5) Integer> steps,
            @ForAll @Size(min = 40, max = 40) List<@IntRange(max = 6) Integer> counts) {
        Baseline own = new Baseline(CONFIG);
        int[] perDay = new int[300];
        int day = 0;
        for (int i = 0; i < steps.size(); i++) {
            day += steps.get(i);
            own.add(signIn(), day);
            for (int n = 1; n <= counts.get(i); n++) {
                assertThat(own.add(like(), day)).isEqualTo(n);
            }
            perDay[day] = counts.get(i);
        }
        double weight = 0;
        double sum = 0;
        for (int before = steps.getFirst(); before < day; before++) {
            double fade = Math.pow(0.5, (day - before) / 30.0);
            weight += fade;
            sum += fade * perDay[before];
        }
        Baseline.Usual usual = Objects.requireNonNull(read(own).usual(LIKES));
        assertThat(usual.ownDays()).isCloseTo(weight, within(1e-6));
        double peers = (usual.mean() * (weight + CONFIG.peerDays()) - sum) / CONFIG.peerDays();
        assertThat(List.of(1.0, CONFIG.newcomers(), CONFIG.mainFamily(), CONFIG.newcomers() * CONFIG.mainFamily()))
                .anySatisfy(factor -> assertThat(peers).isCloseTo(factor, within(1e-6)));
        assertThat(usual.variance()).isPositive();
    }

    /** The seed's frequencies stand in two files, for two readers: they may not part. */
    @Test
    void lifeServicesAreAsOftenAsTheRuleBookSays() {
        Map<String, Payment.Channel> channels = Map.of(
                "life.phone-topup", Payment.Channel.PHONE_TOPUP,
                "life.credit-card", Payment.Channel.CREDIT_CARD_REPAYMENT,
                "life.medical", Payment.Channel.MEDICAL_REGISTRATION,
                "life.ride", Payment.Channel.RIDE_HAILING);
        int compared = 0;
        for (Rule rule : RuleBooks.shipped().versions().getFirst().book().rules()) {
            if (rule.meanPerMonth() != null) {
                Kind kind = new Kind(EventType.PAYMENT_SETTLED, channels.get(rule.id()));
                assertThat(CONFIG.perMonth())
                        .containsEntry(kind, rule.meanPerMonth().doubleValue());
                compared++;
            }
        }
        assertThat(compared).isEqualTo(channels.size());
    }

    private Baseline.Usual usual(Kind kind) {
        return Objects.requireNonNull(baseline.usual(kind));
    }

    private static Baseline read(Baseline baseline) {
        StateWriter out = new StateWriter();
        baseline.write(out);
        return Baseline.read(new StateReader(out.bytes()), CONFIG);
    }

    private Header header() {
        return new Header("e" + ++ids, "a", Instant.EPOCH, null, null);
    }

    private Event like() {
        return new Social.VideoLiked(header(), "v");
    }

    private Event signIn() {
        return new Membership.SignedIn(header());
    }
}
