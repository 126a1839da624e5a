package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Review.Decision;
import io.pointstream.engine.risk.RiskLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people allow, deny and snooze, as detection follows it. */
class ListsTest {

    private static final Instant START = Scene.at(0, 0);

    private final Scene scene = new Scene();

    private static ListEntry entry(
            String id, ListName list, ListedKind kind, String value, Instant from, @Nullable Instant until) {
        return new ListEntry(id, list, kind, value, from, until, "because of it", "lin");
    }

    private static ListEntry entry(ListName list, ListedKind kind, String value) {
        return entry(list + "-" + value, list, kind, value, START, list == ListName.SNOOZE ? Scene.at(5, 0) : null);
    }

    private void listed(ListEntry... entries) {
        scene.lists = Lists.of(List.of(entries));
    }

    /** Likes that no thumb makes. */
    private void burst(String account, Instant from) {
        for (int i = 0; i < 60; i++) {
            scene.send(scene.like(account, from.plusMillis(900L * i)));
        }
    }

    private void farm(int from, int to) {
        for (int day = from; day < to; day++) {
            for (int account = 0; account < 16; account++) {
                scene.send(scene.signIn("a" + account, Scene.at(day, 9), "farm"));
                scene.send(scene.comment("a" + account, Scene.at(day, 10), "farm"));
            }
        }
    }

    private static Event signIn(String account, Instant at, @Nullable String device, @Nullable String address) {
        return new Membership.SignedIn(new Header(account + at, account, at, device, address));
    }

    private List<String> hidden(String account) {
        return scene.signalsOf(account).stream()
                .map(Signal::suppressedBy)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private Flag flag(String account) {
        return Objects.requireNonNull(scene.flagOf(account));
    }

    @Test
    void anEntryCountsFromItsBeginningUntilBeforeItsEnd() {
        ListEntry entry = entry("e", ListName.DENY, ListedKind.DEVICE, "d", Scene.at(1, 0), Scene.at(2, 0));
        Lists lists = Lists.of(List.of(entry));
        assertThat(lists.denied(ListedKind.DEVICE, "d", Scene.at(1, 0).minusMillis(1)))
                .isNull();
        assertThat(lists.denied(ListedKind.DEVICE, "d", Scene.at(1, 0))).isEqualTo(entry);
        assertThat(lists.denied(ListedKind.DEVICE, "d", Scene.at(2, 0).minusMillis(1)))
                .isEqualTo(entry);
        assertThat(lists.denied(ListedKind.DEVICE, "d", Scene.at(2, 0))).isNull();
        assertThat(lists.denied(ListedKind.ADDRESS, "d", Scene.at(1, 0))).isNull();
        assertThat(lists.denied(ListedKind.DEVICE, null, Scene.at(1, 0))).isNull();
    }

    @Test
    void aSnoozeHasAnEndAndNothingEndsBeforeItBegins() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry("e", ListName.SNOOZE, ListedKind.ACCOUNT, "a", START, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry("e", ListName.DENY, ListedKind.ACCOUNT, "a", START, START.minusMillis(1)));
    }

    @Test
    void noCaseIsRaisedOfAnAllowedAccountAndItsSignalsSayWhy() {
        listed(entry(ListName.ALLOW, ListedKind.ACCOUNT, "bot"));
        burst("bot", Scene.at(0, 12));
        burst("other", Scene.at(0, 12));
        assertThat(scene.flagOf("bot")).isNull();
        assertThat(scene.level("bot")).isEqualTo(RiskLevel.NONE);
        assertThat(scene.signalsOf("bot")).hasSameSizeAs(scene.signalsOf("other"));
        assertThat(hidden("bot")).containsExactly("ALLOW-bot");
        assertThat(hidden("other")).isEmpty();
        assertThat(flag("other").level()).isEqualTo(FlagLevel.HOLD);
    }

    @Test
    void whatIsTooWeakForACaseIsNotSaidToBeHidden() {
        listed(entry(ListName.ALLOW, ListedKind.ACCOUNT, "weak"));
        AccountCase account = new AccountCase(Scene.CONFIG, "weak").under(Scene.CONFIG, scene.lists);
        assertThat(suppressedBy(account, ReasonCode.VELOCITY, 0.5)).isNull();
        assertThat(suppressedBy(account, ReasonCode.CAP_HUGGING, 0.5)).isEqualTo("ALLOW-weak");
    }

    private static @Nullable String suppressedBy(AccountCase account, ReasonCode code, double strength) {
        Instant now = Scene.at(1, 0);
        Evidence none = new Evidence(new TreeMap<>(), List.of(), List.of());
        AccountCase.Outcome outcome =
                account.take(new Finding(code, "weak", strength, now, now, now, "so", none, null));
        assertThat(outcome.flag()).isNull();
        return Objects.requireNonNull(outcome.signal()).suppressedBy();
    }

    @Test
    void afterASnoozeTheAccountIsJudgedAgainFromItsNextSignalOn() {
        listed(entry("s", ListName.SNOOZE, ListedKind.ACCOUNT, "bot", START, Scene.at(1, 0)));
        burst("bot", Scene.at(0, 12));
        assertThat(scene.flagOf("bot")).isNull();
        scene.restart();
        scene.send(scene.like("bot", Scene.at(1, 9)));
        assertThat(scene.flagOf("bot")).as("its end alone says nothing").isNull();
        burst("bot", Scene.at(8, 12));
        assertThat(flag("bot").raisedAt()).isAfter(Scene.at(8, 12));
        assertThat(hidden("bot")).containsExactly("s");
    }

    @Test
    void anOpenCaseStaysOpenAndItsLevelDoesNotRise() {
        for (int i = 0; i < 31; i++) {
            scene.send(scene.like("bot", Scene.at(0, Duration.ofMillis(1900L * i))));
        }
        assertThat(flag("bot").level()).isEqualTo(FlagLevel.REVIEW);
        listed(entry(ListName.ALLOW, ListedKind.ACCOUNT, "bot"));
        burst("bot", Scene.at(0, 12));
        assertThat(flag("bot").end()).isNull();
        assertThat(flag("bot").level()).isEqualTo(FlagLevel.REVIEW);
        assertThat(hidden("bot")).isNotEmpty();
    }

    @Test
    void linksThroughAnAllowedOrSnoozedDeviceDoNotCount() {
        for (ListName list : List.of(ListName.ALLOW, ListName.SNOOZE)) {
            Scene calm = new Scene();
            calm.lists = Lists.of(List.of(entry(list, ListedKind.DEVICE, "farm")));
            for (int day = 0; day < 4; day++) {
                for (int account = 0; account < 16; account++) {
                    calm.send(calm.signIn("a" + account, Scene.at(day, 9), "farm"));
                }
            }
            assertThat(calm.signals).as(list.name()).isEmpty();
        }
        farm(0, 4);
        assertThat(scene.signals).extracting(signal -> signal.finding().code()).contains(ReasonCode.SHARED_DEVICE);
    }

    @Test
    void anAllowedAddressIsNobodysTieAndNorAreAllowedDevicesThere() {
        List<Lists> spared = List.of(
                Lists.of(List.of(entry(ListName.ALLOW, ListedKind.ADDRESS, "10.0.0.1"))),
                Lists.of(IntStream.range(0, 8)
                        .mapToObj(i -> entry(ListName.ALLOW, ListedKind.DEVICE, "d" + i))
                        .toList()));
        for (Lists lists : spared) {
            assertThat(turningPhones(lists)).isEmpty();
        }
        assertThat(turningPhones(Lists.NONE)).contains(ReasonCode.SHARED_DEVICE);
    }

    /** A farm whose accounts turn eight phones at one address. */
    private static List<ReasonCode> turningPhones(Lists lists) {
        Scene farm = new Scene(Scene.only(SharedDevice::new));
        farm.lists = lists;
        for (int day = 0; day < 12; day++) {
            for (int account = 0; account < 24; account++) {
                for (int hour = 9; hour < 13; hour++) {
                    farm.send(signIn("a" + account, Scene.at(day, hour), "d" + (account + day + hour) % 8, "10.0.0.1"));
                }
            }
        }
        return farm.signals.stream().map(signal -> signal.finding().code()).toList();
    }

    @Test
    void anAllowedAccountIsNoMemberOfARingAndTheOthersStillAre() {
        listed(entry(ListName.ALLOW, ListedKind.ACCOUNT, "a0"));
        farm(0, 5);
        Flag ring = flag("a1");
        assertThat(ring.members()).hasSize(15).doesNotContain("a0");
        assertThat(scene.level("a1")).isEqualTo(RiskLevel.HOLD);
        assertThat(scene.level("a0")).isEqualTo(RiskLevel.NONE);
        assertThat(hidden("a0")).containsExactly("ALLOW-a0");
    }

    @Test
    void theCaseOfARingIsNoneOfAMemberThatIsSparedWhenItIsRaised() {
        AccountCase account = new AccountCase(Scene.CONFIG, "a0")
                .under(Scene.CONFIG, Lists.of(List.of(entry(ListName.ALLOW, ListedKind.ACCOUNT, "a0"))));
        assertThat(account.take(new RingNotice("a0", "ring-a1", RiskLevel.HOLD, Scene.at(1, 0))))
                .isEqualTo(AccountCase.Outcome.NOTHING);
        assertThat(Objects.requireNonNull(
                                account.take(new RingNotice("a0", "ring-a1", RiskLevel.BLOCKED, Scene.at(2, 0)))
                                        .risk())
                        .level())
                .as("a reviewer's decision is")
                .isEqualTo(RiskLevel.BLOCKED);
    }

    @Test
    void aDeniedAccountIsHeldFromItsNextEventOn() {
        scene.send(signIn("bad", Scene.at(0, 9), null, null));
        listed(entry("e7", ListName.DENY, ListedKind.ACCOUNT, "bad", Scene.at(1, 0), null));
        scene.send(signIn("bad", Scene.at(0, 23), null, null));
        assertThat(scene.flagOf("bad")).isNull();
        scene.send(signIn("bad", Scene.at(1, 9), null, null));
        Flag flag = flag("bad");
        assertThat(flag.level()).isEqualTo(FlagLevel.HOLD);
        assertThat(flag.raisedAt()).isEqualTo(Scene.at(1, 9));
        assertThat(scene.level("bad")).isEqualTo(RiskLevel.HOLD);
        FlagReason reason = flag.reasons().getFirst();
        assertThat(reason.code()).isEqualTo(ReasonCode.DENY_LISTED);
        assertThat(reason.strength()).isEqualTo(1);
        assertThat(reason.reason())
                .isEqualTo(
                        "the account is on the deny list since 2026-05-01T16:00:00Z (entry e7 of lin): because of it");
        assertThat(reason.evidence().eventIds()).containsExactly("bad" + Scene.at(1, 9));
        assertThat(flag.counterfactual()).isEqualTo("would not be flagged if nothing were on the deny list");
    }

    @Test
    void whoActsWithADeniedDeviceOrAddressOrPaysADeniedMerchantIsHeld() {
        listed(
                entry(ListName.DENY, ListedKind.DEVICE, "d1"),
                entry(ListName.DENY, ListedKind.ADDRESS, "10.0.0.9"),
                entry(ListName.DENY, ListedKind.MERCHANT, "m1"));
        scene.send(signIn("by-device", Scene.at(0, 9), "d1", null));
        scene.send(signIn("from-address", Scene.at(0, 9), "d2", "10.0.0.9"));
        scene.send(payment("pays", "m1"));
        scene.send(payment("pays-elsewhere", "m2"));
        assertThat(evidence("by-device")).containsExactly("acts with a device that is", "d1");
        assertThat(evidence("from-address")).containsExactly("acts from an address that is", "10.0.0.9");
        assertThat(evidence("pays")).containsExactly("pays a merchant that is", "m1");
        assertThat(scene.signalsOf("pays-elsewhere")).isEmpty();
    }

    private static Event payment(String account, String merchant) {
        return new Payment.Settled(
                new Header("e-" + account, account, Scene.at(0, 9), null, null),
                "p-" + account,
                Payment.Channel.ONLINE,
                merchant,
                100);
    }

    /** The reason's first words, and the counterparts. */
    private List<String> evidence(String account) {
        assertThat(flag(account).level()).isEqualTo(FlagLevel.HOLD);
        FlagReason reason = flag(account).reasons().getFirst();
        List<String> all = new ArrayList<>(
                List.of(reason.reason().substring(0, reason.reason().indexOf(" on the deny list"))));
        all.addAll(reason.evidence().counterparts());
        return all;
    }

    @Test
    void anEntryTellsOfItselfOnceAndAgainAfterTheTimeOfAFinding() {
        listed(entry(ListName.DENY, ListedKind.ACCOUNT, "bad"), entry(ListName.DENY, ListedKind.DEVICE, "d1"));
        for (int hour = 0; hour < 20; hour++) {
            scene.send(signIn("bad", Scene.at(0, hour), hour < 10 ? null : "d1", null));
            scene.restart();
        }
        assertThat(scene.signalsOf("bad")).as("the account, and the device").hasSize(2);
        scene.send(signIn("bad", Scene.at(7, 0), null, null));
        assertThat(scene.signalsOf("bad")).hasSize(3);
    }

    @Test
    void theWordThatIsMoreSurelyMeantCounts() {
        listed(
                entry(ListName.ALLOW, ListedKind.ACCOUNT, "allowed"),
                entry(ListName.SNOOZE, ListedKind.ACCOUNT, "snoozed"),
                entry(ListName.ALLOW, ListedKind.ACCOUNT, "both"),
                entry(ListName.DENY, ListedKind.ACCOUNT, "both"),
                entry(ListName.DENY, ListedKind.DEVICE, "d1"));
        for (String account : List.of("allowed", "snoozed", "both")) {
            scene.send(signIn(account, Scene.at(0, 9), "d1", null));
        }
        assertThat(scene.flagOf("allowed")).isNull();
        assertThat(hidden("allowed")).containsExactly("ALLOW-allowed");
        assertThat(flag("snoozed").level()).isEqualTo(FlagLevel.HOLD);
        assertThat(flag("both").level()).isEqualTo(FlagLevel.HOLD);
    }

    @Test
    void whoWasClearedIsHeldAgainOnlyForANewEntry() {
        ListEntry first = entry("first", ListName.DENY, ListedKind.DEVICE, "d1", START, null);
        listed(first);
        scene.send(signIn("bad", Scene.at(0, 9), "d1", null));
        scene.review("bad", "account-bad", Decision.CLEAR, Scene.at(0, 10));
        scene.send(signIn("bad", Scene.at(8, 9), "d1", null));
        assertThat(flag("bad").end()).isNotNull();
        listed(first, entry("second", ListName.DENY, ListedKind.ACCOUNT, "bad", Scene.at(9, 0), null));
        scene.send(signIn("bad", Scene.at(9, 9), "d1", null));
        assertThat(flag("bad").end()).isNull();
        assertThat(flag("bad").reasons().getFirst().reason()).contains("entry second of lin");
    }

    @Test
    void aDeniedMemberOfARingThatIsToBeReviewedIsHeldAtOnce() {
        AccountCase account = new AccountCase(Scene.CONFIG, "a0");
        account.take(new RingNotice("a0", "ring-a1", RiskLevel.REVIEW, Scene.at(1, 0)));
        account.under(Scene.CONFIG, Lists.of(List.of(entry(ListName.DENY, ListedKind.ACCOUNT, "a0"))));
        Instant now = Scene.at(1, 1);
        Evidence none = new Evidence(new TreeMap<>(), List.of(), List.of());
        AccountCase.Outcome outcome =
                account.take(new Finding(ReasonCode.DENY_LISTED, "a0", 1, now, START, now, "so", none, null));
        assertThat(Objects.requireNonNull(outcome.risk()).level()).isEqualTo(RiskLevel.HOLD);
        assertThat(Objects.requireNonNull(outcome.flag()).level()).isEqualTo(FlagLevel.HOLD);
    }

    @Test
    void whatAPersonSaysOfSomebodyIsNoEvidenceAgainstThoseAroundThem() {
        listed(entry(ListName.DENY, ListedKind.ADDRESS, "10.0.0.1"));
        for (int day = 0; day < 6; day++) {
            for (int account = 0; account < 12; account++) {
                scene.send(signIn("a" + account, Scene.at(day, 9), "phone-" + account, "10.0.0.1"));
            }
        }
        assertThat(scene.signals)
                .hasSize(12)
                .extracting(signal -> signal.finding().code())
                .containsOnly(ReasonCode.DENY_LISTED);
    }

    @Test
    void noRuleBookWeighsWhatAPersonHasDenied() {
        assertThat(Scene.CONFIG.score().weight(ReasonCode.DENY_LISTED)).isEqualTo(100);
        assertThat(ReasonCode.ofDetectors())
                .doesNotContain(ReasonCode.DENY_LISTED)
                .hasSize(13);
    }

    @Test
    void whatIsPaidToAnAllowedMerchantIsNoCollusionAndNoLockstep() {
        Lists allowed = Lists.of(List.of(entry(ListName.ALLOW, ListedKind.MERCHANT, "front")));
        for (Lists lists : List.of(Lists.NONE, allowed)) {
            Scene payers = new Scene(Scene.only(MerchantCollusion::new));
            payers.lists = lists;
            Spending spending = new Spending(payers);
            for (int day = 0; day < 5; day++) {
                for (int payer = 0; payer < 8; payer++) {
                    String paid = spending.pay("a" + payer, Scene.at(day, 9), "front", 300_00);
                    spending.refund("a" + payer, Scene.at(day, 11), paid, 300_00);
                    spending.pay("a" + payer, Scene.at(day, 13), "front", 300_00);
                    spending.pay("a" + payer, Scene.at(day, 17), "front", 300_00);
                }
            }
            assertThat(payers.flagOf("a0") == null).as("allowed or not").isEqualTo(lists == allowed);
        }

        Lockstep lockstep = new Lockstep(Scene.CONFIG);
        Payment.Settled paid =
                new Payment.Settled(scene.header("a", START, null), "p", Payment.Channel.OFFLINE_QR, "front", 300_00);
        assertThat(lockstep.counts(paid, allowed)).isFalse();
        assertThat(lockstep.counts(paid, Lists.NONE)).isTrue();
        assertThat(lockstep.counts(scene.like("a", START), allowed)).isTrue();
    }
}
