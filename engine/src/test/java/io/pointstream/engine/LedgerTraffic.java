package io.pointstream.engine;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Redemption;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.risk.Risk;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random inputs of one account that earn, refund, spend and wait: repeated ids, late and early answers, refunds before their
 * payments, reviews, jumps over weeks. An input is an event, or the time of a tick.
 */
final class LedgerTraffic {

    /** An event, a tick, or news from detection. */
    sealed interface Input {

        /** An event. */
        record Happens(Event event) implements Input {}

        /** What detection says. */
        record Suspects(Risk risk) implements Input {}

        /** A tick. */
        record Tick(Instant at) implements Input {}
    }

    private static final List<Payment.Channel> CHANNELS = List.of(Payment.Channel.values());
    private static final List<Redemption.Kind> KINDS = List.of(Redemption.Kind.values());
    private static final List<Redemption.Partner> PARTNERS = List.of(Redemption.Partner.values());
    private static final List<Review.Decision> DECISIONS = List.of(Review.Decision.values());

    private static final List<String> CASES = List.of("account-" + Program.ACCOUNT, "device-d");
    private static final List<RiskLevel> LEVELS =
            List.of(RiskLevel.REVIEW, RiskLevel.HOLD, RiskLevel.HOLD, RiskLevel.BLOCKED);

    private final Random random;
    private Instant clock = Instant.parse("2026-04-28T00:00:00Z");
    private int events;
    private int payments;
    private int redemptions;
    private long revisions;

    LedgerTraffic(long seed) {
        random = new Random(seed);
    }

    List<Input> inputs(int count) {
        List<Input> inputs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            clock = clock.plusMillis(
                    random.nextInt(25) == 0 ? random.nextLong(864_000_000L) : random.nextLong(20_000_000L));
            inputs.add(
                    switch (random.nextInt(24)) {
                        case 0, 1 -> new Input.Tick(clock.plusMillis(random.nextLong(200_000_000L) - 50_000_000L));
                        case 2 -> new Input.Suspects(risk());
                        default -> new Input.Happens(event());
                    });
        }
        return inputs;
    }

    /** Mostly news; some comes again, some late, some in ignorance of reviewers. */
    private Risk risk() {
        List<RiskCase> cases = new ArrayList<>();
        for (String caseId : CASES) {
            if (random.nextInt(3) > 0) {
                cases.add(new RiskCase(caseId, one(LEVELS), clock));
            }
        }
        long revision = random.nextInt(5) == 0 ? Math.max(1, revisions - random.nextInt(3)) : ++revisions;
        long reviewedStep = random.nextInt(5) == 0 ? 0 : Long.MAX_VALUE;
        return new Risk(Program.ACCOUNT, Math.max(1, revision), reviewedStep, clock, cases);
    }

    private Event event() {
        Instant at = random.nextInt(5) == 0 ? clock.minus(Duration.ofMinutes(random.nextInt(5_000))) : clock;
        // Midnight and whole hours, so that timers and events meet.
        Instant rounded = random.nextBoolean() ? at : at.minusMillis(Math.floorMod(at.toEpochMilli(), 14_400_000L));
        int id = random.nextInt(20) == 0 ? random.nextInt(events + 1) : events++;
        Header header = new Header("e" + id, Program.ACCOUNT, rounded, null, null);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 ->
                new Payment.Settled(
                        header,
                        "p" + (payments += random.nextInt(3)),
                        one(CHANNELS),
                        "m",
                        1 + random.nextLong(100_000));
            case 4, 5 ->
                new Payment.Refunded(
                        header,
                        "r" + random.nextInt(events + 1),
                        "p" + Math.max(0, payments + 2 - random.nextInt(12)),
                        1 + random.nextLong(60_000));
            case 6, 7 -> request(header, "d" + (redemptions += random.nextInt(2)));
            case 8 -> new Redemption.Accepted(header, redemption());
            case 9 ->
                random.nextBoolean()
                        ? new Redemption.Declined(header, redemption())
                        : new Redemption.OutOfStock(header, redemption());
            case 10 ->
                random.nextBoolean() ? new Redemption.Refunded(header, redemption()) : new Membership.SignedIn(header);
            default ->
                new Review.Decided(
                        header,
                        random.nextInt(3) == 0 ? "redemption-" + redemption() : one(CASES),
                        one(DECISIONS),
                        "bob",
                        "");
        };
    }

    private Event request(Header header, String id) {
        return new Redemption.Requested(
                header,
                id,
                one(KINDS),
                "item",
                1 + random.nextLong(random.nextBoolean() ? 700 : 5_000),
                "m",
                random.nextInt(10) > 0,
                random.nextBoolean() ? null : random.nextLong(300),
                Program.ACCOUNT,
                one(PARTNERS),
                random.nextInt(10) > 0);
    }

    private String redemption() {
        return "d" + Math.max(0, redemptions - random.nextInt(4));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
