package io.pointstream.engine;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Social;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random events of one account that meet the shipped book's limits often: repeats, late ones, jumps over weeks. */
final class Traffic {

    private static final List<Payment.Channel> CHANNELS = List.of(Payment.Channel.values());
    private static final List<Gaming.Rank> RANKS = List.of(Gaming.Rank.values());

    private final Random random;
    private final List<String> ids = new ArrayList<>();
    private Instant clock = Instant.parse("2026-04-28T00:00:00Z");

    Traffic(long seed) {
        random = new Random(seed);
    }

    List<Event> events(int count) {
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    private Event next() {
        clock = clock.plusMillis(random.nextInt(20) == 0 ? random.nextLong(864_000_000L) : random.nextLong(7_200_000L));
        Instant at = random.nextInt(6) == 0 ? clock.minus(Duration.ofMinutes(random.nextInt(5_000))) : clock;
        Header header = new Header(id(), Program.ACCOUNT, at, null, null);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 ->
                new Payment.Settled(
                        header, "p" + random.nextInt(500), one(CHANNELS), "m", 1 + random.nextLong(200_000));
            case 3 -> new Social.StepsDonated(header, random.nextLong(900));
            case 4 -> new Social.ArticleForwarded(header, "a" + random.nextInt(3), "g" + random.nextInt(5));
            case 5 -> new Social.VideoLiked(header, "v" + random.nextInt(15));
            case 6 -> new Gaming.LevelCleared(header, "g" + random.nextInt(2), random.nextInt(4));
            case 7 -> new Gaming.TeamChallengeCompleted(header, "g", "t", 2 + random.nextInt(3));
            case 8 -> new Membership.SignedIn(header);
            default ->
                switch (random.nextInt(4)) {
                    case 0 -> new Social.InviteOpened(header, "i" + random.nextInt(20), random.nextBoolean());
                    case 1 -> new Gaming.RankPromoted(header, "g", "s" + random.nextInt(3), one(RANKS));
                    case 2 -> new Gaming.CropsHarvested(header, "farm", random.nextLong(40));
                    default -> new Membership.AdWatched(header, "ad");
                };
        };
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String id() {
        if (!ids.isEmpty() && random.nextInt(15) == 0) {
            return ids.get(random.nextInt(ids.size()));
        }
        String id = "e" + ids.size();
        ids.add(id);
        return id;
    }
}
