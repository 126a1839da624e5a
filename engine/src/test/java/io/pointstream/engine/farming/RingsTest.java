package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.event.Social;
import io.pointstream.engine.risk.RiskLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What was found together is one case. */
class RingsTest {

    private static final int DEVICES = 5;
    private static final int ON_A_DEVICE = 16;

    @Test
    void eightyAccountsFoundThroughDevicesAndLockstepAreOneCase() {
        Scene scene = new Scene(Scene.only(SharedDevice::new, Lockstep::new));
        for (int day = 0; day < 6; day++) {
            List<Event> events = new ArrayList<>();
            for (int account = 0; account < DEVICES * ON_A_DEVICE; account++) {
                String device = "phone-" + account / ON_A_DEVICE;
                for (int i = 0; i < 8; i++) {
                    Instant at = Scene.at(day, Duration.ofMinutes(20 * 60 + i).plusSeconds((account * 7L + i) % 90));
                    events.add(new Social.VideoLiked(scene.header("a" + account, at, device), "list-" + day + "-" + i));
                }
            }
            events.sort(Comparator.comparing(Event::occurredAt));
            events.forEach(scene::send);
            scene.restart();
        }
        List<Flag> open = open(scene);
        assertThat(open).hasSize(1);
        assertThat(open.getFirst().members()).hasSize(80);
        assertThat(open.getFirst().reasons())
                .extracting(FlagReason::code)
                .containsExactlyInAnyOrder(ReasonCode.SHARED_DEVICE, ReasonCode.LOCKSTEP);
        assertThat(scene.flags.values())
                .filteredOn(flag -> flag.end() != null)
                .allSatisfy(flag ->
                        assertThat(Objects.requireNonNull(flag.end()).cause()).isEqualTo(FlagEnd.Cause.MERGED));
    }

    @Test
    void twoCasesThatMeetBecomeOneAndTheOtherPointsToIt() {
        World world = new World(500);
        world.tie(0, "b", "a", 1);
        world.tie(1, "d", "c", 1);
        world.tie(2, "c", "c", 1);
        world.tie(3, "a", "a", 1);
        assertThat(world.flags).containsOnlyKeys("ring-a", "ring-c");
        world.tie(4, "d", "b", 1);
        Flag gone = Objects.requireNonNull(world.flags.get("ring-a"));
        assertThat(Objects.requireNonNull(gone.end()).why()).contains("ring-c");
        Flag one = Objects.requireNonNull(world.flags.get("ring-c"));
        assertThat(one.end()).isNull();
        assertThat(one.members()).containsExactly("c", "d", "a", "b");
        assertThat(world.told).containsEntry("a", "ring-c").containsEntry("b", "ring-c");
    }

    @Test
    void aDecisionOnACaseThatHasJustGoneIntoAnotherIsFollowedForThoseWhomItNamed() {
        for (Review.Decision decision : List.of(Review.Decision.CONFIRM, Review.Decision.CLEAR)) {
            World world = new World(500);
            world.tie(0, "b", "a", 1);
            world.tie(1, "a", "a", 1);
            world.tie(2, "d", "c", 1);
            world.tie(3, "c", "c", 1);
            world.tie(4, "f", "e", 1);
            world.tie(5, "e", "e", 1);
            world.tie(6, "d", "b", 1);
            world.tie(7, "f", "b", 1);
            assertThat(world.classes()).containsExactly(Set.of("a", "b", "c", "d", "e", "f"));

            world.rule("d", "ring-c", decision);

            assertThat(world.classes()).containsExactlyInAnyOrder(Set.of("a", "b", "e", "f"), Set.of("c", "d"));
            Flag decided = Objects.requireNonNull(world.flags.get("ring-c"));
            assertThat(decided.members()).containsExactly("c", "d");
            assertThat(decided.reasons().getFirst().evidence().eventIds()).containsExactly("e3");
            assertThat(Objects.requireNonNull(decided.end()).reviewer()).isEqualTo("bob");
            Flag left = Objects.requireNonNull(world.flags.get("ring-a"));
            assertThat(left.end()).isNull();
            assertThat(left.members()).containsExactly("a", "b", "e", "f");
            assertThat(left.reasons().getFirst().reason()).startsWith("4 of 4 members: LOCKSTEP");
            RiskLevel level = decision == Review.Decision.CONFIRM ? RiskLevel.BLOCKED : RiskLevel.NONE;
            assertThat(world.levels)
                    .containsEntry("c", level)
                    .containsEntry("d", level)
                    .containsEntry("a", RiskLevel.HOLD)
                    .containsEntry("f", RiskLevel.HOLD);

            world.tie(60, "d", "b", 1);
            assertThat(world.classes()).hasSize(2);
        }
    }

    @Test
    void ofTwoDecisionsTheOneOnTheCaseThatTookTheOtherInStandsWhenItCameFirst() {
        World world = new World(500);
        world.tie(0, "b", "a", 1);
        world.tie(1, "a", "a", 1);
        world.tie(2, "d", "c", 1);
        world.tie(3, "c", "c", 1);
        world.tie(4, "d", "b", 1);
        world.rule("a", "ring-a", Review.Decision.CONFIRM);
        world.rule("d", "ring-c", Review.Decision.CLEAR);
        assertThat(world.classes()).containsExactly(Set.of("a", "b", "c", "d"));
        assertThat(world.levels)
                .hasSize(4)
                .allSatisfy((account, level) -> assertThat(level).isEqualTo(RiskLevel.BLOCKED));
    }

    @Test
    void whoComesIntoARingThatLapsesAtOnceHasNoCaseLeft() {
        World world = new World(500);
        world.tie(0, "b", "a", 0.8);
        world.tie(1, "a", "a", 0.8);
        int later = 80 * 24 * 60;
        world.tie(later, "d", "c", 0.8);
        world.tie(later + 1, "c", "c", 0.8);
        assertThat(world.levels)
                .hasSize(4)
                .allSatisfy((account, level) -> assertThat(level).isEqualTo(RiskLevel.REVIEW));
        world.tie(later + 2, "d", "b", 0.8);
        assertThat(world.flags.values()).allMatch(flag -> flag.end() != null);
        assertThat(world.levels)
                .hasSize(4)
                .allSatisfy((account, level) -> assertThat(level).isEqualTo(RiskLevel.NONE));
    }

    @Test
    void aDecisionThatMeetsACaseWhichHasJustLapsedIsFollowedForThoseWhomItNamed() {
        for (Review.Decision decision : List.of(Review.Decision.CONFIRM, Review.Decision.CLEAR)) {
            World world = new World(500);
            world.tie(0, "b", "a", 0.8);
            world.tie(1, "a", "a", 0.8);
            int later = 80 * 24 * 60;
            world.tie(later, "c", "a", 0.8);
            assertThat(Objects.requireNonNull(Objects.requireNonNull(world.flags.get("ring-a"))
                                    .end())
                            .cause())
                    .isEqualTo(FlagEnd.Cause.LAPSED);

            world.rule("b", "ring-a", decision, later + 1);

            Flag decided = Objects.requireNonNull(world.flags.get("ring-a"));
            assertThat(decided.level()).isEqualTo(FlagLevel.REVIEW);
            assertThat(Objects.requireNonNull(decided.end()).reviewer()).isEqualTo("bob");
            RiskLevel level = decision == Review.Decision.CONFIRM ? RiskLevel.BLOCKED : RiskLevel.NONE;
            assertThat(world.levels)
                    .containsEntry("a", level)
                    .containsEntry("b", level)
                    .containsEntry("c", RiskLevel.NONE);
            int findings = world.findings;
            for (String account : List.of("a", "b", "c")) {
                world.tie(later + 2, account, "a", 1);
            }
            // What is confirmed is; what is cleared counts for nothing for a time.
            assertThat(Objects.requireNonNull(world.flags.get("ring-a")).end()).isNotNull();
            assertThat(world.levels).containsEntry("a", level);
            assertThat(world.findings).isEqualTo(findings + 3);

            world.rule("b", "ring-a", Review.Decision.CLEAR, later + 3);
            assertThat(Objects.requireNonNull(world.flags.get("ring-a"))).isEqualTo(decided);
        }
    }

    @Test
    void aRingThatHasLapsedIsACaseAgainOnceThereIsEnough() {
        World world = new World(500);
        world.tie(0, "b", "a", 0.8);
        world.tie(1, "a", "a", 0.8);
        int later = 80 * 24 * 60;
        world.tie(later, "c", "a", 0.8);
        for (String account : List.of("a", "b", "c")) {
            world.tie(later + 1, account, "a", 1);
        }
        Flag again = Objects.requireNonNull(world.flags.get("ring-a"));
        assertThat(again.end()).isNull();
        assertThat(again.members()).containsExactly("a", "b", "c");
        assertThat(world.levels)
                .hasSize(3)
                .allSatisfy((account, level) -> assertThat(level).isNotEqualTo(RiskLevel.NONE));
    }

    @Test
    void rulesOfReviewersHoldForARingThatGoesOn() {
        Scene scene = new Scene(Scene.only(SharedDevice::new));
        for (int day = 0; day < 25; day++) {
            for (int account = 0; account < ON_A_DEVICE; account++) {
                scene.send(scene.signIn("a" + account, Scene.at(day, 9), "farm"));
            }
            if (day == 4) {
                scene.review("a0", "ring-a0", Review.Decision.CLEAR, Scene.at(day, 20));
            }
        }
        assertThat(open(scene)).isEmpty();
    }

    @Test
    void aWeakTieJoinsNobody() {
        World world = new World(500);
        world.tie(0, "b", "a", 0.55);
        assertThat(world.classes()).isEmpty();
        assertThat(world.findings).isEqualTo(1);
    }

    @Property(tries = 200)
    void classesAreTheConnectedComponents(@ForAll @Size(max = 60) List<@IntRange(max = 899) Integer> pairs) {
        World world = new World(500);
        Map<String, Set<String>> expected = new HashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            String one = "a" + pairs.get(i) / 30;
            String other = "a" + pairs.get(i) % 30;
            world.tie(i, one, other, 0.8);
            if (!one.equals(other)) {
                Set<String> both = new HashSet<>(expected.getOrDefault(one, Set.of(one)));
                both.addAll(expected.getOrDefault(other, Set.of(other)));
                both.forEach(account -> expected.put(account, both));
            }
        }
        assertThat(new HashSet<>(world.classes())).isEqualTo(new HashSet<>(expected.values()));
    }

    @Property(tries = 200)
    void noClassIsLargerThanTheBound(@ForAll @Size(max = 100) List<@IntRange(max = 899) Integer> pairs) {
        World world = new World(7);
        for (int i = 0; i < pairs.size(); i++) {
            world.tie(i, "a" + pairs.get(i) / 30, "a" + pairs.get(i) % 30, 0.8);
        }
        List<Set<String>> classes = world.classes();
        assertThat(classes).allMatch(members -> members.size() <= 7);
        assertThat(classes.stream().flatMap(Set::stream)).doesNotHaveDuplicates();
    }

    private static List<Flag> open(Scene scene) {
        return scene.flags.values().stream().filter(flag -> flag.end() == null).toList();
    }

    /** The rings alone. */
    private static final class World {
        private final Map<String, RingNode> nodes = new TreeMap<>();
        private final Map<String, Flag> flags = new TreeMap<>();
        private final Map<String, String> told = new TreeMap<>();
        private final Map<String, RiskLevel> levels = new TreeMap<>();
        private final Map<String, Long> steps = new HashMap<>();
        private final Rings rings;
        private int findings;

        World(int membersMax) {
            FarmingConfig config;
            try {
                String yaml = FarmingConfigTest.shipped().replace("members: 500", "members: " + membersMax);
                config = FarmingConfig.parse(yaml, "farming.yaml");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            rings = new Rings(config, id -> nodes.computeIfAbsent(id, RingNode::new));
        }

        void tie(int minute, String accountId, String with, double strength) {
            Instant at = Scene.at(0, Duration.ofMinutes(minute));
            Finding finding = new Finding(
                    ReasonCode.LOCKSTEP,
                    accountId,
                    strength,
                    at,
                    at,
                    at,
                    "in step",
                    Evidence.of(Map.of(), List.of(with), List.of("e" + minute)),
                    null);
            take(new Tie.Shared(List.of(finding), with));
        }

        void rule(String accountId, String caseId, Review.Decision decision) {
            rule(accountId, caseId, decision, 30);
        }

        void rule(String accountId, String caseId, Review.Decision decision, int minute) {
            long step = steps.merge(accountId, 1L, Long::sum);
            Instant at = Scene.at(0, Duration.ofMinutes(minute));
            take(new Tie.Ruled(new Ruling(accountId, step, caseId, decision, "bob", "because", at)));
        }

        private void take(Tie tie) {
            Rings.Outcome outcome = rings.observe(tie);
            outcome.flags().forEach(flag -> flags.put(flag.caseId(), flag));
            for (AccountNews news : outcome.news()) {
                if (news instanceof RingNotice notice) {
                    told.put(notice.accountId(), notice.ring());
                    levels.put(notice.accountId(), notice.level());
                } else {
                    findings++;
                }
            }
            nodes.replaceAll((id, node) -> RingNode.decode(id, node.encode()));
        }

        /** The members of each ring. */
        List<Set<String>> classes() {
            List<Set<String>> classes = new ArrayList<>();
            for (RingNode node : nodes.values()) {
                RingState ring = node.ring();
                if (ring != null && node.accountId().equals(node.first())) {
                    assertThat(ring.members())
                            .allSatisfy(member -> assertThat(Objects.requireNonNull(nodes.get(member))
                                            .first())
                                    .isEqualTo(node.accountId()));
                    classes.add(Set.copyOf(ring.members()));
                }
            }
            return classes;
        }
    }
}
