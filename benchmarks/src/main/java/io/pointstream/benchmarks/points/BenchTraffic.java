package io.pointstream.benchmarks.points;

import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.GamingCropsHarvested;
import io.pointstream.schemas.activity.GamingLevelCleared;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.SocialArticleForwarded;
import io.pointstream.schemas.activity.SocialVideoLiked;
import java.time.Instant;
import java.util.SplittableRandom;

/** Mixed events in event-time order: 40% payments, the rest spread over six other types. The same seed, the same events. */
public final class BenchTraffic {

    private static final PaymentChannel[] CHANNELS = {
        PaymentChannel.OFFLINE_QR,
        PaymentChannel.JD,
        PaymentChannel.PINDUODUO,
        PaymentChannel.MEITUAN,
        PaymentChannel.ONLINE
    };

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

    private final SplittableRandom random;
    private final int accounts;
    private final long stepMs;
    private long made;

    /**
     * Of accounts {@code account-0} and so on, drawn evenly.
     *
     * @param stepMs event time between two events
     */
    public BenchTraffic(long seed, int accounts, long stepMs) {
        this.random = new SplittableRandom(seed);
        this.accounts = accounts;
        this.stepMs = stepMs;
    }

    /** The next event. */
    public Activity next() {
        long n = made++;
        String account = "account-" + random.nextInt(accounts);
        return new Activity(
                "event-" + n,
                account,
                START.plusMillis(n * stepMs),
                "device-" + account,
                "10.1." + random.nextInt(256) + "." + random.nextInt(256),
                body(n, random.nextInt(10)));
    }

    private Object body(long n, int kind) {
        return switch (kind) {
            case 0, 1, 2, 3 ->
                new PaymentSettled(
                        "payment-" + n,
                        CHANNELS[random.nextInt(CHANNELS.length)],
                        "merchant-" + random.nextInt(500),
                        random.nextLong(100, 60_000));
            case 4 -> new SocialVideoLiked("video-" + random.nextInt(10_000));
            case 5 -> new SocialArticleForwarded("article-" + random.nextInt(100), "group-" + random.nextInt(50));
            case 6 -> new GamingLevelCleared("puzzle", random.nextLong(20));
            case 7 -> new GamingCropsHarvested("farm", random.nextLong(30));
            case 8 -> new MembershipSignedIn();
            default ->
                new ContentArticleRead(
                        "article-" + random.nextInt(1_000), AccountKind.SUBSCRIPTION, random.nextLong(300), true);
        };
    }
}
