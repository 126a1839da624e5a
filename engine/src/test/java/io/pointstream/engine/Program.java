package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.AccountCodec;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Social;
import io.pointstream.engine.risk.Risk;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One account of a program under test. Events take their ids from a counter. The account goes through its bytes after
 * every step, and every step is asked about the ledger's invariants, so that every test is also a test of both.
 */
final class Program {

    static final String ACCOUNT = "u1";
    static final RuleBooks SHIPPED = RuleBooks.shipped();

    private final PointsEngine engine;
    private final InMemoryMemory memory = new InMemoryMemory();
    private final List<Step> steps = new ArrayList<>();
    private Account account = new Account(ACCOUNT);
    private int events;

    Program() {
        this(SHIPPED);
    }

    Program(RuleBooks books) {
        engine = new PointsEngine(books);
    }

    /** Takes an event after the timers that fire before it. */
    Step take(Event event) {
        for (Step timer = engine.timer(account, event, memory);
                timer != null;
                timer = engine.timer(account, event, memory)) {
            apply(timer);
        }
        return apply(engine.decide(account, event, memory));
    }

    /** Takes what detection says, in knowledge of all decisions; null when it is no news. */
    @Nullable
    Step risk(String time, RiskCase... cases) {
        return risk(new Risk(
                ACCOUNT,
                account.suspicion().revision() + 1,
                account.suspicion().reviewedStep(),
                header("", time).occurredAt(),
                List.of(cases)));
    }

    @Nullable
    Step risk(Risk risk) {
        Step step = engine.risk(account, risk);
        return step == null ? null : apply(step);
    }

    /** The account's own case. */
    static RiskCase ownCase(RiskLevel level, String since) {
        return new RiskCase("account-" + ACCOUNT, level, header("", since).occurredAt());
    }

    /** Takes a tick; gives the steps of the timers that it fires. */
    List<Step> tick(String time) {
        return tick(header("tick", time).occurredAt());
    }

    List<Step> tick(Instant at) {
        int before = steps.size();
        for (Step timer = engine.timer(account, at, memory); timer != null; timer = engine.timer(account, at, memory)) {
            apply(timer);
        }
        account.tick(at);
        return List.copyOf(steps.subList(before, steps.size()));
    }

    private Step apply(Step step) {
        assertThat(LedgerCheck.step(account, step)).as("%s", step).isEmpty();
        account.apply(step);
        memory.remember(step);
        account = AccountCodec.decode(ACCOUNT, AccountCodec.encode(account));
        assertThat(LedgerCheck.account(account)).as("%s", step).isEmpty();
        steps.add(step);
        return step;
    }

    Instant nextDue() {
        return Objects.requireNonNullElse(engine.nextDue(account), Instant.MAX);
    }

    Account account() {
        return account;
    }

    List<Step> steps() {
        return steps;
    }

    /** A header at a time such as {@code 2026-05-01T12:00:00+08:00}, or local without an offset, with a fresh id. */
    Header at(String time) {
        return header("e" + ++events, time);
    }

    static Header header(String eventId, String time) {
        OffsetDateTime at = time.length() > 19
                ? OffsetDateTime.parse(time)
                : LocalDateTime.parse(time).atOffset(ZoneOffset.ofHours(8));
        return new Header(eventId, ACCOUNT, at.toInstant(), null, null);
    }

    /** Noon of a local day. */
    Header on(LocalDate day) {
        return new Header(
                "e" + ++events,
                ACCOUNT,
                day.atTime(12, 0).atZone(ZoneId.of("Asia/Shanghai")).toInstant(),
                null,
                null);
    }

    Step pay(String time, Payment.Channel channel, long fen) {
        Header header = at(time);
        return take(new Payment.Settled(header, "p-" + header.eventId(), channel, "m1", fen));
    }

    Step steps(String time, long steps) {
        return take(new Social.StepsDonated(at(time), steps));
    }

    Step forward(String time, String article, String group) {
        return take(new Social.ArticleForwarded(at(time), article, group));
    }

    Step like(String time, String video) {
        return take(new Social.VideoLiked(at(time), video));
    }

    Step invite(String time, String invitee, boolean isNew) {
        return take(new Social.InviteOpened(at(time), invitee, isNew));
    }

    Step clear(String time, String game, long level) {
        return take(new Gaming.LevelCleared(at(time), game, level));
    }

    Step promote(String time, String game, String season, Gaming.Rank rank) {
        return take(new Gaming.RankPromoted(at(time), game, season, rank));
    }

    Step settleSeason(String time, String game, String season, Gaming.Rank rank) {
        return take(new Gaming.SeasonSettled(at(time), game, season, rank));
    }

    Step harvest(String time, long count) {
        return take(new Gaming.CropsHarvested(at(time), "farm", count));
    }

    Step rankWeek(String time, String game, String week, double percentile) {
        return take(new Gaming.WeekRanked(at(time), game, week, percentile));
    }

    Step team(String time, long size) {
        return take(new Gaming.TeamChallengeCompleted(at(time), "g1", "t1", size));
    }

    Step tier(String time, Membership.Tier tier) {
        return take(new Membership.TierChanged(at(time), tier));
    }

    Step register(String time, @Nullable String birthday) {
        return take(new Membership.Registered(at(time), birthday));
    }

    Step useCard(String time, String card) {
        return take(new Campaign.DoubleCardUsed(at(time), card));
    }

    Step signIn(LocalDate day) {
        return take(new Membership.SignedIn(on(day)));
    }
}
