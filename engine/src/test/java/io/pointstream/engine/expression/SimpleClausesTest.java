package io.pointstream.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Social;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is compiled says what CEL's own runtime says. */
class SimpleClausesTest {

    private static final Expressions PAYMENT = expressions(EventType.PAYMENT_SETTLED);
    private static final Expressions INVITE = expressions(EventType.SOCIAL_INVITE_OPENED);
    private static final Expressions WEEK = expressions(EventType.GAMING_WEEK_RANKED);

    @Property(tries = 500)
    void paymentConditions(@ForAll("paymentConditions") String text, @ForAll("payments") Event event) {
        agree(PAYMENT, text, event);
    }

    @Property(tries = 300)
    void flagsAndTexts(@ForAll("inviteConditions") String text, @ForAll("invites") Event event) {
        agree(INVITE, text, event);
    }

    @Property(tries = 300)
    void realNumbers(@ForAll("weekConditions") String text, @ForAll("weeks") Event event) {
        agree(WEEK, text, event);
    }

    @Property(tries = 500)
    void wholeNumberArithmetic(@ForAll("amounts") String text, @ForAll("payments") Event event) {
        Amount oracle = Objects.requireNonNull(PAYMENT.interpretedAmount(text, new ArrayList<>()));
        Amount compiled = Objects.requireNonNull(PAYMENT.amount(text, new ArrayList<>()));
        assertThat(outcome(compiled, event)).as(text).isEqualTo(outcome(oracle, event));
    }

    @Example
    void theSubsetNeedsNoRuntimeAndTheRestKeepsIt() {
        assertThat(compiled(PAYMENT, "channel == 'JD' && amountFen >= 100").isInterpreted())
                .isFalse();
        assertThat(compiled(PAYMENT, "channel in ['JD', 'ONLINE'] || !(merchantId != 'm')")
                        .isInterpreted())
                .isFalse();
        assertThat(compiled(INVITE, "inviteeIsNew && inviteeId != accountId").isInterpreted())
                .isFalse();
        assertThat(compiled(WEEK, "percentile <= 10.0").isInterpreted()).isFalse();
        assertThat(compiled(PAYMENT, "channel == 'JD' && amountFen / 60 * 2 > 7 - amountFen")
                        .isInterpreted())
                .isFalse();
        assertThat(compiled(PAYMENT, "channel == 'JD' && amountFen % 100 == 0").isInterpreted())
                .isTrue();
    }

    @Example
    void aFalseClauseSilencesAnErrorAsInCel() {
        Condition condition = compiled(PAYMENT, "10 / (amountFen - amountFen) > 1 && channel == 'JD'");
        assertThat(condition.holds(payment("ONLINE", "m", 1))).isFalse();
    }

    @Provide
    Arbitrary<String> paymentConditions() {
        Arbitrary<String> leaf = Arbitraries.of(
                "channel == 'JD'",
                "'ONLINE' == channel",
                "channel != 'JD'",
                "channel in ['JD', 'MEITUAN']",
                "merchantId == 'm1'",
                "merchantId != paymentId",
                "amountFen == 100",
                "amountFen != 100",
                "amountFen < 100",
                "amountFen <= 100",
                "100 < amountFen",
                "amountFen >= 100",
                "amountFen in [99, 100]",
                "amountFen % 2 == 0",
                "10 / (amountFen - 100) > 0",
                "10 / (amountFen - 99) <= amountFen * 2",
                "amountFen - 100 <= amountFen * 2 / 5",
                "true");
        return trees(leaf);
    }

    @Provide
    Arbitrary<String> amounts() {
        Arbitrary<String> leaf = Arbitraries.of(
                "amountFen", "0", "1", "2", "60", "-1", "9223372036854775807", "-9223372036854775807 - 1");
        return Combinators.combine(
                        leaf, Arbitraries.of("+", "-", "*", "/", "%"), leaf, Arbitraries.of("+", "-", "*", "/"), leaf)
                .as((a, first, b, second, c) -> "((" + a + ") " + first + " (" + b + ")) " + second + " (" + c + ")");
    }

    @Provide
    Arbitrary<String> inviteConditions() {
        return trees(Arbitraries.of(
                "inviteeIsNew",
                "inviteeIsNew == true",
                "inviteeIsNew in [true]",
                "inviteeId != accountId",
                "inviteeId == accountId",
                "inviteeId.startsWith('u')"));
    }

    @Provide
    Arbitrary<String> weekConditions() {
        return trees(Arbitraries.of(
                "percentile <= 10.0",
                "percentile < 10",
                "percentile == 10.0",
                "percentile != 0.0",
                "0.0 >= percentile",
                "percentile > 10.0"));
    }

    @Provide
    Arbitrary<Event> payments() {
        return Combinators.combine(
                        Arbitraries.of("JD", "ONLINE", "MEITUAN", "RIDE_HAILING"),
                        Arbitraries.of("m1", "m2", "p"),
                        Arbitraries.of(1L, 99L, 100L, 101L, Long.MAX_VALUE))
                .as(SimpleClausesTest::payment);
    }

    @Provide
    Arbitrary<Event> invites() {
        return Combinators.combine(Arbitraries.of("u", "v"), Arbitraries.of(true, false))
                .as((invitee, isNew) -> new Social.InviteOpened(header(), invitee, isNew));
    }

    @Provide
    Arbitrary<Event> weeks() {
        return Arbitraries.of(0.0, -0.0, 9.999, 10.0, 10.001, 100.0)
                .map(percentile -> new Gaming.WeekRanked(header(), "g", "2026-W20", percentile));
    }

    private static Arbitrary<String> trees(Arbitrary<String> leaf) {
        Arbitrary<String> negated = Combinators.combine(leaf, Arbitraries.of(true, false))
                .as((text, negate) -> negate ? "!(" + text + ")" : text);
        return negated.list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(parts -> Arbitraries.of("&&", "||")
                        .list()
                        .ofSize(parts.size())
                        .map(operators -> {
                            StringBuilder text = new StringBuilder(parts.getFirst());
                            for (int i = 1; i < parts.size(); i++) {
                                text.insert(0, '(')
                                        .append(") ")
                                        .append(operators.get(i))
                                        .append(' ')
                                        .append(parts.get(i));
                            }
                            return text.toString();
                        }));
    }

    private static void agree(Expressions expressions, String text, Event event) {
        Condition oracle = Objects.requireNonNull(expressions.interpretedCondition(text, new ArrayList<>()));
        assertThat(outcome(compiled(expressions, text), event)).as(text).isEqualTo(outcome(oracle, event));
    }

    private static String outcome(Condition condition, Event event) {
        try {
            return String.valueOf(condition.holds(event));
        } catch (ExpressionFailure e) {
            return "no value";
        }
    }

    private static String outcome(Amount amount, Event event) {
        try {
            return String.valueOf(amount.of(event));
        } catch (ExpressionFailure e) {
            return "no value";
        }
    }

    private static Condition compiled(Expressions expressions, String text) {
        List<Expressions.Mistake> mistakes = new ArrayList<>();
        Condition condition = expressions.condition(text, mistakes);
        assertThat(mistakes).isEmpty();
        return Objects.requireNonNull(condition);
    }

    private static Expressions expressions(EventType type) {
        return new Expressions(Objects.requireNonNull(EventFields.of(type)));
    }

    private static Event payment(String channel, String merchant, long fen) {
        return new Payment.Settled(header(), "p", Payment.Channel.valueOf(channel), merchant, fen);
    }

    private static Header header() {
        return new Header("e", "u", Instant.EPOCH, null, null);
    }
}
