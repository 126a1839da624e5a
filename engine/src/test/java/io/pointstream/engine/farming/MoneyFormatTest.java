package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Stored bytes of format 1 are read for ever: what detectors of payments and redemptions remember. */
class MoneyFormatTest {

    private static final Detectors MONEY = new Detectors(
            Scene.CONFIG,
            List.of(
                    new SplitPayments(Scene.CONFIG),
                    new RefundChurn(Scene.CONFIG),
                    new MerchantCollusion(Scene.CONFIG),
                    new RedemptionRush(Scene.CONFIG)));

    private final Scene scene = new Scene(MONEY);

    @Test
    void theBytesOfFormat1AreThoseThatWereCommitted() throws IOException {
        payAndChurn();
        assertThat(HexFormat.of().formatHex(scene.behaviour("a1").encode()))
                .isEqualTo(HexFormat.of().formatHex(committed("money")));
        assertThat(HexFormat.of()
                        .formatHex(scene.link("MERCHANT_COLLUSION/front").encode()))
                .isEqualTo(HexFormat.of().formatHex(committed("till")));
    }

    @Test
    void theCommittedBytesAreReadAndWrittenAgain() throws IOException {
        byte[] money = committed("money");
        assertThat(Behaviour.decode(MONEY, money).encode()).isEqualTo(money);
        byte[] till = committed("till");
        assertThat(LinkBehaviour.decode(MONEY, till).encode()).isEqualTo(till);
        for (int length = 0; length < till.length; length++) {
            byte[] cut = Arrays.copyOf(till, length);
            assertThatThrownBy(() -> LinkBehaviour.decode(MONEY, cut)).isInstanceOf(StateFormatException.class);
        }
        for (int length = 0; length < money.length; length++) {
            byte[] cut = Arrays.copyOf(money, length);
            assertThatThrownBy(() -> Behaviour.decode(MONEY, cut)).isInstanceOf(StateFormatException.class);
        }
    }

    /** Splits, refunds, and a redemption on a strange device, by payers of one merchant. */
    private void payAndChurn() {
        Spending spending = new Spending(scene);
        for (int day = 0; day < 4; day++) {
            for (int payer = 0; payer < 5; payer++) {
                String id = "a" + payer;
                scene.send(scene.signIn(id, Scene.at(day, 8), day == 3 ? "strange" : "own"));
                String paid = spending.pay(id, Scene.at(day, 9), "front", 400_00);
                spending.pay(id, Scene.at(day, 10), "front", 300_01);
                spending.pay(id, Scene.at(day, 10), "front", 300_02);
                spending.redeem(id, Scene.at(day, 11), 2_500, 100, null);
                spending.refund(id, Scene.at(day, 15), paid, 400_00);
            }
        }
    }

    private static byte[] committed(String state) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(MoneyFormatTest.class.getResourceAsStream(state + ".v1.hex"), state)) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }
}
