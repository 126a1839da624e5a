package io.pointstream.schemas;

import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.rules.RuleBookVersion;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The topic catalogue: every topic, once. Topics are created from it and TOPICS.md is written from it. */
public final class Topics {

    /** Enough for four stream threads; an operator with more cores sets more before the first start. */
    private static final int PARTITIONS = 4;

    /** At least this for every topic: a producer's batch of many small records is one message to the broker. */
    private static final int MIB = 1024 * 1024;

    public static final Topic ACTIVITY_PAYMENT = activity("payment", "Payments and refunds.");
    public static final Topic ACTIVITY_SOCIAL = activity("social", "Steps, forwards, likes, invites.");
    public static final Topic ACTIVITY_GAMING = activity("gaming", "Levels, ranks, harvests, team challenges.");
    public static final Topic ACTIVITY_CONTENT = activity("content", "Articles, videos, live comments, paid content.");
    public static final Topic ACTIVITY_FINANCE = activity("finance", "Statements, premiums, loan instalments.");
    public static final Topic ACTIVITY_MEMBERSHIP =
            activity("membership", "Registration, tiers, sign-ins, ads, tasks, gifts.");
    public static final Topic ACTIVITY_CAMPAIGN = activity("campaign", "Cards, battles, chains, trials, the wheel.");
    public static final Topic ACTIVITY_REDEMPTION =
            activity("redemption", "Requests for goods, and the answers to them.");

    public static final Topic RISK_REVIEWS = new Topic(
            "risk.reviews",
            Topic.Key.ACCOUNT_ID,
            Activity.getClassSchema(),
            PARTITIONS,
            null,
            false,
            MIB,
            "Reviewers' decisions. Kept for ever: with the activity they give the same state again.");

    public static final Topic PROGRAM_RULES = new Topic(
            "program.rules",
            Topic.Key.RULE_BOOK_VERSION,
            RuleBookVersion.getClassSchema(),
            1,
            null,
            true,
            2 * MIB,
            "Rule-book versions. Compacted: every version stays, and a version published again replaces itself. "
                    + "One partition, so that all see them in one order.");

    public static final Topic RISK_LISTS = new Topic(
            "risk.lists",
            Topic.Key.LISTED,
            ListEntry.getClassSchema(),
            1,
            null,
            false,
            MIB,
            "Who and what is allowed, denied or snoozed. Few, and kept for ever: detection that is computed anew has to know what "
                    + "counted when. One partition, so that all see them in one order.");

    public static final Topic POINTS_JOURNAL = new Topic(
            "points.journal",
            Topic.Key.ACCOUNT_ID,
            JournalEntry.getClassSchema(),
            PARTITIONS,
            null,
            false,
            MIB,
            "One record per step of an account: decision, postings, balance. Kept for ever: it is the ledger.");

    public static final Topic POINTS_BALANCES = new Topic(
            "points.balances",
            Topic.Key.ACCOUNT_ID,
            AccountBalance.getClassSchema(),
            PARTITIONS,
            null,
            true,
            MIB,
            "The newest balance of each account, when it moved. Compacted: only the newest is asked for.");

    public static final Topic POINTS_NOTICES = new Topic(
            "points.notices",
            Topic.Key.ACCOUNT_ID,
            Notice.getClassSchema(),
            PARTITIONS,
            null,
            false,
            MIB,
            "What owners are told. Few and small; kept for ever, because a notice of a replayed month is as old as that "
                    + "month when it is written.");

    public static final Topic FARMING_SIGNALS = new Topic(
            "farming.signals",
            Topic.Key.ACCOUNT_ID,
            Signal.getClassSchema(),
            PARTITIONS,
            null,
            false,
            MIB,
            "What the detectors found. Kept for ever: it is the evidence behind the flags.");

    public static final Topic FARMING_FLAGS = new Topic(
            "farming.flags",
            Topic.Key.CASE_ID,
            Flag.getClassSchema(),
            PARTITIONS,
            null,
            true,
            MIB,
            "Cases. Compacted: the newest record is the case.");

    public static final Topic FARMING_SHADOW_FLAGS = new Topic(
            "farming.shadow-flags",
            Topic.Key.CASE_ID,
            Flag.getClassSchema(),
            PARTITIONS,
            null,
            true,
            MIB,
            "Cases that there would be if what is tried out were in force. Compacted: the newest record is the case.");

    public static final Topic FARMING_RISK = new Topic(
            "farming.risk",
            Topic.Key.ACCOUNT_ID,
            AccountRisk.getClassSchema(),
            PARTITIONS,
            null,
            false,
            MIB,
            "Where suspected accounts stand; of a ring, one record per member. Few, and kept for ever: points that is "
                    + "computed anew has to hold and to release when it did.");

    public static final Topic CONSOLE_ACTS = new Topic(
            "console.acts",
            Topic.Key.ACT_ID,
            Act.getClassSchema(),
            1,
            null,
            false,
            MIB,
            "What people did in the console. Kept for ever: users, locks and proposals are computed from it, and it is the "
                    + "audit. One partition, so that all consoles see one order.");

    public static final Topic DEAD_LETTERS = new Topic(
            "dead-letters",
            Topic.Key.ORIGINAL,
            null,
            PARTITIONS,
            null,
            false,
            2 * MIB,
            "What could not be read: the original bytes, with headers that say topic, partition, offset, reason and stack. "
                    + "Kept until an operator has dealt with it; larger than any input, for the headers.");

    public static final Topic DEAD_LETTERS_RESENT = new Topic(
            "dead-letters.resent",
            Topic.Key.LETTER,
            null,
            1,
            null,
            true,
            MIB,
            "Which dead letters were sent again, when and by whom, as text. Compacted: a letter is sent once. One partition, so "
                    + "that all see them in one order.");

    /** Inputs of the points and farming applications, co-partitioned by account. */
    private static final List<Topic> ACTIVITY = List.of(
            ACTIVITY_PAYMENT,
            ACTIVITY_SOCIAL,
            ACTIVITY_GAMING,
            ACTIVITY_CONTENT,
            ACTIVITY_FINANCE,
            ACTIVITY_MEMBERSHIP,
            ACTIVITY_CAMPAIGN,
            ACTIVITY_REDEMPTION,
            RISK_REVIEWS);

    /** Inputs first, in the order of INTERFACES 2. */
    public static final List<Topic> ALL = List.of(
            ACTIVITY_PAYMENT,
            ACTIVITY_SOCIAL,
            ACTIVITY_GAMING,
            ACTIVITY_CONTENT,
            ACTIVITY_FINANCE,
            ACTIVITY_MEMBERSHIP,
            ACTIVITY_CAMPAIGN,
            ACTIVITY_REDEMPTION,
            RISK_REVIEWS,
            PROGRAM_RULES,
            RISK_LISTS,
            POINTS_JOURNAL,
            POINTS_BALANCES,
            POINTS_NOTICES,
            FARMING_SIGNALS,
            FARMING_FLAGS,
            FARMING_SHADOW_FLAGS,
            FARMING_RISK,
            CONSOLE_ACTS,
            DEAD_LETTERS,
            DEAD_LETTERS_RESENT);

    private static final Map<String, Topic> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Topic::name, Function.identity()));

    /** The topics that carry {@link Activity}: {@code activity.*} and {@code risk.reviews}. */
    public static List<Topic> activity() {
        return ACTIVITY;
    }

    /** The topic of this name, or null when it is none of ours. */
    public static @Nullable Topic find(String name) {
        return BY_NAME.get(name);
    }

    /**
     * Where events of this type travel, by the type's prefix: {@code payment.settled} in {@code activity.payment},
     * {@code review.decided} in {@code risk.reviews}.
     *
     * @throws IllegalArgumentException when there is no such topic
     */
    public static Topic forEventType(String eventType) {
        int dot = eventType.indexOf('.');
        String prefix = dot < 0 ? eventType : eventType.substring(0, dot);
        Topic topic = prefix.equals("review") ? RISK_REVIEWS : BY_NAME.get("activity." + prefix);
        if (topic == null) {
            throw new IllegalArgumentException("no topic carries events of type " + eventType);
        }
        return topic;
    }

    private static Topic activity(String prefix, String what) {
        Schema schema = Activity.getClassSchema();
        return new Topic(
                "activity." + prefix,
                Topic.Key.ACCOUNT_ID,
                schema,
                PARTITIONS,
                null,
                false,
                MIB,
                what
                        + " Kept for ever: it is what everything else is computed from, and the broker would delete a replayed "
                        + "month by its event times.");
    }

    private Topics() {}
}
