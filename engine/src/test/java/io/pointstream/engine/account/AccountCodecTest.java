package io.pointstream.engine.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format that was ever written stays readable. */
class AccountCodecTest {

    private static final List<RiskCase> CASES = List.of(
            new RiskCase("device-d", RiskLevel.REVIEW, Instant.parse("2026-05-14T04:00:00Z")),
            new RiskCase("account-u1", RiskLevel.HOLD, Instant.parse("2026-05-15T04:00:00Z")));
    private static final Held HELD = new Held(
            "social.invite", "SOCIAL", Component.BASE, 2, new BigDecimal("2.0"), LocalDate.parse("2026-11-15"));

    private static final List<Integer> NOTICED = List.of(20590, 20592);

    /** Bytes of version 1, which knew {@link #sample()} without the standing and the open times. */
    private static final String VERSION_1 =
            "015402f6a9d49cc567ec1306080ad2c1020a187061792e6a642f4d4f4e544834736f6369616c2e61"
                    + "727469636c652d666f72776172642f4441592c736f6369616c2e61727469636c652d666f72776172"
                    + "6428736f6369616c2e737465702d646f6e6174696f6e246d656d626572736869702e7369676e2d69"
                    + "6e04c8c4029c04b2c702d00f04bcc102fac1020200d00f0000d8c102dac10202023c04040ce69687"
                    + "e7aba00000040467310467320600b8170200020800020804c2c102c4c102ccc102d8c102";

    /** Bytes of version 2, as it wrote {@link #sampleWithTimers()}: with the lots' days one after the other. */
    private static final String VERSION_2 =
            "025402f6a9d49cc567ec1306080ad2c1020c187061792e6a642f4d4f4e544834736f6369616c2e"
                    + "61727469636c652d666f72776172642f4441592c736f6369616c2e61727469636c652d666f7277"
                    + "61726428736f6369616c2e737465702d646f6e6174696f6e246d656d626572736869702e736967"
                    + "6e2d696e2863616d706169676e2e646f75626c652d6361726404c8c4029c04ea02d00f04bcc102"
                    + "fac1020200d00f0000d8c102dac10202023c04040ce69687e7aba00000040467310467320600b8"
                    + "170200020800020804c2c102c4c102ccc102d8c10280f0b25204dcc102040480f8cdcac6675006"
                    + "722d31c0a907520ce58591e68da2028084dbe8c867ca0380a0ae8dbc670480c8eef7c3670680b8"
                    + "a1cac46702020a82b8a1cac46782a8d49cc567";

    /** Bytes of version 3, as it wrote {@link #sampleWithTimers()}. */
    private static final String VERSION_3 =
            "035402f6a9d49cc567ec1306080ad2c1020c187061792e6a642f4d4f4e544834736f6369616c2e"
                    + "61727469636c652d666f72776172642f4441592c736f6369616c2e61727469636c652d666f7277"
                    + "61726428736f6369616c2e737465702d646f6e6174696f6e246d656d626572736869702e736967"
                    + "6e2d696e2863616d706169676e2e646f75626c652d6361726418920a06089c049c0a0632d00f04"
                    + "bcc102fac1020200d00f0000d8c102dac10202023c04040ce69687e7aba0000004046731046732"
                    + "0600b8170200020800020804c2c102c4c102ccc102d8c10280f0b25204dcc102040480f8cdcac6"
                    + "675006722d31c0a907520ce58591e68da2028084dbe8c867ca0380a0ae8dbc670480c8eef7c367"
                    + "0680b8a1cac46702020a82b8a1cac46782a8d49cc567";

    /** Bytes of version 4, as it wrote {@link #sampleUnderSuspicion()}. */
    private static final String VERSION_4 =
            "045402f6a9d49cc567ec1306080ad2c10210187061792e6a642f4d4f4e544834736f6369616c2e"
                    + "61727469636c652d666f72776172642f4441592c736f6369616c2e61727469636c652d666f7277"
                    + "61726428736f6369616c2e737465702d646f6e6174696f6e246d656d626572736869702e736967"
                    + "6e2d696e2863616d706169676e2e646f75626c652d636172641a736f6369616c2e696e76697465"
                    + "0c534f4349414c18920a06089c049c0a0632d00f04bcc102fac1020200d00f0000d8c102dac102"
                    + "02023c04040ce69687e7aba00000040467310467320600b8170200020800020804c2c102c4c102"
                    + "ccc102d8c10280f0b25204dcc102040480f8cdcac6675006722d31c0a907520ce58591e68da202"
                    + "8084dbe8c867ca0380a0ae8dbc670480c8eef7c3670680b8a1cac46702020a82b8a1cac46782a8"
                    + "d49cc5670e505204106465766963652d640c52455649455780b8a1cac467146163636f756e742d"
                    + "753108484f4c4480a8d49cc567020c0e0842415345042802c8c4020602283c";

    /** Bytes of version 5, as it wrote {@link #sampleUnderSuspicion()}: windows with their lengths. */
    private static final String VERSION_5 =
            "055402f6a9d49cc567ec1306080ad2c10210187061792e6a642f4d4f4e544834736f6369616c2e"
                    + "61727469636c652d666f72776172642f4441592c736f6369616c2e61727469636c652d666f7277"
                    + "61726428736f6369616c2e737465702d646f6e6174696f6e246d656d626572736869702e736967"
                    + "6e2d696e2863616d706169676e2e646f75626c652d636172641a736f6369616c2e696e76697465"
                    + "0c534f4349414c18920a06089c049c0a0632d00f04bcc102fac1020c0200d00f0000d8c102dac1"
                    + "023c02023c04040ce69687e7aba00000040467310467320600b8170200020800020804c2c102c4"
                    + "c102ccc102d8c10280f0b25204dcc102040480f8cdcac6675006722d31c0a907520ce58591e68d"
                    + "a2028084dbe8c867ca0380a0ae8dbc670480c8eef7c3670680b8a1cac46702020a82b8a1cac467"
                    + "82a8d49cc5670e505204106465766963652d640c52455649455780b8a1cac467146163636f756e"
                    + "742d753108484f4c4480a8d49cc567020c0e0842415345042802c8c4020602283c";

    /** Bytes of version 6, as it writes {@link #sampleUnderSuspicion()}: the earliest lots told, noticed days in runs. */
    private static final String VERSION_6 =
            "065402f6a9d49cc567ec1306080ad2c10210187061792e6a642f4d4f4e544834736f6369616c2e"
                    + "61727469636c652d666f72776172642f4441592c736f6369616c2e61727469636c652d666f7277"
                    + "61726428736f6369616c2e737465702d646f6e6174696f6e246d656d626572736869702e736967"
                    + "6e2d696e2863616d706169676e2e646f75626c652d636172641a736f6369616c2e696e76697465"
                    + "0c534f4349414c18920a06089c049c0a0632d00fc8c4020004bcc102fac1020c0200d00f0000d8c102dac1"
                    + "023c02023c04040ce69687e7aba00000040467310467320600b8170200020800020804c2c102c4"
                    + "c102ccc102d8c10280f0b25204dcc1020004000480f8cdcac6675006722d31c0a907520ce58591e68d"
                    + "a2028084dbe8c867ca0380a0ae8dbc670480c8eef7c3670680b8a1cac46702020a82b8a1cac467"
                    + "82a8d49cc5670e505204106465766963652d640c52455649455780b8a1cac467146163636f756e"
                    + "742d753108484f4c4480a8d49cc567020c0e0842415345042802c8c4020602283c";

    @Test
    void writesVersionSix() {
        assertThat(HexFormat.of().formatHex(AccountCodec.encode(sampleUnderSuspicion())))
                .isEqualTo(VERSION_6);
    }

    @ParameterizedTest
    @ValueSource(strings = {VERSION_4, VERSION_5, VERSION_6})
    void readsWhatIsHeldAgainstTheAccount(String bytes) {
        Suspicion suspicion =
                AccountCodec.decode("u1", HexFormat.of().parseHex(bytes)).suspicion();
        assertThat(suspicion.revision()).isEqualTo(7);
        assertThat(suspicion.reviewedStep()).isEqualTo(40);
        assertThat(suspicion.cases()).isEqualTo(CASES);
        assertThat(suspicion.holds(41)).isFalse();
        assertThat(suspicion.holds(42)).isTrue();
        assertThat(suspicion.held()).containsExactly(Map.entry(HELD, 3L));
        assertThat(suspicion.hasClawedBack(20)).isFalse();
        assertThat(suspicion.hasClawedBack(21)).isTrue();
        assertThat(suspicion.hasClawedBack(30)).isTrue();
        assertThat(suspicion.hasClawedBack(31)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {VERSION_2, VERSION_3, VERSION_4, VERSION_5, VERSION_6})
    void readsVersionsTwoToSix(String bytes) {
        Account account = AccountCodec.decode("u1", HexFormat.of().parseHex(bytes));
        assertSample(account);
        assertThat(account.clock()).isEqualTo(Instant.parse("2026-05-16T04:00:00.123Z"));
        assertThat(days(account.noticed)).isEqualTo(NOTICED);
        assertThat(account.timeOuts)
                .containsExactly(new TimeOut(1_779_000_000_000L, 40, "r-1"), new TimeOut(1_779_000_060_000L, 41, "兑换"));
        assertThat(account.mayHaveWaitingRefunds(1_779_300_000_000L)).isTrue();
        assertThat(account.mayHaveWaitingRefunds(1_779_300_000_001L)).isFalse();
        assertThat(account.registered()).isTrue();
        assertThat(account.birthdayAt(Instant.parse("2026-05-01T00:00:00Z"))).isEqualTo(MonthDay.of(2, 29));
        assertThat(account.tierAt(Instant.parse("2026-05-13T03:59:59.999Z"))).isEqualTo(Tier.ORDINARY);
        assertThat(account.tierAt(Instant.parse("2026-05-13T04:00:00Z"))).isEqualTo(Tier.DIAMOND);
        assertThat(account.tierAt(Instant.parse("2026-05-15T04:00:00Z"))).isEqualTo(Tier.SILVER);
        assertThat(account.isOpen("campaign.double-card", Instant.parse("2026-05-15T04:00:00Z")))
                .isTrue();
        assertThat(account.isOpen("campaign.double-card", Instant.parse("2026-05-15T04:00:00.001Z")))
                .isFalse();
        assertThat(account.isOpen("pay.jd", Instant.parse("2026-05-15T04:00:00Z")))
                .isFalse();
    }

    @Test
    void fiveHundredAndFiftyLotsTakeAboutThreeBytesEach() {
        Account account = new Account("u1");
        int empty = AccountCodec.encode(account).length;
        for (int i = 0; i < 550; i++) {
            account.lots.add(20_800 + i, 20 + i * 3L);
        }
        byte[] bytes = AccountCodec.encode(account);
        assertThat(bytes.length - empty).isLessThan(550 * 3 + 80);
        assertThat(AccountCodec.decode("u1", bytes).lots())
                .isEqualTo(account.lots())
                .hasSize(550);
    }

    @Test
    void aMonthOfNoticedDaysTakesAFewBytes() {
        Account account = new Account("u1");
        account.lots.add(20_832, 1);
        int before = AccountCodec.encode(account).length;
        List<Integer> noticed = IntStream.range(20_800, 20_831).boxed().toList();
        noticed.forEach(account.noticed::add);
        byte[] bytes = AccountCodec.encode(account);
        assertThat(bytes.length - before).isLessThan(5);
        Account read = AccountCodec.decode("u1", bytes);
        assertThat(days(read.noticed)).isEqualTo(noticed);
        assertThat(AccountCodec.encode(read)).isEqualTo(bytes);
    }

    @Test
    void aRegistrationWithoutABirthdayIsRemembered() {
        Account account = new Account("u1");
        account.standing.register(Instant.EPOCH, null);
        Account read = AccountCodec.decode("u1", AccountCodec.encode(account));
        assertThat(read.registered()).isTrue();
        assertThat(read.birthdayAt(Instant.MAX)).isNull();
    }

    @Test
    void readsVersionOne() {
        Account account = AccountCodec.decode("u1", HexFormat.of().parseHex(VERSION_1));
        assertSample(account);
        assertThat(account.clock()).isEqualTo(account.newestEvent());
        assertThat(account.timeOuts).isEmpty();
    }

    private static void assertSample(Account account) {
        assertThat(account.id()).isEqualTo("u1");
        assertThat(account.steps()).isEqualTo(42);
        assertThat(account.newestEvent()).isEqualTo(Instant.parse("2026-05-15T04:00:00.123Z"));
        assertThat(account.balance()).isEqualTo(new Balance(1_270, 3, 4, 5));
        assertThat(account.lots())
                .containsExactly(
                        new Lot(LocalDate.parse("2026-11-15"), 270), new Lot(LocalDate.parse("2027-05-15"), 1_000));
        assertThat(account.granted("pay.jd/MONTH", 20574, 20605)).isEqualTo(1_000);
        assertThat(account.granted("pay.jd/MONTH", 20543, 20574)).isZero();
        assertThat(account.tally(new CounterKey("social.article-forward", "文章"), 20588, 20589)
                        .contains("g1"))
                .isTrue();
        assertThat(account.tally(new CounterKey("social.article-forward", "文章"), 20588, 20589)
                        .distinct())
                .isEqualTo(2);
        assertThat(account.tally(new CounterKey("social.step-donation", ""), 20588, 20589)
                        .paid())
                .isTrue();
        assertThat(account.tally(new CounterKey("social.step-donation", ""), 20588, 20589)
                        .sum())
                .isEqualTo(1_500);
        assertThat(account.marked("membership.sign-in", "", 20588, 20589)).isTrue();
        assertThat(account.marked("membership.sign-in", "", 20587, 20588)).isFalse();
        assertThat(account.streakLength("membership.sign-in", 20589)).isEqualTo(8);
        assertThat(account.streakLength("membership.sign-in", 20580)).isEqualTo(1);
    }

    @Test
    void anEmptyAccountTakesFewBytes() {
        byte[] bytes = AccountCodec.encode(new Account("u1"));
        assertThat(bytes).hasSizeLessThan(25);
        assertThat(AccountCodec.encode(AccountCodec.decode("u1", bytes))).isEqualTo(bytes);
    }

    @Test
    void bytesThatNoVersionWroteAreRefused() {
        byte[] bytes = HexFormat.of().parseHex(VERSION_6);
        byte[] unknown = bytes.clone();
        unknown[0] = 99;
        assertThatThrownBy(() -> AccountCodec.decode("u1", unknown)).hasMessageContaining("unknown version 99");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> AccountCodec.decode("u1", cut)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> AccountCodec.decode("u1", longer)).hasMessageContaining("1 bytes too many");
    }

    @Test
    void aWindowThatNothingWasAskedOfIsWrittenAsItWasRead() {
        byte[] bytes = HexFormat.of().parseHex(VERSION_6);
        assertThat(AccountCodec.encode(AccountCodec.decode("u1", bytes))).isEqualTo(bytes);
        Account account = AccountCodec.decode("u1", bytes);
        assertSample(account);
        assertThat(AccountCodec.encode(account)).isEqualTo(bytes);
    }

    @Test
    void aWindowOfMoreBytesThanItsCountersTakeIsRefused() {
        Account account = new Account("u1");
        account.windows.add(new WindowCounters(1, 2));
        byte[] bytes = AccountCodec.encode(account);
        // From day 1 to day 2, three bytes long, no caps, no tallies, no marks; then one byte longer than that.
        String longer = HexFormat.of().formatHex(bytes).replace("020406000000", "02040800000000");
        Account read = AccountCodec.decode("u1", HexFormat.of().parseHex(longer));
        assertThatThrownBy(() -> read.granted("cap", 1, 2)).hasMessageContaining("1 bytes too many");
    }

    private static List<Integer> days(DayRuns runs) {
        return IntStream.range(0, runs.size())
                .flatMap(i -> IntStream.rangeClosed(runs.start(i), runs.end(i)))
                .boxed()
                .toList();
    }

    private static Account sampleUnderSuspicion() {
        Account account = sampleWithTimers();
        account.suspicion.cases = CASES;
        account.suspicion.revision = 7;
        account.suspicion.reviewedStep = 40;
        account.suspicion.heldSince = 41;
        account.suspicion.held.put(HELD, 3L);
        account.suspicion.clawedBack.add(new Suspicion.Steps(20, 30));
        return account;
    }

    private static Account sampleWithTimers() {
        Account account = sample();
        account.clock = Instant.parse("2026-05-16T04:00:00.123Z");
        NOTICED.forEach(account.noticed::add);
        account.timeOuts.add(new TimeOut(1_779_000_000_000L, 40, "r-1"));
        account.timeOuts.add(new TimeOut(1_779_000_060_000L, 41, "兑换"));
        account.refundsWaitUntil = 1_779_300_000_000L;
        return account;
    }

    private static Account sample() {
        Account account = new Account("u1");
        account.steps = 42;
        account.newestEvent = Instant.parse("2026-05-15T04:00:00.123Z");
        account.balance = new Balance(1_270, 3, 4, 5);
        account.keptFrom = 20585;
        account.lots.add((int) LocalDate.parse("2027-05-15").toEpochDay(), 1_000);
        account.lots.add((int) LocalDate.parse("2026-11-15").toEpochDay(), 270);
        WindowCounters month = new WindowCounters(20574, 20605);
        month.grant("pay.jd/MONTH", 1_000);
        WindowCounters day = new WindowCounters(20588, 20589);
        day.grant("social.article-forward/DAY", 30);
        Tally articles = day.openTally(new CounterKey("social.article-forward", "文章"));
        articles.collect("g1");
        articles.collect("g2");
        day.openTally(new CounterKey("social.step-donation", "")).restore(1_500, true);
        day.mark(new CounterKey("membership.sign-in", ""));
        account.windows.addAll(List.of(month, day));
        DayRuns runs = new DayRuns();
        runs.insert(0, 20577, 20578);
        runs.insert(1, 20582, 20588);
        account.streaks.put("membership.sign-in", runs);
        account.standing.register(Instant.parse("2026-05-01T00:00:00Z"), MonthDay.of(2, 29));
        Instant keepFrom = Instant.parse("2026-05-12T04:00:00Z");
        account.standing.tierFrom(Tier.DIAMOND, Instant.parse("2026-05-13T04:00:00Z"), keepFrom);
        account.standing.tierFrom(Tier.SILVER, Instant.parse("2026-05-14T04:00:00Z"), keepFrom);
        account.openTimes.add(
                "campaign.double-card",
                Instant.parse("2026-05-14T04:00:00.001Z"),
                Instant.parse("2026-05-15T04:00:00.001Z"),
                keepFrom);
        return account;
    }
}
