package io.pointstream.schemas;

import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.json.BadLineException;
import java.util.List;

/** One event of every type of INTERFACES 1, with every field, as a line of the public JSON form. */
public final class ExampleEvents {

    private static final String COMMON =
            "\"eventId\":\"e-1\",\"accountId\":\"a-1\",\"occurredAt\":\"2026-05-01T00:00:00.123Z\",\"deviceId\":\"d-1\",\"ipAddress\":\"10.0.0.1\"";

    public static final List<String> LINES = List.of(
            event(
                    "payment.settled",
                    "\"paymentId\":\"p-1\",\"channel\":\"JD\",\"merchantId\":\"m-1\",\"amountFen\":12345"),
            event("payment.refunded", "\"refundId\":\"r-1\",\"paymentId\":\"p-1\",\"amountFen\":1"),
            event("social.steps-donated", "\"steps\":0"),
            event("social.article-forwarded", "\"articleId\":\"art-1\",\"groupId\":\"g-1\""),
            event("social.video-liked", "\"videoId\":\"v-1\""),
            event("social.invite-opened", "\"inviteeId\":\"a-2\",\"inviteeIsNew\":true"),
            event("finance.statement", "\"product\":\"WEALTH_STEADY\",\"amountFen\":9007199254740993,\"heldDays\":30"),
            event("finance.premium-paid", "\"policyId\":\"po-1\",\"amountFen\":500000,\"heldDays\":180"),
            event("finance.loan-repaid", "\"loanId\":\"l-1\",\"amountFen\":250000,\"onTime\":false"),
            event(
                    "content.article-read",
                    "\"articleId\":\"art-1\",\"accountKind\":\"SERVICE\",\"seconds\":120,\"completed\":true"),
            event(
                    "content.video-watched",
                    "\"videoId\":\"v-1\",\"videoKind\":\"KNOWLEDGE\",\"secondsWatched\":61,\"secondsTotal\":100"),
            event("content.live-commented", "\"streamId\":\"s-1\",\"streamKind\":\"TALENT\",\"watchedSeconds\":900"),
            event("content.purchased", "\"contentKind\":\"EBOOK\",\"amountFen\":1990"),
            event("gaming.level-cleared", "\"gameId\":\"g-1\",\"level\":3"),
            event("gaming.rank-promoted", "\"gameId\":\"g-1\",\"season\":\"S1\",\"rank\":\"GOLD\""),
            event("gaming.season-settled", "\"gameId\":\"g-1\",\"season\":\"S1\",\"rank\":\"KING\""),
            event("gaming.crops-harvested", "\"gameId\":\"g-1\",\"count\":50"),
            event("gaming.week-ranked", "\"gameId\":\"g-1\",\"week\":\"2026-W53\",\"percentile\":9.5"),
            event("gaming.team-challenge-completed", "\"gameId\":\"g-1\",\"teamId\":\"t-1\",\"teamSize\":3"),
            event("membership.registered", "\"birthday\":\"02-29\""),
            event("membership.tier-changed", "\"tier\":\"DIAMOND\""),
            event("membership.signed-in", ""),
            event("membership.ad-watched", "\"adId\":\"ad-1\""),
            event("membership.task-completed", "\"taskId\":\"t-1\""),
            event("membership.gift-claimed", "\"period\":\"2026-05\""),
            event("campaign.card-collected", "\"campaignId\":\"c-1\",\"cardId\":\"card-1\""),
            event("campaign.battle-won", "\"campaignId\":\"c-1\",\"teamId\":\"t-1\",\"points\":300"),
            event("campaign.chain-step", "\"campaignId\":\"c-1\",\"step\":1"),
            event("campaign.trial", "\"featureId\":\"f-1\",\"points\":100"),
            event("campaign.double-card-used", "\"cardId\":\"card-1\""),
            event("campaign.wheel-spun", "\"points\":0"),
            event(
                    "redemption.requested",
                    "\"redemptionId\":\"x-1\",\"kind\":\"PARTNER\",\"itemId\":\"i-1\",\"points\":2000,\"merchantId\":\"m-1\","
                            + "\"mainlandAddress\":false,\"customsPoints\":0,\"beneficiaryId\":\"a-1\",\"partner\":\"MEITUAN\",\"linked\":true"),
            event("redemption.accepted", "\"redemptionId\":\"x-1\""),
            event("redemption.declined", "\"redemptionId\":\"x-1\""),
            event("redemption.out-of-stock", "\"redemptionId\":\"x-1\""),
            event("redemption.refunded", "\"redemptionId\":\"x-1\""),
            event(
                    "review.decided",
                    "\"caseId\":\"k-1\",\"decision\":\"CLEAR\",\"reviewer\":\"w\",\"note\":\"一家人\\n共用设备\""));

    /** The example of this type. */
    public static String line(String type) {
        return LINES.stream()
                .filter(line -> line.startsWith("{\"type\":\"" + type + "\""))
                .findFirst()
                .orElseThrow();
    }

    /** The same as a record. */
    public static Activity activity(String type) {
        try {
            return new ActivityJson().parse(line(type));
        } catch (BadLineException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String event(String type, String fields) {
        return "{\"type\":\"" + type + "\"," + COMMON + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    private ExampleEvents() {}
}
