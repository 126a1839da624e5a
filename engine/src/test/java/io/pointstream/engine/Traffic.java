package io.pointstream.engine;

import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Finance;
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

    private static final List<Content.AccountKind> ACCOUNT_KINDS = List.of(Content.AccountKind.values());
    private static final List<Content.VideoKind> VIDEO_KINDS = List.of(Content.VideoKind.values());
    private static final List<Content.StreamKind> STREAM_KINDS = List.of(Content.StreamKind.values());
    private static final List<Content.ContentKind> CONTENT_KINDS = List.of(Content.ContentKind.values());
    private static final List<Finance.Product> PRODUCTS = List.of(Finance.Product.values());
    private static final List<Membership.Tier> TIERS = List.of(Membership.Tier.values());

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
        return switch (random.nextInt(16)) {
            case 0, 1, 2 ->
                new Payment.Settled(
                        header, "p" + random.nextInt(500), one(CHANNELS), "m", 1 + random.nextLong(200_000));
            case 3 -> new Social.StepsDonated(header, random.nextLong(900));
            case 4 -> new Social.ArticleForwarded(header, "a" + random.nextInt(3), "g" + random.nextInt(5));
            case 5 -> new Social.VideoLiked(header, "v" + random.nextInt(15));
            case 6 -> new Gaming.LevelCleared(header, "g" + random.nextInt(2), random.nextInt(4));
            case 7 -> new Gaming.TeamChallengeCompleted(header, "g", "t", 2 + random.nextInt(3));
            case 8 -> new Membership.SignedIn(header);
            case 9 ->
                switch (random.nextInt(4)) {
                    case 0 -> new Social.InviteOpened(header, "i" + random.nextInt(20), random.nextBoolean());
                    case 1 -> new Gaming.RankPromoted(header, "g", "s" + random.nextInt(3), one(RANKS));
                    case 2 -> new Gaming.CropsHarvested(header, "farm", random.nextLong(40));
                    default -> new Gaming.WeekRanked(header, "farm", "2026-W2" + random.nextInt(9), random.nextInt(20));
                };
            case 10 -> content(header);
            case 11 -> finance(header);
            case 12, 13 -> membership(header);
            default -> campaign(header);
        };
    }

    private Event content(Header header) {
        return switch (random.nextInt(5)) {
            case 0 ->
                new Content.ArticleRead(
                        header, "a", one(ACCOUNT_KINDS), 119 + random.nextInt(3), random.nextInt(4) != 0);
            case 1 ->
                new Content.VideoWatched(header, "v", one(VIDEO_KINDS), random.nextInt(2_000), random.nextInt(2_000));
            case 2 -> new Content.Purchased(header, one(CONTENT_KINDS), 1 + random.nextInt(10_000));
            default -> new Content.LiveCommented(header, "s", one(STREAM_KINDS), 890 + random.nextInt(100));
        };
    }

    private Event finance(Header header) {
        return switch (random.nextInt(3)) {
            case 0 -> new Finance.Statement(header, one(PRODUCTS), 1 + random.nextInt(10_000_000), random.nextInt(60));
            case 1 -> new Finance.PremiumPaid(header, "p" + random.nextInt(9), 100_000, 170 + random.nextInt(20));
            default -> new Finance.LoanRepaid(header, "l", random.nextInt(1_000_000), random.nextBoolean());
        };
    }

    private Event membership(Header header) {
        String day = header.occurredAt().toString();
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Membership.TierChanged(header, one(TIERS));
            case 2 -> new Membership.Registered(header, random.nextInt(9) == 0 ? null : day.substring(5, 10));
            case 3 -> new Membership.AdWatched(header, "ad");
            case 4 -> new Membership.GiftClaimed(header, day.substring(0, random.nextBoolean() ? 4 : 7));
            default -> new Membership.TaskCompleted(header, "t" + random.nextInt(5));
        };
    }

    private Event campaign(Header header) {
        return switch (random.nextInt(6)) {
            case 0 -> new Campaign.CardCollected(header, "c" + random.nextInt(3), "card" + random.nextInt(6));
            case 1 -> new Campaign.BattleWon(header, "c", "t", random.nextInt(1_500));
            case 2 -> new Campaign.ChainStep(header, "c" + random.nextInt(5), random.nextInt(5));
            case 3 -> new Campaign.Trial(header, "f" + random.nextInt(20), random.nextInt(400));
            case 4 -> new Campaign.WheelSpun(header, random.nextInt(700));
            default -> new Campaign.DoubleCardUsed(header, "card" + random.nextInt(30));
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
