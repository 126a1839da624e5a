package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.GamingTeamChallengeCompleted;
import io.pointstream.schemas.activity.SocialArticleForwarded;
import io.pointstream.schemas.activity.SocialVideoLiked;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * One hand, many accounts, each with a phone and an address of its own: a list of the day's targets goes out, and all of them work
 * through it, within seconds, within minutes, or, with gaps and detours, within half an hour.
 */
final class Lockstep implements Habit {
    private static final int MEMBERS_MIN = 8;
    private static final int MEMBERS_MAX = 40;

    /** A thing on the list. */
    private record Target(int kind, String id, int second) {}

    /** The list of each day, the same for all. */
    private static final class Lists {
        private final Intensity intensity;
        private final Dice dice;
        private final int first;
        private LocalDate date = LocalDate.MIN;
        private List<Target> list = List.of();

        Lists(Intensity intensity, Dice dice, int first) {
            this.intensity = intensity;
            this.dice = dice;
            this.first = first;
        }

        List<Target> of(Day day) {
            if (!day.date().equals(date)) {
                date = day.date();
                list = day.number() >= first && dice.chance(intensity.of(0.95, 0.8, 0.6)) ? write(day) : List.of();
            }
            return list;
        }

        private List<Target> write(Day day) {
            List<Target> targets = new ArrayList<>();
            int second = dice.between(9 * 3600, 20 * 3600);
            for (int n = intensity.of(dice.between(16, 24), dice.between(12, 18), dice.between(8, 14)); n > 0; n--) {
                int kind = dice.weighted(5, 3, 2, 1);
                String id = switch (kind) {
                    case 0 -> day.world().video(dice);
                    case 3 -> "team-" + day.world().group(dice);
                    default -> day.world().article(dice, day.date());
                };
                targets.add(new Target(kind, id, second));
                second += dice.between(15, 60);
            }
            return List.copyOf(targets);
        }
    }

    private final Intensity intensity;
    private final Lists lists;

    private Lockstep(Intensity intensity, Lists lists) {
        this.intensity = intensity;
        this.lists = lists;
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("LOCKSTEP", intensity, MEMBERS_MIN, MEMBERS_MAX, (group, world) -> {
            int first = world.dayBetween(group.dice(), 0.05, 0.4);
            Lists lists = new Lists(intensity, group.dice(), first);
            return (account, place) -> {
                if (account.dice().chance(0.5)) {
                    account.arrivesOn(Math.max(0, first - account.dice().between(0, 5)));
                }
                return Farmers.life(intensity, account, world, new Lockstep(intensity, lists));
            };
        });
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        int late = intensity.of(dice.between(0, 5), dice.between(0, 90), dice.between(0, 900));
        for (Target target : lists.of(day)) {
            if (dice.chance(intensity.of(1.0, 0.85, 0.65))) {
                int second = target.second
                        + late
                        + intensity.of(dice.between(0, 3), dice.between(0, 30), dice.between(0, 240));
                day.record(self, second, body(self, target));
            }
        }
    }

    private static SpecificRecord body(Account self, Target target) {
        Dice dice = self.dice();
        return switch (target.kind) {
            case 0 -> new SocialVideoLiked(target.id);
            case 1 -> new SocialArticleForwarded(target.id, "g-" + self.id() + "-" + dice.between(0, 4));
            case 3 -> new GamingTeamChallengeCompleted("arena-kings", target.id, 3L);
            default -> new ContentArticleRead(target.id, AccountKind.SUBSCRIPTION, (long) dice.between(120, 180), true);
        };
    }
}
