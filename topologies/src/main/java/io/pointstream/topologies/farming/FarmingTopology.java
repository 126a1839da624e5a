package io.pointstream.topologies.farming;

import io.pointstream.engine.farming.AccountNews;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.farming.Invite;
import io.pointstream.engine.farming.Link;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.farming.Rings;
import io.pointstream.engine.farming.Ruling;
import io.pointstream.engine.farming.Tie;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.StoreEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.jspecify.annotations.Nullable;

/**
 * The application {@code farming}.
 *
 * <pre>
 *                      invites ═▶─┐ (to the invitee's account)
 * activity.*, points.journal ─▶ behaviour (per account) ─┬─ findings ─┬─────────────────────────▶ cases (per account) ─▶ signals, flags, shadow flags, risk
 *                                                        │            ╚═ ties ═╗                    ▲
 *                                                        └═ links ═▶ links ═ ties ═▶ rings (one) ═ news ═┘
 *                                                           (per device, target)       └──▶ flags of rings
 * ═▶ through a repartition topic
 * </pre>
 *
 * <p>Rings are joined in one place: a union-find needs one, and only what is suspicious gets there, some records for each farmer.
 * All ties have one key, so they lie in one partition, in one order.
 */
public final class FarmingTopology {

    /** The application id. */
    public static final String APPLICATION = "pointstream-farming";

    /** Heap that the live state of one kind may take in one partition. */
    public static final long CACHE_BYTES_DEFAULT = 32L << 20;

    static final String BEHAVIOUR = "farming-behaviour";
    static final String LINKS = "farming-links";
    static final String CASES = "farming-cases";
    static final String RINGS = "farming-rings";
    static final String INVITES_BY_INVITEE = "farming-invites-by-invitee";
    static final String LINKS_BY_TARGET = "farming-links-by-target";
    static final String TIES = "farming-ties";
    static final String NEWS_BY_ACCOUNT = "farming-news-by-account";

    private FarmingTopology() {}

    /**
     * Pure: starts nothing, connects to nothing but the registry, and that when the first record is read.
     *
     * @param detection what is in force at an event time, in epoch milliseconds
     * @param lists what is on the lists, as it is known now
     * @param serdeConfig of {@link AvroSerdes}
     * @param cacheBytes heap for the live state of one kind in one partition
     */
    public static Topology build(
            LongFunction<Detectors> detection,
            Supplier<Lists> lists,
            Map<String, ?> serdeConfig,
            StoreEngine stores,
            long cacheBytes) {
        StreamsBuilder builder = new StreamsBuilder();

        KStream<String, SpecificRecord> inputs = builder.stream(
                inputs().stream().map(Topic::name).toList(),
                Consumed.with(Serdes.String(), AvroSerdes.<SpecificRecord>create(serdeConfig))
                        .withName("farming-inputs"));
        KStream<String, Object> invites = inputs.flatMap(FarmingTopology::invites, Named.as("farming-invites"))
                .repartition(Repartitioned.with(Serdes.String(), bytes(Invite::encode, Invite::decode))
                        .withName(INVITES_BY_INVITEE))
                .mapValues(Object.class::cast, Named.as("farming-invited"));
        KStream<String, Observed> observed = inputs.mapValues(Object.class::cast, Named.as("farming-told"))
                .merge(invites, Named.as("farming-observed"))
                .process(
                        new StatefulProcessor<>(
                                BEHAVIOUR, stores, () -> new BehaviourProcessor(detection, lists, cacheBytes)),
                        Named.as(BEHAVIOUR));

        KStream<String, Tie> shared = observed.flatMap(
                        (accountId, of) -> keyed(of.links(), Link::key), Named.as("farming-links-made"))
                .repartition(Repartitioned.with(Serdes.String(), bytes(Link::encode, Link::decode))
                        .withName(LINKS_BY_TARGET))
                .process(
                        new StatefulProcessor<>(LINKS, stores, () -> new LinkProcessor(detection, lists, cacheBytes)),
                        Named.as(LINKS));

        KStream<String, Rings.Outcome> joined = observed.<String, Tie>flatMap(
                        (accountId, of) -> keyed(of.ties(), tie -> RINGS), Named.as("farming-own-ties"))
                .merge(shared.selectKey((target, tie) -> RINGS, Named.as("farming-shared-ties")), Named.as(TIES))
                .repartition(Repartitioned.with(Serdes.String(), bytes(Tie::encode, Tie::decode))
                        .withName(TIES))
                .process(
                        new StatefulProcessor<>(RINGS, stores, () -> new RingProcessor(detection, lists, cacheBytes)),
                        Named.as(RINGS));

        KStream<String, AccountNews> ofRings = joined.flatMap(
                        (key, of) -> keyed(of.news(), AccountNews::accountId), Named.as("farming-ring-news"))
                .repartition(Repartitioned.with(Serdes.String(), bytes(AccountNews::encode, AccountNews::decode))
                        .withName(NEWS_BY_ACCOUNT));

        KStream<String, Filed> filed = observed.flatMapValues(Observed::all, Named.as("farming-account-news"))
                .merge(ofRings, Named.as("farming-news"))
                .process(
                        new StatefulProcessor<>(CASES, stores, () -> new CaseProcessor(detection, lists, cacheBytes)),
                        Named.as(CASES));

        Produced<String, Flag> flags = Produced.with(Serdes.String(), AvroSerdes.create(serdeConfig));
        joined.flatMap(
                        (key, of) -> keyed(of.flags(), flag -> flag.caseId(), FarmingTranslator::flag),
                        Named.as("farming-ring-flags"))
                .to(Topics.FARMING_FLAGS.name(), flags.withName("farming-ring-flags-out"));
        filed.flatMap((accountId, of) -> keyed(of.flags(), Flag::getCaseId), Named.as("farming-account-flags"))
                .to(Topics.FARMING_FLAGS.name(), flags.withName("farming-account-flags-out"));
        filed.flatMap((accountId, of) -> keyed(of.shadowFlags(), Flag::getCaseId), Named.as("farming-shadow-flags"))
                .to(Topics.FARMING_SHADOW_FLAGS.name(), flags.withName("farming-shadow-flags-out"));
        filed.flatMapValues(Filed::signals, Named.as("farming-signals"))
                .to(
                        Topics.FARMING_SIGNALS.name(),
                        Produced.<String, Signal>with(Serdes.String(), AvroSerdes.create(serdeConfig))
                                .withName("farming-signals-out"));
        filed.flatMapValues(Filed::risks, Named.as("farming-risks"))
                .to(
                        Topics.FARMING_RISK.name(),
                        Produced.<String, AccountRisk>with(Serdes.String(), AvroSerdes.create(serdeConfig))
                                .withName("farming-risks-out"));
        return builder.build();
    }

    /** As the service runs it: on disk, with the thresholds of the rule books. */
    public static Topology build(ProgramRules rules, Supplier<Lists> lists, Map<String, ?> serdeConfig) {
        return build(rules::detectors, lists, serdeConfig, StoreEngine.ROCKSDB, CACHE_BYTES_DEFAULT);
    }

    /**
     * The topics it reads: what accounts do, and what became of it. A reviewer's decision is read in the journal, since points
     * decides whether it is carried out.
     */
    public static List<Topic> inputs() {
        return Stream.concat(
                        Topics.activity().stream().filter(topic -> !topic.equals(Topics.RISK_REVIEWS)),
                        Stream.of(Topics.POINTS_JOURNAL))
                .toList();
    }

    /** An invite is told to the invitee's account too. */
    private static List<KeyValue<String, Invite>> invites(@Nullable String key, @Nullable SpecificRecord record) {
        Invite invite =
                record instanceof Activity activity && activity.getAccountId().equals(key)
                        ? FarmingTranslator.invite(activity)
                        : null;
        return invite == null ? List.of() : List.of(KeyValue.pair(invite.inviteeId(), invite));
    }

    private static <V> List<KeyValue<String, V>> keyed(List<V> values, Function<V, String> key) {
        return keyed(values, key, value -> value);
    }

    private static <V, R> List<KeyValue<String, R>> keyed(
            List<V> values, Function<V, String> key, Function<V, R> result) {
        List<KeyValue<String, R>> keyed = new ArrayList<>(values.size());
        for (V value : values) {
            keyed.add(KeyValue.pair(key.apply(value), result.apply(value)));
        }
        return keyed;
    }

    /** Internal topics carry our own bytes and leave the registry alone. */
    private static <T> Serde<T> bytes(Function<T, byte[]> encode, Function<byte[], T> decode) {
        return Serdes.serdeFrom((topic, value) -> encode.apply(value), (topic, stored) -> decode.apply(stored));
    }

    /**
     * What an event or a decision made of its account.
     *
     * @param news what is no finding
     */
    record Observed(List<Finding> findings, List<Link> links, List<AccountNews> news) {

        boolean isNothing() {
            return findings.isEmpty() && links.isEmpty() && news.isEmpty();
        }

        /** What the account's case takes in. */
        List<AccountNews> all() {
            return Stream.<AccountNews>concat(news.stream(), findings.stream()).toList();
        }

        /** What the rings take in: findings, and decisions on their cases. */
        List<Tie> ties() {
            List<Tie> ties = new ArrayList<>(findings.size());
            findings.forEach(finding -> ties.add(new Tie.Own(finding)));
            for (AccountNews each : news) {
                if (each instanceof Ruling ruling && !ruling.isOfOwnCase()) {
                    ties.add(new Tie.Ruled(ruling));
                }
            }
            return ties;
        }
    }

    /** What news made of its account: a signal, a flag, one of the shadow and a risk, or none. */
    record Filed(List<Signal> signals, List<Flag> flags, List<Flag> shadowFlags, List<AccountRisk> risks) {}
}
