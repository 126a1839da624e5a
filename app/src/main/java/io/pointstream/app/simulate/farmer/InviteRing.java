package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.habit.Membership;
import io.pointstream.app.simulate.habit.Reading;
import io.pointstream.app.simulate.habit.Redeeming;
import io.pointstream.app.simulate.persona.Group;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import io.pointstream.schemas.activity.MembershipRegistered;
import io.pointstream.schemas.activity.SocialInviteOpened;
import java.util.List;

/**
 * Invites itself: a hundred points for every account that is new, and no cap. The obvious ring is a star, made in an evening, whose
 * points register and are never used again; the moderate one a tree in which parent and grandparent both claim the child, on a
 * few phones; the stealthy one a tree of own phones that grows for weeks, and whose accounts live a little for a while. One in
 * three that are not obvious is a chain, in which each invites the next.
 */
final class InviteRing {
    private static final int MEMBERS_MIN = 10;
    private static final int MEMBERS_MAX = 80;
    private static final double CHAIN_CHANCE = 0.33;
    private static final double CASHES_IN = 0.15;

    private InviteRing() {}

    static Persona persona(Intensity intensity) {
        return Persona.farmer("INVITE_RING", intensity, MEMBERS_MIN, MEMBERS_MAX, (group, world) -> {
            Tree tree = new Tree(intensity, group, world);
            List<String> phones = Devices.of(group, world, intensity.of(2, 1 + group.size() / 3, 1));
            return (account, place) -> {
                if (intensity != Intensity.STEALTHY) {
                    account.uses(List.of(phones.get(place % phones.size())), 1);
                    account.livesAt(group.address());
                    account.staysIn();
                }
                if (place > 0) {
                    account.arrivesOn(tree.day(place));
                }
                return List.of(
                        Habits.forPoints(new Registering()),
                        Habits.forPoints(new Inviting(tree, place)),
                        place == 0 ? cashingIn(account, world) : living(intensity, account, tree.day(place)));
            };
        });
    }

    /** The root is where the points are spent. */
    private static Habit cashingIn(Account account, World world) {
        return Habits.all(Habits.and(Habits.few(account.dice(), world), new Redeeming(account.dice(), CASHES_IN)));
    }

    /** The others live for some days, or not at all. */
    private static Habit living(Intensity intensity, Account account, int begins) {
        Dice dice = account.dice();
        int lives = intensity.of(0, dice.between(0, 3), dice.between(5, 12));
        Habit life = Habits.all(List.of(new Membership(dice), new Reading(0.5)));
        return (self, day) -> {
            if (day.number() > begins && day.number() <= begins + lives) {
                life.live(self, day);
            }
        };
    }

    /** Who invites whom, and when: the places are filled from the root, each with so many branches. */
    private static final class Tree {
        private final Intensity intensity;
        private final Group group;
        private final int branches;
        private final int[] days;

        Tree(Intensity intensity, Group group, World world) {
            this.intensity = intensity;
            this.group = group;
            boolean chain = intensity != Intensity.OBVIOUS && group.dice().chance(CHAIN_CHANCE);
            branches = chain ? 1 : intensity.of(group.size(), 4, 2);
            days = new int[group.size()];
            days[0] = world.dayBetween(group.dice(), 0.05, 0.4);
            for (int place = 1; place < days.length; place++) {
                int most = chain ? 1 : intensity.of(0, 2, 3);
                days[place] = days[parent(place)] + group.dice().between(0, most);
            }
        }

        int size() {
            return days.length;
        }

        /** The day on which an account is new; of the root, on which it begins to invite. */
        int day(int place) {
            return days[place];
        }

        String id(int place) {
            return group.members().get(place);
        }

        /** Whether an account gets the points for another: in a moderate ring the grandparent claims the child too. */
        boolean invites(int inviter, int invitee) {
            int parent = parent(invitee);
            boolean grandparentToo = intensity == Intensity.MODERATE && parent > 0 && parent(parent) == inviter;
            return parent == inviter || grandparentToo;
        }

        private int parent(int place) {
            return (place - 1) / branches;
        }
    }

    /** The one thing that every account of the ring does: it is new. */
    private static final class Registering implements Habit {
        @Override
        public void live(Account self, Day day) {
            if (day.number() == self.arrival()) {
                day.record(self, self.moment(day.date()), new MembershipRegistered("01-01"));
            }
        }
    }

    /** Opens the invites of those who are new today. */
    private record Inviting(Tree tree, int place) implements Habit {
        @Override
        public void live(Account self, Day day) {
            Dice dice = self.dice();
            int second = dice.between(10 * 3600, 21 * 3600);
            for (int other = 1; other < tree.size(); other++) {
                if (tree.day(other) == day.number() && tree.invites(place, other)) {
                    invite(self, day, second, tree.id(other));
                    second += tree.intensity.of(
                            dice.between(20, 90), dice.between(120, 1_200), dice.between(1_800, 7_200));
                }
            }
            int age = day.number() - tree.day(place);
            if (age > 0 && age <= tree.intensity.of(3, 6, 12) && dice.chance(tree.intensity.of(0.6, 0.5, 0.3))) {
                inviteStrangers(self, day, second);
            }
        }

        /** Numbers from a list, which open the program once and are no account of the ring's. */
        private void inviteStrangers(Account self, Day day, int begin) {
            Dice dice = self.dice();
            int second = begin;
            for (int n = tree.intensity.of(dice.between(3, 8), dice.between(1, 4), 1); n > 0; n--) {
                invite(self, day, second, self.newId("guest"));
                second += dice.between(30, 600);
            }
        }

        private static void invite(Account self, Day day, int second, String invitee) {
            day.record(self, second, new SocialInviteOpened(invitee, true));
        }
    }
}
