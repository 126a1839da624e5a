package io.pointstream.engine.farming;

import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.event.Social;
import io.pointstream.engine.risk.Risk;
import io.pointstream.engine.risk.RiskLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All of detection without Kafka: events and decisions go in, signals and flags come out. */
final class Scene {

    static final FarmingConfig CONFIG = FarmingConfig.shipped();

    final Detectors detectors;
    final List<Signal> signals = new ArrayList<>();
    final Map<String, Flag> flags = new LinkedHashMap<>();
    final Map<String, Flag> shadowFlags = new LinkedHashMap<>();
    /** The newest by account. */
    final Map<String, Risk> risks = new LinkedHashMap<>();

    /** What is on the lists from now on. */
    Lists lists = Lists.NONE;

    int flagRecords;
    int linksMade;
    int tiesMade;
    private final Map<String, Behaviour> behaviours = new LinkedHashMap<>();
    private final Map<String, LinkBehaviour> links = new LinkedHashMap<>();
    private final Map<String, RingNode> nodes = new LinkedHashMap<>();
    private final Rings rings;
    private final Map<String, AccountCase> cases = new LinkedHashMap<>();
    private final Map<String, Long> steps = new LinkedHashMap<>();
    private int ids;

    Scene() {
        this(CONFIG);
    }

    Scene(FarmingConfig config) {
        this(new Detectors(config));
    }

    Scene(Detectors detectors) {
        this.detectors = detectors;
        rings = new Rings(detectors.config(), id -> nodes.computeIfAbsent(id, RingNode::new));
    }

    /** A catalogue of these detectors alone. */
    @SafeVarargs
    static Detectors only(Function<FarmingConfig, Detector<?>>... detectors) {
        List<Detector<?>> all = new ArrayList<>();
        for (Function<FarmingConfig, Detector<?>> detector : detectors) {
            all.add(detector.apply(CONFIG));
        }
        return new Detectors(CONFIG, all);
    }

    /** 00:00 in Shanghai of the n-th day, plus a time. */
    static Instant at(int day, Duration time) {
        return LocalDate.of(2026, 5, 1)
                .plusDays(day)
                .atStartOfDay(ZoneId.of("Asia/Shanghai"))
                .toInstant()
                .plus(time);
    }

    static Instant at(int day, int hour) {
        return at(day, Duration.ofHours(hour));
    }

    Header header(String accountId, Instant at, @Nullable String deviceId) {
        return new Header("e" + ++ids, accountId, at, deviceId, null);
    }

    Event like(String accountId, Instant at) {
        return new Social.VideoLiked(header(accountId, at, null), "v" + ids);
    }

    Event read(String accountId, Instant at, long seconds) {
        return new Content.ArticleRead(
                header(accountId, at, null), "a" + ids, Content.AccountKind.SUBSCRIPTION, seconds, true);
    }

    Event pay(String accountId, Instant at, long fen) {
        return new Payment.Settled(
                header(accountId, at, null), "p" + ids, Payment.Channel.OFFLINE_QR, "m" + ids % 7, fen);
    }

    Event signIn(String accountId, Instant at, @Nullable String deviceId) {
        return new Membership.SignedIn(header(accountId, at, deviceId));
    }

    Event comment(String accountId, Instant at, @Nullable String deviceId) {
        return new Content.LiveCommented(header(accountId, at, deviceId), "s1", Content.StreamKind.TALENT, 1000);
    }

    void send(Event event) {
        behaviours
                .computeIfAbsent(event.accountId(), id -> new Behaviour(detectors))
                .under(detectors, lists)
                .observe(event, findings());
        Invite invite = Invite.of(event);
        if (invite != null) {
            behaviours
                    .computeIfAbsent(invite.inviteeId(), id -> new Behaviour(detectors))
                    .under(detectors, lists)
                    .observe(Invite.decode(invite.encode()), findings());
        }
    }

    /** Decisions about n acts of a kind on one day, the cap being filled by one of them (counted from 1), or none (0). */
    void acts(String accountId, EventType type, int n, int filledBy, Instant from) {
        for (int i = 1; i <= n; i++) {
            decide(accountId, type, from.plusSeconds(60L * i), i == filledBy ? type.publicName() + "/DAY" : null);
        }
    }

    void decide(String accountId, EventType type, Instant at, @Nullable String cap) {
        Decided decided = new Decided(
                accountId,
                steps.merge(accountId, 1L, Long::sum),
                "e" + ++ids,
                type,
                at,
                cap == null ? List.of() : List.of(cap),
                null,
                null);
        send(decided);
    }

    /** An award that no day cap was asked about. */
    void decideUncapped(String accountId, EventType type, Instant at, String rule) {
        send(new Decided(
                accountId, steps.merge(accountId, 1L, Long::sum), "e" + ++ids, type, at, List.of(), rule, null));
    }

    /** A redemption that froze points and left others, decided under its event's id. */
    void decideSpent(Event request, long points, long left) {
        send(new Decided(
                request.accountId(),
                steps.merge(request.accountId(), 1L, Long::sum),
                request.eventId(),
                request.type(),
                request.occurredAt(),
                List.of(),
                null,
                new Decided.Spent(points, left)));
    }

    void send(Decided decided) {
        behaviours
                .computeIfAbsent(decided.accountId(), id -> new Behaviour(detectors))
                .under(detectors, lists)
                .observe(decided, findings());
    }

    /** Writes all state to bytes and goes on with what can be read of them. */
    void restart() {
        behaviours.replaceAll((id, state) -> Behaviour.decode(detectors, state.encode()));
        links.replaceAll((id, state) -> LinkBehaviour.decode(detectors, state.encode()));
        nodes.replaceAll((id, state) -> RingNode.decode(id, state.encode()));
        cases.replaceAll((id, state) -> AccountCase.decode(detectors.config(), id, state.encode()));
    }

    Behaviour behaviour(String accountId) {
        return Objects.requireNonNull(behaviours.get(accountId));
    }

    /** The bytes that the detectors keep of an account, beside what every profile has. */
    int stateBytes(String accountId) {
        int bytes = 0;
        for (Detector<?> detector : detectors.all()) {
            bytes += behaviour(accountId).encode(detector.code()).length;
        }
        return bytes;
    }

    LinkBehaviour link(String key) {
        return Objects.requireNonNull(links.get(key));
    }

    int largestLinkBytes() {
        return links.values().stream()
                .mapToInt(link -> link.encode().length)
                .max()
                .orElse(0);
    }

    RingNode node(String accountId) {
        return Objects.requireNonNull(nodes.get(accountId));
    }

    AccountCase accountCase(String accountId) {
        return Objects.requireNonNull(cases.get(accountId));
    }

    @Nullable
    Flag flagOf(String accountId) {
        for (Flag flag : flags.values()) {
            if (flag.accountId().equals(accountId) || flag.members().contains(accountId)) {
                return flag;
            }
        }
        return null;
    }

    List<Signal> signalsOf(String accountId) {
        return signals.stream()
                .filter(signal -> signal.finding().accountId().equals(accountId))
                .toList();
    }

    private Findings findings() {
        return new Findings() {
            @Override
            public void found(Finding finding) {
                tell(finding);
                tie(new Tie.Own(finding));
            }

            @Override
            public void link(Link link) {
                linksMade++;
                Link sent = Link.decode(link.encode());
                tie(links.computeIfAbsent(sent.key(), key -> LinkBehaviour.ofKey(detectors, key))
                        .under(detectors, lists)
                        .observe(sent));
            }

            @Override
            public void day(NewDay day) {
                tell(day);
            }
        };
    }

    private void tie(@Nullable Tie tie) {
        if (tie == null) {
            return;
        }
        tiesMade++;
        Rings.Outcome outcome = rings.under(detectors.config(), lists).observe(Tie.decode(tie.encode()));
        outcome.flags().forEach(this::flag);
        for (AccountNews news : outcome.news()) {
            tell(AccountNews.decode(news.encode()));
        }
    }

    /** A reviewer's decision, carried out by points on one of the account's cases. */
    void review(String accountId, String caseId, Review.Decision decision, Instant at) {
        Ruling ruling =
                new Ruling(accountId, steps.merge(accountId, 1L, Long::sum), caseId, decision, "bob", "because", at);
        rule(ruling);
    }

    void rule(Ruling ruling) {
        tell(ruling);
        if (!ruling.isOfOwnCase()) {
            tie(new Tie.Ruled(ruling));
        }
    }

    private void tell(AccountNews news) {
        AccountCase.Outcome outcome =
                caseOf(news.accountId()).under(detectors.config(), lists).take(news);
        if (outcome.signal() != null) {
            signals.add(outcome.signal());
        }
        flag(outcome.flag());
        if (outcome.shadowFlag() != null) {
            shadowFlags.put(outcome.shadowFlag().caseId(), outcome.shadowFlag());
        }
        if (outcome.risk() != null) {
            risks.put(news.accountId(), outcome.risk());
        }
    }

    RiskLevel level(String accountId) {
        Risk risk = risks.get(accountId);
        return risk == null ? RiskLevel.NONE : risk.level();
    }

    private AccountCase caseOf(String accountId) {
        return cases.computeIfAbsent(accountId, id -> new AccountCase(detectors.config(), id));
    }

    private void flag(@Nullable Flag flag) {
        if (flag != null) {
            flagRecords++;
            flags.put(flag.caseId(), flag);
        }
    }
}
