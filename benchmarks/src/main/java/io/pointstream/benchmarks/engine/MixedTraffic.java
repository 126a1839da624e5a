package io.pointstream.benchmarks.engine;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Social;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * Events of many accounts over a month, in the proportions of an ordinary day: every third is a payment, one in a hundred
 * comes twice, one in fifty comes late. The same seed gives the same events.
 */
final class MixedTraffic {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(30);
    private static final List<Payment.Channel> CHANNELS = List.of(Payment.Channel.values());
    private static final List<Gaming.Rank> RANKS = List.of(Gaming.Rank.values());

    private final Random random;

    MixedTraffic(long seed) {
        random = new Random(seed);
    }

    /** Events in the order of arrival. */
    Event[] events(int count, int accounts) {
        Event[] events = new Event[count];
        long stepMs = SPAN.toMillis() / count;
        for (int i = 0; i < count; i++) {
            if (i > 0 && random.nextInt(100) == 0) {
                events[i] = events[i - 1 - random.nextInt(Math.min(i, 1_000))];
            } else {
                long lateMs = random.nextInt(50) == 0
                        ? random.nextLong(Duration.ofDays(2).toMillis())
                        : 0;
                Header header = new Header(
                        "event-%08x".formatted(i),
                        "account-%06d".formatted(random.nextInt(accounts)),
                        START.plusMillis(i * stepMs - lateMs),
                        "device",
                        "10.0.0.1");
                events[i] = event(header, i);
            }
        }
        return events;
    }

    private Event event(Header header, int i) {
        int kind = random.nextInt(100);
        if (kind < 33) {
            long fen = (long) Math.exp(4 + 2.2 * Math.abs(random.nextGaussian()));
            return new Payment.Settled(
                    header, "payment-%08x".formatted(i), one(CHANNELS), "m" + random.nextInt(500), fen);
        } else if (kind < 43) {
            return new Social.StepsDonated(header, random.nextInt(2_000));
        } else if (kind < 60) {
            return new Social.VideoLiked(header, "video-" + random.nextInt(5_000));
        } else if (kind < 70) {
            return new Social.ArticleForwarded(header, "article-" + random.nextInt(50), "group-" + random.nextInt(10));
        } else if (kind < 80) {
            return new Gaming.LevelCleared(header, "game-" + random.nextInt(5), random.nextInt(100));
        } else if (kind < 85) {
            return new Gaming.CropsHarvested(header, "farm", random.nextInt(40));
        } else if (kind < 88) {
            return new Gaming.TeamChallengeCompleted(header, "game-1", "team", 1 + random.nextInt(6));
        } else if (kind < 89) {
            return new Gaming.RankPromoted(header, "game-1", "s" + random.nextInt(3), one(RANKS));
        } else if (kind < 90) {
            return new Social.InviteOpened(header, "account-x" + i, random.nextBoolean());
        } else if (kind < 97) {
            return new Membership.SignedIn(header);
        }
        return new Membership.AdWatched(header, "ad");
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
