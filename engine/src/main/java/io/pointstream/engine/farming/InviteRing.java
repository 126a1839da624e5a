package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code INVITE_RING}: an account that invites accounts which are nobody.
 *
 * <p>An invitee is nobody when, some days after the invite, it has not acted on any later day; when it has stopped within the first weeks;
 * when it acts on the inviter's device or another invitee's; or when it invites others itself before it has stayed: then it is a link of a
 * chain, or a branch of a tree. A generous inviter brings many people of whom some do not stay; of a ring's
 * invitees most do not. Who was itself invited and goes on to invite nobodies is part of a chain or a tree, and fewer are needed.
 *
 * <p>The invites of an account meet in its own state of links, where its invitees tell of their life: when they come to know of their
 * inviter, on the first later day and after some ten days, and when they invite. On each day on which it acts an inviter looks at its
 * invitees, and an invitee at what else its inviter has brought: a ring's accounts fall silent one after the other. The case names
 * the inviter and those of the nobodies that are accounts, which joins the stars of a tree into one ring.
 */
final class InviteRing implements LinkDetector<InviteRing.Origin, InviteRing.Invitees> {

    private static final byte VERSION = 2;
    private static final byte WITHOUT_CHAINS = 1;
    private static final double SUSPICIOUS = 0.6;

    /** What a link says. */
    private static final long INVITED = 0;

    private static final long LOOKS = 1;
    private static final long LIVES = 2;
    /** Where the device stands among the numbers of INVITED and LIVES. */
    private static final int DEVICE = 2;

    private static final int NEVER = -1;

    private final FarmingConfig.InviteRing config;
    private final ProgramCalendar calendar;

    InviteRing(FarmingConfig config) {
        this.config = config.inviteRing();
        this.calendar = new ProgramCalendar(config.zone());
    }

    /** What an account remembers: who invited it and how much of its life it has told, and when it invited itself. */
    static final class Origin {
        private @Nullable String inviter;
        private long invitedMs;
        private int told = NEVER;
        private boolean invites;
        private int lookedUpDay = Integer.MIN_VALUE;
        private boolean acted;
        private int newestInviteDay = Integer.MIN_VALUE;
        private int lookedDay = Integer.MIN_VALUE;
    }

    /** What is known of the invites of one account. */
    static final class Invitees {
        private final Map<String, Invitee> byId = new LinkedHashMap<>();
        private boolean inviterWasInvited;
        private long inviterDevice;
        private String inviterEventId = "";
    }

    /**
     * One of them.
     *
     * @param stage of its life: {@link #NEVER} known as an account, 0 known, 1 acted on a later day, 2 after the first weeks
     * @param device hash of the device on which it acted, or 0
     * @param invites whether it invites others itself
     */
    private record Invitee(
            String accountId, long invitedMs, String eventId, int stage, long lastMs, long device, boolean invites) {

        boolean isLinkOfChain() {
            return invites && stage < 2;
        }
    }

    @Override
    public ReasonCode code() {
        return ReasonCode.INVITE_RING;
    }

    @Override
    public Origin newState() {
        return new Origin();
    }

    /** The first inviter counts. */
    @Override
    public void onInvited(Origin origin, Invite invite, Findings out) {
        if (origin.inviter != null) {
            return;
        }
        origin.inviter = invite.inviterId();
        origin.invitedMs = invite.at().toEpochMilli();
        if (origin.acted) {
            origin.told = 0;
            out.link(link(
                    invite.inviterId(),
                    invite.inviteeId(),
                    invite.at(),
                    "",
                    List.of(LIVES, 0L, 0L, origin.invitedMs, origin.invites ? 1L : 0L)));
        }
    }

    @Override
    public void onEvent(Origin origin, Event event, RecentEvents recent, Findings out) {
        if (event.type() == EventType.REVIEW_DECIDED) {
            return;
        }
        origin.acted = true;
        int day = calendar.epochDay(event.occurredAt().toEpochMilli());
        Invite invite = Invite.of(event);
        if (origin.inviter != null) {
            live(origin, origin.inviter, event, invite != null, day, out);
        }
        origin.invites |= invite != null;
        if (invite != null) {
            origin.newestInviteDay = Math.max(origin.newestInviteDay, day);
            out.link(link(
                    event.accountId(),
                    invite.inviteeId(),
                    event.occurredAt(),
                    event.eventId(),
                    List.of(INVITED, origin.inviter == null ? 0L : 1L, device(event))));
        } else if (day > origin.lookedDay
                && day > origin.newestInviteDay
                && day - config.days() < origin.newestInviteDay) {
            origin.lookedDay = day;
            out.link(link(event.accountId(), event.accountId(), event.occurredAt(), event.eventId(), List.of(LOOKS)));
        }
    }

    /** To open an account and to invite others is what a ring's accounts are for. */
    private static boolean isLife(EventType type) {
        return type != EventType.MEMBERSHIP_REGISTERED && type != EventType.SOCIAL_INVITE_OPENED;
    }

    private void live(Origin origin, String inviter, Event event, boolean invites, int day, Findings out) {
        int since = day - calendar.epochDay(origin.invitedMs);
        int stage = !isLife(event.type()) || since < 1 ? 0 : since < config.staysDays() ? 1 : 2;
        if (since >= 0 && (stage > origin.told || (invites && !origin.invites))) {
            origin.told = Math.max(stage, origin.told);
            out.link(link(
                    inviter,
                    event.accountId(),
                    event.occurredAt(),
                    event.eventId(),
                    List.of(
                            LIVES,
                            (long) origin.told,
                            device(event),
                            origin.invitedMs,
                            invites || origin.invites ? 1L : 0L)));
            origin.lookedUpDay = Math.max(origin.lookedUpDay, day);
        } else if (since > 0 && since < config.days() && day > origin.lookedUpDay) {
            origin.lookedUpDay = day;
            out.link(link(inviter, event.accountId(), event.occurredAt(), event.eventId(), List.of(LOOKS)));
        }
    }

    private static Link.Use link(String inviter, String accountId, Instant at, String eventId, List<Long> numbers) {
        return new Link.Use(ReasonCode.INVITE_RING, inviter, accountId, at, eventId, numbers);
    }

    private static long device(Event event) {
        String device = event.header().deviceId();
        return device == null ? 0 : Integer.toUnsignedLong(device.hashCode());
    }

    @Override
    public Link counting(Link link, Lists lists) {
        return link instanceof Link.Use use ? use.withoutAllowedDevice(DEVICE, lists) : link;
    }

    /** Invites are no business of others' findings. */
    @Override
    public List<String> targets(Origin origin) {
        return List.of();
    }

    @Override
    public Invitees newTarget() {
        return new Invitees();
    }

    @Override
    public void onUse(Invitees invitees, Link.Use use) {
        long at = use.at().toEpochMilli();
        List<Long> numbers = use.numbers();
        if (numbers.getFirst() == INVITED) {
            invitees.inviterWasInvited |= numbers.get(1) != 0;
            invitees.inviterDevice = numbers.get(DEVICE);
            invitees.inviterEventId = use.eventId();
            enter(invitees, new Invitee(use.accountId(), at, use.eventId(), NEVER, at, 0, false));
        } else if (numbers.getFirst() == LIVES) {
            enter(
                    invitees,
                    new Invitee(
                            use.accountId(),
                            numbers.get(3),
                            use.eventId(),
                            numbers.get(1).intValue(),
                            at,
                            numbers.get(DEVICE),
                            numbers.size() > 4 && numbers.get(4) != 0));
        }
    }

    /** Puts together what came of one invitee, in whatever order; the one that came first makes room when there are too many. */
    private void enter(Invitees invitees, Invitee now) {
        Invitee before = invitees.byId.get(now.accountId);
        if (before == null) {
            if (invitees.byId.size() == config.inviteesPerAccount()) {
                invitees.byId.remove(invitees.byId.keySet().iterator().next());
            }
            invitees.byId.put(now.accountId, now);
            return;
        }
        Invitee lively = now.stage >= before.stage ? now : before;
        invitees.byId.put(
                now.accountId,
                new Invitee(
                        now.accountId,
                        Math.min(now.invitedMs, before.invitedMs),
                        lively.eventId.isEmpty() ? before.eventId : lively.eventId,
                        lively.stage,
                        Math.max(now.lastMs, before.lastMs),
                        lively.device == 0 ? before.device : lively.device,
                        now.invites || before.invites));
    }

    @Override
    public @Nullable Ring ring(Invitees invitees, Link link) {
        long now = link.at().toEpochMilli();
        Map<Long, Integer> users = users(invitees);
        List<Member> members = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        int known = 0;
        int judged = 0;
        int nobodies = 0;
        int onOneDevice = 0;
        int inviting = 0;
        long first = now;
        for (Invitee invitee : invitees.byId.values()) {
            boolean shares = users.getOrDefault(invitee.device, 0) > 1;
            boolean gone = isGone(invitee, now);
            if (now - invitee.invitedMs > Duration.ofDays(config.days()).toMillis()) {
                continue;
            }
            known++;
            boolean nobody = gone || shares || invitee.isLinkOfChain();
            judged += nobody || invitee.stage > 0 ? 1 : 0;
            if (nobody) {
                nobodies++;
                onOneDevice += shares ? 1 : 0;
                inviting += invitee.isLinkOfChain() ? 1 : 0;
                first = Math.min(first, invitee.invitedMs);
                if (invitee.stage == NEVER) {
                    numbers.add(invitee.accountId);
                } else {
                    members.add(member(invitee));
                }
            }
        }
        double counted = nobodies * (invitees.inviterWasInvited ? config.treeFactor() : 1);
        if (counted < config.nobodies() || nobodies < config.part() * judged) {
            return null;
        }
        members.addFirst(
                new Member(link.target(), Instant.ofEpochMilli(first), link.at(), invitees.inviterEventId, Map.of()));
        double beyond = (counted - config.nobodies()) / (config.certain() - config.nobodies());
        return new Ring(
                Math.min(1, SUSPICIOUS + (1 - SUSPICIOUS) * beyond),
                numbers,
                members,
                null,
                nobodies + " of " + judged + " invitees of " + link.target()
                        + " that had the time to live on did not, share a device, or invited others first"
                        + (invitees.inviterWasInvited ? "; it was itself invited" : ""),
                Map.of(
                        "invitees", (double) known,
                        "judged", (double) judged,
                        "nobodies", (double) nobodies,
                        "onOneDevice", (double) onOneDevice,
                        "inviting", (double) inviting,
                        "inviterWasInvited", invitees.inviterWasInvited ? 1.0 : 0));
    }

    /** How many of the inviter and its invitees use each device. */
    private static Map<Long, Integer> users(Invitees invitees) {
        Map<Long, Integer> users = new HashMap<>();
        users.put(invitees.inviterDevice, 1);
        invitees.byId.values().forEach(invitee -> users.merge(invitee.device, 1, Integer::sum));
        users.remove(0L);
        return users;
    }

    /** Whether the time has come at which an invitee that lives on has told so, and this one has not. */
    private boolean isGone(Invitee invitee, long now) {
        Duration age = Duration.ofMillis(now - invitee.invitedMs);
        return (invitee.stage < 1 && age.toDays() >= config.appearsDays())
                || (invitee.stage < 2 && age.toDays() >= config.staysDays() + config.appearsDays() * 3L);
    }

    private static Member member(Invitee invitee) {
        return new Member(
                invitee.accountId,
                Instant.ofEpochMilli(invitee.invitedMs),
                Instant.ofEpochMilli(invitee.lastMs),
                invitee.eventId,
                Map.of("stage", (double) invitee.stage));
    }

    @Override
    public void write(Origin origin, StateWriter out) {
        out.unsigned(VERSION);
        out.optional(origin.inviter);
        out.signed(origin.invitedMs);
        out.signed(origin.told);
        out.flag(origin.invites);
        out.signed(origin.lookedUpDay);
        out.flag(origin.acted);
        out.signed(origin.newestInviteDay);
        out.signed(origin.lookedDay);
    }

    @Override
    public Origin read(StateReader in) {
        byte version = in.version("origin", WITHOUT_CHAINS, VERSION);
        Origin origin = new Origin();
        origin.inviter = in.optional();
        origin.invitedMs = in.signed();
        origin.told = (int) in.signed();
        if (version > WITHOUT_CHAINS) {
            origin.invites = in.flag();
            origin.lookedUpDay = (int) in.signed();
        }
        origin.acted = in.flag();
        origin.newestInviteDay = (int) in.signed();
        origin.lookedDay = (int) in.signed();
        return origin;
    }

    @Override
    public void writeTarget(Invitees invitees, StateWriter out) {
        out.unsigned(VERSION);
        out.flag(invitees.inviterWasInvited);
        out.unsigned(invitees.inviterDevice);
        out.string(invitees.inviterEventId);
        out.size(invitees.byId.size());
        for (Invitee invitee : invitees.byId.values()) {
            out.string(invitee.accountId);
            out.signed(invitee.invitedMs);
            out.string(invitee.eventId);
            out.signed(invitee.stage);
            out.signed(invitee.lastMs);
            out.unsigned(invitee.device);
            out.flag(invitee.invites);
        }
    }

    @Override
    public Invitees readTarget(StateReader in) {
        byte version = in.version("invitees", WITHOUT_CHAINS, VERSION);
        Invitees invitees = new Invitees();
        invitees.inviterWasInvited = in.flag();
        invitees.inviterDevice = in.unsigned();
        invitees.inviterEventId = in.string();
        for (int left = in.size(); left > 0; left--) {
            Invitee invitee = new Invitee(
                    in.string(),
                    in.signed(),
                    in.string(),
                    (int) in.signed(),
                    in.signed(),
                    in.unsigned(),
                    version > WITHOUT_CHAINS && in.flag());
            invitees.byId.put(invitee.accountId, invitee);
        }
        return invitees;
    }
}
