package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.PaymentRecord;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Scope;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.account.StoredPayload;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.engine.rules.RuleBooks.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A payment is settled once, wherever the key that says so is kept: with the payment, or as an entry of its own. */
class PaymentKeysTest {

    private static final String DAY_1 = "2026-05-10T12:00:00";
    private static final String DAY_2 = "2026-05-11T12:00:00";
    private static final String DAY_3 = "2026-05-12T12:00:00";
    private static final String REFUNDS = "refunds: { paymentMemory: 365 days, beforePayment: 3 days }";

    private final Entries memory = new Entries();
    private final Account account = new Account(Program.ACCOUNT);
    private PointsEngine engine = new PointsEngine(RuleBooks.shipped());
    private int events;

    /** A memory whose entries can be looked at, and which gives payloads as a store does. */
    private static final class Entries implements Memory {

        final Map<String, Remembered> entries = new HashMap<>();

        void put(Remembered entry) {
            entries.put(entry.scope().name() + "/" + entry.key(), entry);
        }

        @Override
        public @Nullable Instant firstSeen(Scope scope, String key) {
            Remembered entry = entries.get(scope.name() + "/" + key);
            return entry == null ? null : entry.at();
        }

        @Override
        public @Nullable Remembered recall(Scope scope, String key) {
            Remembered entry = entries.get(scope.name() + "/" + key);
            return entry == null || entry.payload() == null
                    ? entry
                    : new Remembered(
                            entry.scope(),
                            key,
                            entry.at(),
                            new StoredPayload(entry.payload().encode()));
        }
    }

    @Test
    void aPaymentIsOneEntryBesideItsEvent() {
        assertThat(pay(DAY_1, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(memory.entries).containsOnlyKeys("event/e1", "payment/p");
        assertThat(pay(DAY_2, "p", Channel.JD).decision().reason())
                .isEqualTo("pay.jd: this paymentId was already paid at 2026-05-10T04:00:00Z");
    }

    @Test
    void aRefundKeepsTheKey() {
        pay(DAY_1, "p", Channel.JD);
        refund(DAY_2, "r", "p", 5_000);
        assertThat(pay(DAY_3, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(refund(DAY_3, "s", "p", 5_000).balance().available()).isZero();
    }

    /** As stores are that were written before keys were kept with payments. */
    @Test
    void aKeyThatIsAnEntryOfItsOwnCounts() {
        Instant at = Program.header("e", DAY_1).occurredAt();
        pay(DAY_1, "p", Channel.JD);
        PaymentRecord payment = Objects.requireNonNull(PaymentRecord.recall(memory, "p"));
        memory.put(new Remembered(new Scope("once.payment", null), "p", at));
        memory.put(new Remembered(new Scope("payment", null), "p", at, new StoredPayload(formatOne(payment))));
        assertThat(payment.usedUp()).isNotEmpty();
        assertThat(PaymentRecord.recall(memory, "p"))
                .satisfies(old -> assertThat(old.usedUp()).isEmpty());

        assertThat(pay(DAY_2, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(refund(DAY_2, "r", "p", 10_000).balance().available()).isZero();
        assertThat(pay(DAY_3, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    /** A version without refunds keeps no payments, and its keys are entries of their own. */
    @Test
    void versionsWithAndWithoutRefundsFindEachOthersKeys() {
        engine = versions(book(REFUNDS, "a", "365 days"), book("", "a", "365 days"), book(REFUNDS, "a", "365 days"));
        pay(DAY_1, "p", Channel.JD);
        assertThat(memory.entries).doesNotContainKey("once.a/p");
        assertThat(pay(DAY_2, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        pay(DAY_2, "q", Channel.JD);
        assertThat(memory.entries).containsKey("once.a/q").doesNotContainKey("payment/q");
        assertThat(pay(DAY_3, "q", Channel.JD).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void anOlderKeyOfAPaymentHidesNoNewerEntry() {
        engine = versions(book(REFUNDS, "a", "1 days"), book("", "a", "1 days"), book(REFUNDS, "a", "1 days"));
        assertThat(pay(DAY_1, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(pay("2026-05-11T12:00:01", "p", Channel.JD).decision().outcome())
                .isEqualTo(Outcome.AWARDED);
        assertThat(memory.entries).containsKeys("once.a/p", "payment/p");
        assertThat(pay(DAY_3, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    /** A refund writes the payment anew, by terms that need it for a shorter time than its key does. */
    @Test
    void shorterTermsOfRefundsForgetNoKey() {
        engine = versions(book(REFUNDS, "a", "365 days"), book(REFUNDS.replace("365", "20"), "a", "365 days"));
        pay(DAY_1, "p", Channel.JD);
        refund(DAY_2, "r", "p", 5_000);
        assertThat(memory.entries.get("payment/p"))
                .satisfies(entry -> assertThat(entry.scope().retention()).isEqualTo(Duration.ofDays(365 + 3)));
    }

    /** What lasts for ever is an entry of its own, and what was kept with a payment counts. */
    @Test
    void aKeyForEverFindsOneThatWasKeptWithAPayment() {
        engine = versions(book(REFUNDS, "a", "365 days"), book(REFUNDS, "a", "ever"), book(REFUNDS, "a", "ever"));
        pay(DAY_1, "p", Channel.JD);
        assertThat(pay(DAY_2, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        pay(DAY_2, "q", Channel.JD);
        assertThat(memory.entries).containsKeys("once.a/q", "payment/q");
        assertThat(pay("2029-05-11T12:00:00", "q", Channel.JD).decision().outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    /** Two rules that pay an id once each, under names of their own: neither forgets what the other used up. */
    @Test
    void aPaymentKeepsTheKeysOfEveryName() {
        engine = versions(book(REFUNDS, "a", "365 days"), book(REFUNDS, "b", "365 days"), book(REFUNDS, "a", "2 days"));
        assertThat(pay(DAY_1, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(pay(DAY_2, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(pay(DAY_3, "p", Channel.JD).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(pay("2026-05-12T12:00:01", "p", Channel.JD).decision().outcome())
                .isEqualTo(Outcome.AWARDED);
        assertThat(PaymentRecord.recall(memory, "p"))
                .satisfies(payment -> assertThat(payment.usedUp())
                        .extracting(PaymentRecord.UsedUp::name)
                        .containsExactly("b", "a"));
    }

    /** A payment that no rule awards replaces one that refunds know no longer, and keeps its keys. */
    @Test
    void aPaymentThatEarnsNothingKeepsTheKeys() {
        engine = versions(book(REFUNDS.replace("365", "20"), "a", "30 days"));
        pay(DAY_1, "p", Channel.JD);
        pay("2026-05-30T12:00:01", "p", Channel.ONLINE);
        PaymentRecord payment = Objects.requireNonNull(PaymentRecord.recall(memory, "p"));
        assertThat(payment.earned()).isNull();
        assertThat(payment.usedUp()).hasSize(1);
        assertThat(pay("2026-06-09T12:00:00", "p", Channel.JD).decision().outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(pay("2026-06-09T12:00:01", "p", Channel.JD).decision().outcome())
                .isEqualTo(Outcome.AWARDED);
    }

    private Step pay(String time, String payment, Channel channel) {
        return take(new Payment.Settled(Program.header("e" + ++events, time), payment, channel, "m1", 10_000));
    }

    private Step refund(String time, String refund, String payment, long fen) {
        return take(new Payment.Refunded(Program.header("e" + ++events, time), refund, payment, fen));
    }

    private Step take(Event event) {
        Step step = engine.decide(account, event, memory);
        assertThat(LedgerCheck.step(account, step)).isEmpty();
        account.apply(step);
        step.remembered().forEach(memory::put);
        return step;
    }

    /** Of a payment with one key, what was written before it had keys: their count, the name and the time less. */
    private static byte[] formatOne(PaymentRecord payment) {
        String hex = HexFormat.of().formatHex(payment.encode());
        return HexFormat.of().parseHex(hex.replaceFirst("^02", "01").replaceFirst("020e7061796d656e7400", ""));
    }

    /** A version a day, from the first on. */
    private static PointsEngine versions(String... books) {
        Instant first = Instant.parse("2026-05-10T00:00:00Z");
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < books.length; i++) {
            versions.add(new Version(
                    i + 1, first.plusSeconds(86_400L * i), RuleBookParser.parse(books[i], "book-" + i + ".yaml")));
        }
        return new PointsEngine(RuleBooks.of(versions));
    }

    private static String book(String refunds, String name, String per) {
        return """
                language: 1
                zone: Asia/Shanghai
                lateness: 3 days
                eventIdMemory: 7 days
                %s
                categories:
                  CONSUMPTION: { validity: 12 months, bonuses: true }
                rules:
                  - id: pay
                    category: CONSUMPTION
                    on: payment.settled
                    when: channel == 'JD'
                    once: { name: %s, key: paymentId, per: %s }
                    points: { quantity: amountFen, decimals: 2, rate: 1 }
                """.formatted(refunds, name, per);
    }
}
