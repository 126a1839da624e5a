package io.pointstream.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Payment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is proved of conditions is so for every event; and the proofs end, whatever the conditions are. */
class ConditionLogicTest {

    private static final Expressions PAYMENT =
            new Expressions(Objects.requireNonNull(EventFields.of(EventType.PAYMENT_SETTLED)));

    private static ConditionLogic logic(String text) {
        return Objects.requireNonNull(PAYMENT.logic(text, new ArrayList<>()));
    }

    private static boolean holds(String text, long fen, Payment.Channel channel) {
        Condition condition = Objects.requireNonNull(PAYMENT.condition(text, new ArrayList<>()));
        try {
            return condition.holds(
                    new Payment.Settled(new Header("e", "a", Instant.EPOCH, null, null), "p", channel, "m", fen));
        } catch (ExpressionFailure e) {
            return false;
        }
    }

    @Property(tries = 150)
    void whatIsProvedIsSoForEveryEvent(@ForAll int seed) {
        String one = Terms.of(seed, 3);
        String other = Terms.of(seed * 31, 2);
        boolean never = logic(one).neverHolds();
        boolean implied = logic(one).impliesOneOf(List.of(logic(other)));
        if (!never && !implied) {
            return;
        }
        for (long fen = 0; fen < 8; fen++) {
            for (Payment.Channel channel : Payment.Channel.values()) {
                if (holds(one, fen, channel)) {
                    assertThat(never).as(one).isFalse();
                    assertThat(holds(other, fen, channel))
                            .as(one + " => " + other)
                            .isTrue();
                }
            }
        }
    }

    @Example
    void aConditionImpliesItselfAndNoConditionImpliesIt() {
        for (int seed = 0; seed < 60; seed++) {
            String text = Terms.of(seed, 2);
            assertThat(logic(text).impliesOneOf(List.of(logic(text)))).as(text).isTrue();
            assertThat(logic(text).impliesOneOf(List.of(ConditionLogic.ALWAYS))).isTrue();
        }
        assertThat(logic("channel == 'JD'").impliesOneOf(List.of())).isFalse();
        assertThat(ConditionLogic.ALWAYS.impliesOneOf(List.of(logic("channel == 'JD'"))))
                .isFalse();
        assertThat(ConditionLogic.ALWAYS.neverHolds()).isFalse();
    }

    @Example
    void tooManyCasesAreNoProof() {
        String many = IntStream.range(0, 12)
                .mapToObj(i -> "(amountFen == %d || amountFen %% %d == 0)".formatted(i, i + 2))
                .collect(Collectors.joining(" && "));
        assertThat(logic(many).neverHolds()).isFalse();
        assertThat(logic(many + " && false").neverHolds()).isTrue();
        assertThat(logic("amountFen > 0").impliesOneOf(List.of(logic(many)))).isFalse();
    }

    /** Conditions by a number. */
    private static final class Terms {

        private static final List<String> LEAVES = List.of(
                "channel == 'JD'",
                "channel != 'JD'",
                "channel in ['JD', 'ONLINE']",
                "amountFen < 3",
                "3 <= amountFen",
                "amountFen == 5",
                "amountFen != 5",
                "amountFen in [1, 5]",
                "amountFen % 2 == 0",
                "6 / (amountFen - 2) > 1",
                "paymentId == 'p'",
                "true");

        private Terms() {}

        static String of(int seed, int depth) {
            int rest = Math.abs(seed * 0x9E3779B9) >>> 4;
            if (depth == 0) {
                return LEAVES.get(rest % LEAVES.size());
            }
            String left = of(rest + 1, depth - 1);
            String right = of(rest + 2, depth - 1);
            return switch (rest % 6) {
                case 0 -> "(" + left + " || " + right + ")";
                case 1 -> "!(" + left + ")";
                case 2 -> "(" + left + " ? " + right + " : " + of(rest + 3, depth - 1) + ")";
                case 3 -> "((" + left + ") == false)";
                default -> "(" + left + " && " + right + ")";
            };
        }
    }
}
