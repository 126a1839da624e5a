package io.pointstream.engine;

import static io.pointstream.engine.Spending.outcome;
import static io.pointstream.engine.Spending.points;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pointstream.engine.account.Lot;
import io.pointstream.engine.account.Notice;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.event.Review.Decision;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.PostingKind;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 1 and 4: the account's clock, expiry, notices, and points that return after their lot has expired. */
class ExpiryTest {

    private final Spending spending = new Spending();
    private final Program program = spending.program();

    @ParameterizedTest
    @CsvSource({
        "2027-05-10T23:59:59.999+08:00, 1000",
        "2027-05-11T00:00:00.000+08:00, 0",
        "2027-05-11T00:00:00.001+08:00, 0",
    })
    void aLotExpiresAtMidnightAfterItsLastDay(String tick, long available) {
        spending.earn("2026-05-10T12:00:00", 1_000);
        program.tick(tick);
        assertThat(program.account().balance()).isEqualTo(new Balance(available, 0, 0, 0));
    }

    @Test
    void expiryIsAPostingOfTheDueTimeWithoutEvent() {
        spending.earn("2026-05-10T12:00:00", 1_000);
        Step expiry = program.tick("2027-06-01T00:00:00").getLast();
        assertThat(expiry.isTimer()).isTrue();
        assertThat(expiry.occurredAt()).isEqualTo(Instant.parse("2027-05-10T16:00:00Z"));
        assertThat(expiry.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.kind()).isEqualTo(PostingKind.EXPIRE);
            assertThat(posting.points()).isEqualTo(-1_000);
            assertThat(posting.debit()).isEqualTo(LedgerAccount.AVAILABLE);
            assertThat(posting.credit()).isEqualTo(LedgerAccount.EXPIRED);
            assertThat(posting.eventId()).isNull();
            assertThat(posting.occurredAt()).isEqualTo(expiry.occurredAt());
            assertThat(posting.expiresOn()).isEqualTo(LocalDate.parse("2027-05-10"));
            assertThat(posting.component()).isNull();
            assertThat(posting.postingId()).isEqualTo("u1/3/1");
        });
    }

    @Test
    void anEventMeetsOnlyWhatHasNotExpiredByItsTime() {
        spending.earn("2026-05-10T12:00:00", 1_000);
        assertThat(outcome(spending.virtual("2027-05-11T00:00:00", "r", 500))).isEqualTo(Outcome.NOT_ELIGIBLE);

        Spending before = new Spending().earn("2026-05-10T12:00:00", 1_000);
        assertThat(outcome(before.virtual("2027-05-10T23:59:59", "r", 500))).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aLateEventActsOnTodaysLots() {
        spending.earn("2026-05-10T12:00:00", 1_000);
        program.take(new Membership.SignedIn(program.at("2027-05-12T12:00:00")));
        assertThat(outcome(spending.virtual("2027-05-10T12:00:00", "r", 500))).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-05-02T23:59:59.999+08:00, 0",
        "2027-05-03T00:00:00.000+08:00, 1",
        "2027-05-03T00:00:00.001+08:00, 1",
    })
    void theOwnerIsToldSevenDaysBefore(String tick, int notices) {
        spending.earn("2026-05-10T12:00:00", 2_000);
        spending.virtual("2026-05-10T12:00:00", "r", 500);
        spending.accept("2026-05-10T12:00:00", "r");
        List<Step> steps = program.tick(tick);
        assertThat(steps).hasSize(notices);
        if (notices == 1) {
            Step step = steps.getFirst();
            assertThat(step.occurredAt()).isEqualTo(Instant.parse("2027-05-02T16:00:00Z"));
            assertThat(step.postings()).isEmpty();
            assertThat(step.notices())
                    .containsExactly(
                            new Notice(Notice.Kind.EXPIRY, 1_500, step.occurredAt(), LocalDate.parse("2027-05-10")));
            assertThat(program.tick("2027-05-10T00:00:00")).isEmpty();
        }
    }

    @Test
    void noNoticeForNothingAndOneAsSoonAsPointsAreFree() {
        spending.earn("2026-05-10T12:00:00", 1_000);
        spending.virtual("2027-05-02T12:00:00", "r", 1_000);
        assertThat(program.tick("2027-05-04T00:00:00")).isEmpty();

        Step returned = spending.decline("2027-05-04T10:00:00", "r");
        assertThat(returned.notices()).isEmpty();
        assertThat(program.nextDue()).isEqualTo(returned.occurredAt());
        spending.virtual("2027-05-04T11:00:00", "s", 600);
        assertThat(notices())
                .containsExactly(
                        new Notice(Notice.Kind.EXPIRY, 1_000, returned.occurredAt(), LocalDate.parse("2027-05-10")));

        spending.decline("2027-05-04T12:00:00", "s");
        program.tick("2027-05-09T00:00:00");
        assertThat(notices()).as("one per date").hasSize(1);
    }

    @Test
    void oneNoticeForEachDate() {
        spending.earn("2026-05-10T12:00:00", 1_000).earn("2026-05-11T12:00:00", 400);
        program.tick("2027-06-01T00:00:00");
        assertThat(notices())
                .extracting(Notice::expiresOn, Notice::points)
                .containsExactly(
                        tuple(LocalDate.parse("2027-05-10"), 1_000L), tuple(LocalDate.parse("2027-05-11"), 400L));
    }

    @Test
    void frozenPointsDoNotExpire() {
        spending.earn("2026-05-10T12:00:00", 1_000);
        spending.virtual("2027-05-10T12:00:00", "r", 600);
        program.tick("2027-05-11T12:00:00");
        assertThat(program.account().balance()).isEqualTo(new Balance(0, 0, 600, 0));
        assertThat(points(spending.accept("2027-05-11T13:00:00", "r"), PostingKind.CAPTURE))
                .containsExactly(-600L);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-05-10T23:59:59.999+08:00, 2027-05-10",
        "2027-05-11T00:00:00.000+08:00, 2027-05-18",
    })
    void pointsOfAnExpiredLotReturnForSevenDays(String declined, LocalDate expiresOn) {
        spending.earn("2026-05-10T12:00:00", 1_000);
        spending.virtual("2027-05-10T12:00:00", "r", 1_000);
        spending.decline(declined, "r");
        assertThat(program.account().lots()).containsExactly(new Lot(expiresOn, 1_000));
        program.tick(declined);
        assertThat(notices())
                .as("within seven days of the expiry; of the old date the owner was told before")
                .extracting(Notice::expiresOn)
                .containsOnlyOnce(expiresOn);
    }

    @Test
    void whetherALotHasExpiredIsAskedOfTheClockAndTheDateCountsFromTheAnswer() {
        spending.earn("2026-05-10T12:00:00", 1_000);
        spending.virtual("2027-05-10T12:00:00", "r", 1_000);
        program.take(new Membership.SignedIn(program.at("2027-05-12T12:00:00")));
        spending.decline("2027-05-10T13:00:00", "r");
        assertThat(program.account().lots())
                .extracting(Lot::expiresOn, Lot::points)
                .contains(tuple(LocalDate.parse("2027-05-17"), 1_000L));
    }

    @Test
    void aTickMovesTheClockThatIsAsked() {
        spending.earn("2026-05-10T12:00:00", 1_000);
        spending.virtual("2027-05-10T12:00:00", "r", 1_000);
        program.tick("2027-05-11T00:00:00");
        spending.decline("2027-05-10T13:00:00", "r");
        assertThat(program.account().lots()).containsExactly(new Lot(LocalDate.parse("2027-05-17"), 1_000));
    }

    @Test
    void aTimeOutReturnsByItsDueTime() {
        spending.earn("2026-05-10T12:00:00", 1_000);
        spending.virtual("2027-05-10T12:00:00", "r", 1_000);
        List<Step> fired = program.tick("2027-05-14T00:00:00");
        assertThat(fired.getFirst().occurredAt()).isEqualTo(Instant.parse("2027-05-13T04:00:00Z"));
        assertThat(program.account().lots()).containsExactly(new Lot(LocalDate.parse("2027-05-20"), 1_000));
        assertThat(fired.getLast().notices())
                .extracting(Notice::occurredAt, Notice::expiresOn)
                .containsExactly(tuple(Instant.parse("2027-05-13T04:00:00Z"), LocalDate.parse("2027-05-20")));
    }

    @Test
    void aRefundedRedemptionReturnsToItsLotsAndToNewOnes() {
        spending.earn("2026-05-10T12:00:00", 1_000).earn("2026-05-20T12:00:00", 1_000);
        spending.virtual("2027-05-10T12:00:00", "r", 1_500);
        spending.accept("2027-05-10T12:00:00", "r");
        spending.giveBack("2027-05-12T12:00:00", "r");
        assertThat(program.account().lots())
                .containsExactly(
                        new Lot(LocalDate.parse("2027-05-19"), 1_000), new Lot(LocalDate.parse("2027-05-20"), 1_000));
    }

    @Test
    void atOneInstantExpiryThenTimeOutsThenNotices() {
        spending.earn("2026-05-10T12:00:00", 1_000).earn("2026-05-18T12:00:00", 1_000);
        spending.virtual("2027-05-08T00:00:00", "r", 500);
        spending.financial("2027-05-08T00:00:00", "s", 100, "u1");
        List<Step> fired = program.tick("2027-05-11T00:00:00");
        assertThat(fired)
                .filteredOn(step -> step.occurredAt().equals(Instant.parse("2027-05-10T16:00:00Z")))
                .extracting(step -> step.postings().isEmpty()
                        ? "notice"
                        : step.postings().getFirst().kind() + " "
                                + step.postings().getFirst().redemptionId())
                .containsExactly("EXPIRE null", "UNFREEZE r", "UNFREEZE s", "notice");
        assertThat(fired.getLast().notices())
                .extracting(Notice::expiresOn, Notice::points)
                .containsExactly(tuple(LocalDate.parse("2027-05-18"), 1_600L));
    }

    @Test
    void manyTicksOrOneTellTheSame() {
        Spending often = new Spending();
        for (Spending each : List.of(spending, often)) {
            each.earn("2026-05-10T12:00:00", 1_000).earn("2026-05-11T12:00:00", 1_000);
            each.virtual("2027-05-10T12:00:00", "r", 1_200);
        }
        for (int day = 11; day <= 30; day++) {
            often.program().tick("2027-05-" + day + "T03:00:00");
        }
        program.tick("2027-05-30T03:00:00");
        assertThat(often.program().steps()).isEqualTo(program.steps());
    }

    @Test
    void aReviewedRequestReturnsLongAfterItsLotIsGone() {
        spending.earn("2026-03-01T12:00:00", 10_000).earn("2026-04-01T12:00:00", 10_000);
        spending.virtual("2027-02-25T12:00:00", "r", 20_000);
        program.tick("2027-06-01T00:00:00");
        assertThat(program.account().balance()).isEqualTo(new Balance(0, 0, 20_000, 0));
        spending.review("2027-06-01T12:00:00", "redemption-r", Decision.CONFIRM);
        assertThat(program.account().lots()).containsExactly(new Lot(LocalDate.parse("2027-06-08"), 20_000));
    }

    @Test
    void withoutATermNobodyIsTold() {
        String yaml = RuleBooks.shippedYaml().replace("expiry:\n  noticeDays: 7\n", "");
        Spending silent = new Spending(new Program(RuleBooks.single(RuleBookParser.parse(yaml, "book.yaml"))));
        silent.pay("2026-05-10T12:00:00", "p", Channel.JD, 50_000);
        assertThat(silent.program().tick("2027-06-01T00:00:00"))
                .singleElement()
                .satisfies(step -> assertThat(points(step, PostingKind.EXPIRE)).containsExactly(-1_000L));
    }

    private List<Notice> notices() {
        return program.steps().stream().flatMap(step -> step.notices().stream()).toList();
    }
}
