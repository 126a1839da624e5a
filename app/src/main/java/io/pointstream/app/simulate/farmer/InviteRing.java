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
 * few phones; the stealthy one a tree of own phones that grows for weeks, and whose accounts live a little for a while.
 */
final class InviteRing {
    private static final int MEMBERS_MIN = 10;
    private static final int MEMBERS_MAX = 60;

    /** The trees' shape. */
    private record Tree(Intensity intensity, Group group, int first, int[] days, int branches) {
        static Tree grow(Intensity intensity, Group group, World world) {
            int first = world.dayBetween(group.dice(), 0.05, 0.4);
            int branches = intensity.of(group.size(), 4, 2);
            int[] days = new int[group.size()];
            days[0] = first;
            for (int place = 1; place < days.length; place++) {
                int after =
                        intensity.of(0, group.dice().between(0, 2), group.dice().between(1, 3));
                days[place] = days[parent(place, branches)] + after;
            }
            return new Tree(intensity, group, first, days, branches);
        }

        private static int parent(int place, int branches) {
            return (place - 1) / branches;
        }

        int parent(int place) {
            return parent(place, branches);
        }

        /** Whether an account gets the points for another. */
        boolean invites(int inviter, int invitee) {
            int parent = parent(invitee);
            boolean grandparentToo = intensity == Intensity.MODERATE && parent > 0 && parent(parent) == inviter;
            return parent == inviter || grandparentToo;
        }
    }

    private InviteRing() {}

    static Persona persona(Intensity intensity) {
        return Persona.farmer("INVITE_RING", intensity, MEMBERS_MIN, MEMBERS_MAX, (group, world) -> {
            Tree tree = Tree.grow(intensity, group, world);
            List<String> phones = Devices.of(group, world, intensity.of(2, 1 + group.size() / 3, 1));
            return (account, place) -> {
                Dice dice = account.dice();
                if (intensity != Intensity.STEALTHY) {
                    account.uses(List.of(phones.get(place % phones.size())), 1);
                    account.livesAt(group.address());
                    account.staysIn();
                }
                if (place > 0) {
                    account.arrivesOn(tree.days[place]);
                }
                return List.of(
                        Habits.forPoints(new Registering()),
                        Habits.forPoints(new Inviting(tree, place)),
                        life(intensity, account, tree.days[place], place, world));
            };
        });
    }

    /** What an account does besides inviting: the root cashes in, the others live for some days or not at all. */
    private static Habit life(Intensity intensity, Account account, int begins, int place, World world) {
        Dice dice = account.dice();
        if (place == 0) {
            List<Habit> root = Habits.and(Habits.few(dice, world), new Redeeming(dice, 0.15));
            return (self, day) -> root.forEach(habit -> habit.live(self, day));
        }
        int lives = intensity.of(0, dice.between(0, 3), dice.between(5, 12));
        List<Habit> little = List.of(new Membership(dice), new Reading(0.5));
        return (self, day) -> {
            if (day.number() > begins && day.number() <= begins + lives) {
                little.forEach(habit -> habit.live(self, day));
            }
        };
    }

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
            for (int other = 1; other < tree.group.size(); other++) {
                if (tree.days[other] == day.number() && tree.invites(place, other)) {
                    invite(self, day, second, tree.group.members().get(other));
                    second += tree.intensity.of(
                            dice.between(20, 90), dice.between(120, 1_200), dice.between(1_800, 7_200));
                }
            }
            // Numbers from a list, which open the program once and are no account of ours.
            boolean young =
                    day.number() > tree.days[place] && day.number() <= tree.days[place] + tree.intensity.of(3, 6, 12);
            if (young && dice.chance(tree.intensity.of(0.6, 0.5, 0.3))) {
                for (int n = tree.intensity.of(dice.between(3, 8), dice.between(1, 4), 1); n > 0; n--) {
                    invite(self, day, second, self.newId("guest"));
                    second += dice.between(30, 600);
                }
            }
        }

        private static void invite(Account self, Day day, int second, String invitee) {
            day.record(self, second, new SocialInviteOpened(invitee, true));
        }
    }
}
