package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Social;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Lists change nothing but what they are about. */
class ListsPropertiesTest {

    private static final int DAYS = 8;
    private static final int ACCOUNTS = 20;

    @Property(tries = 15)
    void entriesOfOthersAndOfOtherTimesChangeNothing(@ForAll @IntRange(max = 1_000_000) int seed) {
        List<Event> events = events(new Random(seed));
        List<ListEntry> elsewhere = new ArrayList<>();
        for (ListName list : ListName.values()) {
            for (ListedKind kind : ListedKind.values()) {
                elsewhere.add(entry(list, kind, "nobody", Scene.at(0, 0), Scene.at(DAYS, 0)));
                for (String value : List.of("a1", "d1", "10.0.0.1", "m1")) {
                    elsewhere.add(entry(list, kind, value, Scene.at(DAYS, 0), Scene.at(DAYS + 1, 0)));
                    elsewhere.add(entry(list, kind, value, Scene.at(-2, 0), Scene.at(0, 0)));
                }
            }
        }
        assertThat(seen(events, Lists.of(elsewhere))).isEqualTo(seen(events, Lists.NONE));
    }

    @Property(tries = 15)
    void anAllowedAccountHasItsSignalsAndNoCase(@ForAll @IntRange(max = 1_000_000) int seed) {
        List<Event> events = events(new Random(seed));
        Scene scene =
                run(events, Lists.of(List.of(entry(ListName.ALLOW, ListedKind.ACCOUNT, "a1", Scene.at(0, 0), null))));
        assertThat(scene.flagOf("a1")).isNull();
        assertThat(scene.risks).doesNotContainKey("a1");
    }

    @Property(tries = 15)
    void whoeverMeetsADenyIsHeldFromThenOn(@ForAll @IntRange(max = 1_000_000) int seed) {
        List<Event> events = events(new Random(seed));
        Instant from = Scene.at(DAYS / 2, 0);
        Scene scene = run(events, Lists.of(List.of(entry(ListName.DENY, ListedKind.DEVICE, "d1", from, null))));
        for (Event event : events) {
            if ("d1".equals(event.header().deviceId()) && !event.occurredAt().isBefore(from)) {
                assertThat(scene.level(event.accountId()).name())
                        .as(event.accountId())
                        .isEqualTo("HOLD");
            }
        }
    }

    @Example
    void suchTrafficHasCases() {
        int flags = 0;
        for (int seed = 0; seed < 10; seed++) {
            flags += run(events(new Random(seed)), Lists.NONE).flags.size();
        }
        assertThat(flags).isGreaterThan(5);
    }

    private static ListEntry entry(
            ListName list, ListedKind kind, String value, Instant from, @Nullable Instant until) {
        return new ListEntry(list + "/" + kind + "/" + value + from, list, kind, value, from, until, "so", "lin");
    }

    private static Scene run(List<Event> events, Lists lists) {
        Scene scene = new Scene();
        scene.lists = lists;
        events.forEach(scene::send);
        return scene;
    }

    private static List<Object> seen(List<Event> events, Lists lists) {
        Scene scene = run(events, lists);
        return List.of(scene.signals, scene.flags, scene.risks, scene.linksMade, scene.tiesMade);
    }

    /** Some accounts, some of them a farm on one phone, one of them faster than a thumb. */
    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (int account = 0; account < ACCOUNTS; account++) {
                String id = "a" + account;
                boolean farm = account < 12;
                for (int act = 0; act < 4; act++) {
                    Instant at = Scene.at(day, Duration.ofMinutes(480 + 150L * act + random.nextInt(120)));
                    String device = farm ? "d1" : "d" + (2 + account);
                    String address = "10.0.0." + (farm ? 1 : random.nextInt(4));
                    Header header = new Header(id + "-" + day + "-" + act, id, at, device, address);
                    events.add(
                            switch (random.nextInt(3)) {
                                case 0 -> new Membership.SignedIn(header);
                                case 1 -> new Content.LiveCommented(header, "s1", Content.StreamKind.TALENT, 1000);
                                default ->
                                    new Payment.Settled(
                                            header,
                                            "p-" + header.eventId(),
                                            Payment.Channel.ONLINE,
                                            "m" + random.nextInt(3),
                                            100 + random.nextInt(9_000));
                            });
                }
            }
            if (random.nextBoolean()) {
                for (int i = 0; i < 50; i++) {
                    Instant at = Scene.at(day, Duration.ofHours(20).plusMillis(700L * i));
                    events.add(new Social.VideoLiked(
                            new Header("like-" + day + "-" + i, "a13", at, "d15", null), "v" + i));
                }
            }
        }
        events.sort(Comparator.comparing(Event::occurredAt));
        return events;
    }
}
