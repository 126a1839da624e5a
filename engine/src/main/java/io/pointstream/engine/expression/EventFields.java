package io.pointstream.engine.expression;

import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Finance;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Redemption;
import io.pointstream.engine.event.Social;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The fields that rules can name, by event type: those of the public interface that are always present, and a redemption
 * request's, which its terms can name. */
public final class EventFields {

    private static final Map<EventType, EventFields> BY_TYPE = new EnumMap<>(EventType.class);

    static {
        of(Payment.Settled.class, EventType.PAYMENT_SETTLED)
                .text("paymentId", Payment.Settled::paymentId)
                .choice("channel", Payment.Channel.class, Payment.Settled::channel)
                .text("merchantId", Payment.Settled::merchantId)
                .whole("amountFen", Payment.Settled::amountFen);
        of(Social.StepsDonated.class, EventType.SOCIAL_STEPS_DONATED).whole("steps", Social.StepsDonated::steps);
        of(Social.ArticleForwarded.class, EventType.SOCIAL_ARTICLE_FORWARDED)
                .text("articleId", Social.ArticleForwarded::articleId)
                .text("groupId", Social.ArticleForwarded::groupId);
        of(Social.VideoLiked.class, EventType.SOCIAL_VIDEO_LIKED).text("videoId", Social.VideoLiked::videoId);
        of(Social.InviteOpened.class, EventType.SOCIAL_INVITE_OPENED)
                .text("inviteeId", Social.InviteOpened::inviteeId)
                .flag("inviteeIsNew", Social.InviteOpened::inviteeIsNew);
        of(Finance.Statement.class, EventType.FINANCE_STATEMENT)
                .choice("product", Finance.Product.class, Finance.Statement::product)
                .whole("amountFen", Finance.Statement::amountFen)
                .whole("heldDays", Finance.Statement::heldDays);
        of(Finance.PremiumPaid.class, EventType.FINANCE_PREMIUM_PAID)
                .text("policyId", Finance.PremiumPaid::policyId)
                .whole("amountFen", Finance.PremiumPaid::amountFen)
                .whole("heldDays", Finance.PremiumPaid::heldDays);
        of(Finance.LoanRepaid.class, EventType.FINANCE_LOAN_REPAID)
                .text("loanId", Finance.LoanRepaid::loanId)
                .whole("amountFen", Finance.LoanRepaid::amountFen)
                .flag("onTime", Finance.LoanRepaid::onTime);
        of(Content.ArticleRead.class, EventType.CONTENT_ARTICLE_READ)
                .text("articleId", Content.ArticleRead::articleId)
                .choice("accountKind", Content.AccountKind.class, Content.ArticleRead::accountKind)
                .whole("seconds", Content.ArticleRead::seconds)
                .flag("completed", Content.ArticleRead::completed);
        of(Content.VideoWatched.class, EventType.CONTENT_VIDEO_WATCHED)
                .text("videoId", Content.VideoWatched::videoId)
                .choice("videoKind", Content.VideoKind.class, Content.VideoWatched::videoKind)
                .whole("secondsWatched", Content.VideoWatched::secondsWatched)
                .whole("secondsTotal", Content.VideoWatched::secondsTotal);
        of(Content.LiveCommented.class, EventType.CONTENT_LIVE_COMMENTED)
                .text("streamId", Content.LiveCommented::streamId)
                .choice("streamKind", Content.StreamKind.class, Content.LiveCommented::streamKind)
                .whole("watchedSeconds", Content.LiveCommented::watchedSeconds);
        of(Content.Purchased.class, EventType.CONTENT_PURCHASED)
                .choice("contentKind", Content.ContentKind.class, Content.Purchased::contentKind)
                .whole("amountFen", Content.Purchased::amountFen);
        of(Gaming.LevelCleared.class, EventType.GAMING_LEVEL_CLEARED)
                .text("gameId", Gaming.LevelCleared::gameId)
                .whole("level", Gaming.LevelCleared::level);
        of(Gaming.RankPromoted.class, EventType.GAMING_RANK_PROMOTED)
                .text("gameId", Gaming.RankPromoted::gameId)
                .text("season", Gaming.RankPromoted::season)
                .choice("rank", Gaming.Rank.class, Gaming.RankPromoted::rank);
        of(Gaming.SeasonSettled.class, EventType.GAMING_SEASON_SETTLED)
                .text("gameId", Gaming.SeasonSettled::gameId)
                .text("season", Gaming.SeasonSettled::season)
                .choice("rank", Gaming.Rank.class, Gaming.SeasonSettled::rank);
        of(Gaming.CropsHarvested.class, EventType.GAMING_CROPS_HARVESTED)
                .text("gameId", Gaming.CropsHarvested::gameId)
                .whole("count", Gaming.CropsHarvested::count);
        of(Gaming.WeekRanked.class, EventType.GAMING_WEEK_RANKED)
                .text("gameId", Gaming.WeekRanked::gameId)
                .text("week", Gaming.WeekRanked::week)
                .real("percentile", Gaming.WeekRanked::percentile);
        of(Gaming.TeamChallengeCompleted.class, EventType.GAMING_TEAM_CHALLENGE_COMPLETED)
                .text("gameId", Gaming.TeamChallengeCompleted::gameId)
                .text("teamId", Gaming.TeamChallengeCompleted::teamId)
                .whole("teamSize", Gaming.TeamChallengeCompleted::teamSize);
        of(Membership.Registered.class, EventType.MEMBERSHIP_REGISTERED);
        of(Membership.SignedIn.class, EventType.MEMBERSHIP_SIGNED_IN);
        of(Membership.AdWatched.class, EventType.MEMBERSHIP_AD_WATCHED).text("adId", Membership.AdWatched::adId);
        of(Membership.TaskCompleted.class, EventType.MEMBERSHIP_TASK_COMPLETED)
                .text("taskId", Membership.TaskCompleted::taskId);
        of(Membership.GiftClaimed.class, EventType.MEMBERSHIP_GIFT_CLAIMED)
                .text("period", Membership.GiftClaimed::period);
        of(Campaign.CardCollected.class, EventType.CAMPAIGN_CARD_COLLECTED)
                .text("campaignId", Campaign.CardCollected::campaignId)
                .text("cardId", Campaign.CardCollected::cardId);
        of(Campaign.BattleWon.class, EventType.CAMPAIGN_BATTLE_WON)
                .text("campaignId", Campaign.BattleWon::campaignId)
                .text("teamId", Campaign.BattleWon::teamId)
                .whole("points", Campaign.BattleWon::points);
        of(Campaign.ChainStep.class, EventType.CAMPAIGN_CHAIN_STEP)
                .text("campaignId", Campaign.ChainStep::campaignId)
                .whole("step", Campaign.ChainStep::step);
        of(Campaign.Trial.class, EventType.CAMPAIGN_TRIAL)
                .text("featureId", Campaign.Trial::featureId)
                .whole("points", Campaign.Trial::points);
        of(Campaign.DoubleCardUsed.class, EventType.CAMPAIGN_DOUBLE_CARD_USED)
                .text("cardId", Campaign.DoubleCardUsed::cardId);
        of(Campaign.WheelSpun.class, EventType.CAMPAIGN_WHEEL_SPUN).whole("points", Campaign.WheelSpun::points);
        // What a kind of redemption does not need may be absent: it reads as empty, false or 0.
        of(Redemption.Requested.class, EventType.REDEMPTION_REQUESTED)
                .choice("kind", Redemption.Kind.class, Redemption.Requested::kind)
                .text("itemId", Redemption.Requested::itemId)
                .whole("points", Redemption.Requested::points)
                .text("merchantId", event -> Objects.requireNonNullElse(event.merchantId(), ""))
                .flag("mainlandAddress", event -> Boolean.TRUE.equals(event.mainlandAddress()))
                .whole("customsPoints", event -> Objects.requireNonNullElse(event.customsPoints(), 0L))
                .text("beneficiaryId", event -> Objects.requireNonNullElse(event.beneficiaryId(), ""))
                .flag("linked", event -> Boolean.TRUE.equals(event.linked()));
    }

    private final Map<String, Field> fields = new LinkedHashMap<>();

    private EventFields() {
        add(new Field.Text("eventId", Event::eventId));
        add(new Field.Text("accountId", Event::accountId));
    }

    /** The fields of a type that can earn points, or of a redemption request; null for other instructions. */
    public static @Nullable EventFields of(EventType type) {
        return BY_TYPE.get(type);
    }

    public @Nullable Field field(String name) {
        return fields.get(name);
    }

    public Set<String> names() {
        return fields.keySet();
    }

    Iterable<Field> all() {
        return fields.values();
    }

    private void add(Field field) {
        fields.put(field.name(), field);
    }

    private static <E extends Event> Table<E> of(Class<E> event, EventType type) {
        EventFields fields = new EventFields();
        BY_TYPE.put(type, fields);
        return new Table<>(event, fields);
    }

    /** Adds fields of one event class. */
    private record Table<E extends Event>(Class<E> event, EventFields fields) {

        Table<E> text(String name, Function<E, String> get) {
            fields.add(new Field.Text(name, e -> get.apply(event.cast(e))));
            return this;
        }

        <V extends Enum<V>> Table<E> choice(String name, Class<V> values, Function<E, V> get) {
            List<String> names =
                    Arrays.stream(values.getEnumConstants()).map(Enum::name).toList();
            fields.add(
                    new Field.Choice(name, names, e -> get.apply(event.cast(e)).name()));
            return this;
        }

        Table<E> whole(String name, ToLongFunction<E> get) {
            fields.add(new Field.Whole(name, e -> get.applyAsLong(event.cast(e))));
            return this;
        }

        Table<E> real(String name, ToDoubleFunction<E> get) {
            fields.add(new Field.Real(name, e -> get.applyAsDouble(event.cast(e))));
            return this;
        }

        Table<E> flag(String name, Predicate<E> get) {
            fields.add(new Field.Flag(name, e -> get.test(event.cast(e))));
            return this;
        }
    }
}
