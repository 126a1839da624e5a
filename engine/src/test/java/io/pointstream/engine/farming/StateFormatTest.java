package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Stored bytes of every format are read for ever: the committed bytes, and what they mean. */
class StateFormatTest {

    /** The newest format of each state. */
    private static final Map<String, Integer> NEWEST = Map.of("behaviour", 2, "links", 1, "ring", 1, "case", 2);

    /** Those that there were when the bytes were committed. */
    private static final Detectors FIRST = new Detectors(
            Scene.CONFIG,
            List.of(new Velocity(Scene.CONFIG), new CapHugging(Scene.CONFIG), new SharedDevice(Scene.CONFIG)));

    /** The states of a farm, a bot in it and a cap hugger. */
    static Map<String, byte[]> states() {
        Scene scene = new Scene(FIRST);
        for (int day = 0; day < 3; day++) {
            for (int account = 0; account < 16; account++) {
                scene.send(scene.signIn("a" + account, Scene.at(day, 9), "farm"));
                scene.send(scene.comment("a" + account, Scene.at(day, 10), "farm"));
            }
            scene.acts("a1", EventType.SOCIAL_VIDEO_LIKED, 10, 10, Scene.at(day, 11));
        }
        for (int i = 0; i < 70; i++) {
            scene.send(scene.like("a1", Scene.at(3, Duration.ofMillis(500L * i))));
        }
        return new TreeMap<>(Map.of(
                "behaviour", scene.behaviour("a1").encode(),
                "links", scene.link("SHARED_DEVICE/farm").encode(),
                "ring", scene.node("a0").encode(),
                "case", scene.accountCase("a1").encode()));
    }

    @Test
    void theBytesAreThoseThatWereCommitted() throws IOException {
        for (Map.Entry<String, byte[]> state : states().entrySet()) {
            assertThat(HexFormat.of().formatHex(state.getValue()))
                    .as(state.getKey())
                    .isEqualTo(HexFormat.of().formatHex(committed(state.getKey(), newest(state.getKey()))));
        }
    }

    @Test
    void theCommittedBytesAreReadAndWrittenAgain() throws IOException {
        Map<String, Function<byte[], byte[]>> codecs = Map.of(
                "behaviour", bytes -> Behaviour.decode(FIRST, bytes).encode(),
                "links", bytes -> LinkBehaviour.decode(FIRST, bytes).encode(),
                "ring", bytes -> RingNode.decode("a0", bytes).encode(),
                "case",
                        bytes -> AccountCase.decode(FarmingConfig.shipped(), "a1", bytes)
                                .encode());
        for (Map.Entry<String, Function<byte[], byte[]>> codec : codecs.entrySet()) {
            byte[] committed = committed(codec.getKey(), newest(codec.getKey()));
            assertThat(codec.getValue().apply(committed)).as(codec.getKey()).isEqualTo(committed);
            assertThatThrownBy(() -> codec.getValue().apply(new byte[] {9, 1}))
                    .isInstanceOf(StateFormatException.class)
                    .hasMessageContaining("format 9");
            for (int length = 0; length < committed.length; length++) {
                byte[] cut = Arrays.copyOf(committed, length);
                assertThatThrownBy(() -> codec.getValue().apply(cut)).isInstanceOf(StateFormatException.class);
            }
        }
    }

    @Test
    void aProfileWithoutBaselineIsRead() throws IOException {
        Behaviour old = Behaviour.decode(FIRST, committed("behaviour", 1));
        Behaviour current = Behaviour.decode(FIRST, committed("behaviour", 2));
        for (ReasonCode code : List.of(ReasonCode.CAP_HUGGING, ReasonCode.SHARED_DEVICE)) {
            assertThat(old.encode(code)).isEqualTo(current.encode(code));
        }
        byte[] times = old.encode(ReasonCode.VELOCITY);
        StateWriter none = new StateWriter();
        new Baseline(FarmingConfig.shipped().baseline()).write(none);
        assertThat(times).endsWith(none.bytes());
        int kept = times.length - none.bytes().length;
        assertThat(Arrays.copyOf(current.encode(ReasonCode.VELOCITY), kept)).isEqualTo(Arrays.copyOf(times, kept));
    }

    @Test
    void aCaseWithoutShadowIsRead() throws IOException {
        assertThat(AccountCase.decode(FarmingConfig.shipped(), "a1", committed("case", 1))
                        .encode())
                .isEqualTo(committed("case", 2));
    }

    /** A profile that has met the deny list has a format of its own; any other is written as before there was one. */
    @Test
    void aProfileThatHasMetTheDenyListIsReadAndWrittenAgain() throws IOException {
        Scene scene = new Scene(FIRST);
        scene.lists = Lists.of(List.of(
                new ListEntry("e1", ListName.DENY, ListedKind.ACCOUNT, "a1", Scene.at(0, 0), null, "because", "lin")));
        scene.send(scene.like("a1", Scene.at(0, 9)));
        byte[] committed = committed("denied", 2);
        assertThat(HexFormat.of().formatHex(scene.behaviour("a1").encode()))
                .isEqualTo(HexFormat.of().formatHex(committed));
        assertThat(Behaviour.decode(FIRST, committed).encode()).isEqualTo(committed);
    }

    @Test
    void clockworkWithoutPacesIsRead() throws IOException {
        Detectors clockwork = Scene.only(Clockwork::new);
        assertReadAsNewest(
                "clockwork", bytes -> Behaviour.decode(clockwork, bytes).encode());
    }

    @Test
    void invitesWithoutChainsAreRead() throws IOException {
        Detectors inviteRing = Scene.only(InviteRing::new);
        assertReadAsNewest(
                "invited", bytes -> Behaviour.decode(inviteRing, bytes).encode());
        assertReadAsNewest(
                "invitees", bytes -> LinkBehaviour.decode(inviteRing, bytes).encode());
    }

    private static void assertReadAsNewest(String state, Function<byte[], byte[]> codec) throws IOException {
        byte[] newest = committed(state, 2);
        assertThat(codec.apply(committed(state, 1))).as(state).isEqualTo(newest);
        assertThat(codec.apply(newest)).as(state).isEqualTo(newest);
    }

    private static int newest(String state) {
        return Objects.requireNonNull(NEWEST.get(state), state);
    }

    private static byte[] committed(String state, int format) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                StateFormatTest.class.getResourceAsStream(state + ".v" + format + ".hex"), state)) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }
}
