package io.pointstream.engine.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every format that was ever written stays readable. */
class AccountCodecTest {

    /** Bytes of version 1, which knew {@link #sample()} without the standing and the open times. */
    private static final String VERSION_1 =
            "015402f6a9d49cc567ec1306080ad2c1020a187061792e6a642f4d4f4e544834736f6369616c2e61"
                    + "727469636c652d666f72776172642f4441592c736f6369616c2e61727469636c652d666f72776172"
                    + "6428736f6369616c2e737465702d646f6e6174696f6e246d656d626572736869702e7369676e2d69"
                    + "6e04c8c4029c04b2c702d00f04bcc102fac1020200d00f0000d8c102dac10202023c04040ce69687"
                    + "e7aba00000040467310467320600b8170200020800020804c2c102c4c102ccc102d8c102";

    /** Bytes of version 2, as it wrote {@link #sample()}. */
    private static final String VERSION_2 =
            "025402f6a9d49cc567ec1306080ad2c1020c187061792e6a642f4d4f4e544834736f6369616c2e61"
                    + "727469636c652d666f72776172642f4441592c736f6369616c2e61727469636c652d666f72776172"
                    + "6428736f6369616c2e737465702d646f6e6174696f6e246d656d626572736869702e7369676e2d69"
                    + "6e2863616d706169676e2e646f75626c652d6361726404c8c4029c04b2c702d00f04bcc102fac102"
                    + "0200d00f0000d8c102dac10202023c04040ce69687e7aba00000040467310467320600b817020002"
                    + "0800020804c2c102c4c102ccc102d8c102ca030480c8eef7c3670680b8a1cac46702020a82b8a1ca"
                    + "c46782a8d49cc567";

    @Test
    void writesVersionTwo() {
        assertThat(HexFormat.of().formatHex(AccountCodec.encode(sample()))).isEqualTo(VERSION_2);
    }

    @Test
    void readsVersionTwo() {
        Account account = AccountCodec.decode("u1", HexFormat.of().parseHex(VERSION_2));
        assertThat(AccountCodec.encode(account)).isEqualTo(AccountCodec.encode(sample()));
        assertThat(account.steps()).isEqualTo(42);
        assertThat(account.registered()).isTrue();
        assertThat(account.birthday()).isEqualTo(MonthDay.of(2, 29));
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
    void aRegistrationWithoutABirthdayIsRemembered() {
        Account account = new Account("u1");
        account.standing.register(null);
        Account read = AccountCodec.decode("u1", AccountCodec.encode(account));
        assertThat(read.registered()).isTrue();
        assertThat(read.birthday()).isNull();
    }

    @Test
    void readsVersionOne() {
        Account account = AccountCodec.decode("u1", HexFormat.of().parseHex(VERSION_1));
        assertThat(account.id()).isEqualTo("u1");
        assertThat(account.steps()).isEqualTo(42);
        assertThat(account.newestEvent()).isEqualTo(Instant.parse("2026-05-15T04:00:00.123Z"));
        assertThat(account.balance()).isEqualTo(new Balance(1_270, 3, 4, 5));
        assertThat(account.lots())
                .containsExactly(
                        new Lot(LocalDate.parse("2026-11-15"), 270), new Lot(LocalDate.parse("2027-05-15"), 1_000));
        assertThat(account.granted("pay.jd/MONTH", 20574, 20605)).isEqualTo(1_000);
        assertThat(account.granted("pay.jd/MONTH", 20543, 20574)).isZero();
        assertThat(account.tally("social.article-forward", "文章", 20588, 20589).contains("g1"))
                .isTrue();
        assertThat(account.tally("social.article-forward", "文章", 20588, 20589).distinct())
                .isEqualTo(2);
        assertThat(account.tally("social.step-donation", "", 20588, 20589).paid())
                .isTrue();
        assertThat(account.tally("social.step-donation", "", 20588, 20589).sum())
                .isEqualTo(1_500);
        assertThat(account.marked("membership.sign-in", "", 20588, 20589)).isTrue();
        assertThat(account.marked("membership.sign-in", "", 20587, 20588)).isFalse();
        assertThat(account.streakLength("membership.sign-in", 20589)).isEqualTo(8);
        assertThat(account.streakLength("membership.sign-in", 20580)).isEqualTo(1);
        assertThat(account.registered()).isFalse();
        assertThat(account.tierAt(Instant.parse("2026-05-15T04:00:00Z"))).isEqualTo(Tier.ORDINARY);
    }

    @Test
    void anEmptyAccountTakesFewBytes() {
        byte[] bytes = AccountCodec.encode(new Account("u1"));
        assertThat(bytes).hasSizeLessThan(20);
        assertThat(AccountCodec.encode(AccountCodec.decode("u1", bytes))).isEqualTo(bytes);
    }

    @Test
    void bytesThatNoVersionWroteAreRefused() {
        byte[] bytes = HexFormat.of().parseHex(VERSION_2);
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
        Tally groups = new Tally();
        groups.elements().addAll(List.of("g1", "g2"));
        day.tallies.put(new CounterKey("social.article-forward", "文章"), groups);
        Tally steps = new Tally();
        steps.restore(1_500, true);
        day.tallies.put(new CounterKey("social.step-donation", ""), steps);
        day.marks.add(new CounterKey("membership.sign-in", ""));
        account.windows.addAll(List.of(month, day));
        DayRuns runs = new DayRuns();
        runs.insert(0, 20577, 20578);
        runs.insert(1, 20582, 20588);
        account.streaks.put("membership.sign-in", runs);
        account.standing.register(MonthDay.of(2, 29));
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
