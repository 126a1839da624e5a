package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.RedemptionRecord;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Redemption;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.Posting;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check finds what it is there to find. */
class LedgerCheckTest {

    private static final String NOON = "2026-05-10T12:00:00";

    private final PointsEngine engine = new PointsEngine(Program.SHIPPED);
    private final InMemoryMemory memory = new InMemoryMemory();
    private final Account account = new Account(Program.ACCOUNT);

    @BeforeEach
    void earn() {
        take(pay("e1", "p1"));
    }

    @Test
    void aRightStepIsRight() {
        assertThat(LedgerCheck.step(account, decide(pay("e2", "p2")))).isEmpty();
        assertThat(LedgerCheck.step(account, decide(request()))).isEmpty();
        assertThat(LedgerCheck.account(account)).isEmpty();
    }

    @Test
    void aBalanceThatThePostingsDoNotMake() {
        Step step = decide(pay("e2", "p2"));
        assertThat(LedgerCheck.step(account, with(step, step.postings(), new Balance(2_001, 0, 0, 0), step.changes())))
                .hasSize(2)
                .first()
                .asString()
                .contains("available=2001");
        assertThat(LedgerCheck.step(account, with(step, step.postings(), new Balance(2_000, 0, 1, 0), step.changes())))
                .hasSize(1);
        assertThat(LedgerCheck.step(account, with(step, step.postings(), new Balance(2_000, -1, 0, 0), step.changes())))
                .isNotEmpty();
    }

    @Test
    void aPostingOfTheWrongForm() {
        assertThat(broken(posting -> changed(posting, -posting.points(), posting.debit(), null)))
                .contains("EARN of -1000 points");
        assertThat(broken(posting -> changed(posting, posting.points(), LedgerAccount.EXPIRED, null)))
                .contains("EARN from EXPIRED to AVAILABLE");
        assertThat(broken(posting -> changed(posting, posting.points(), posting.debit(), "u1/1/1")))
                .contains("EARN reverses a posting");
    }

    @Test
    void aLotThatIsSpentTwice() {
        Step step = decide(request());
        Change.LotMoved taken = step.changes().stream()
                .filter(Change.LotMoved.class::isInstance)
                .map(Change.LotMoved.class::cast)
                .findFirst()
                .orElseThrow();
        List<Change> twice = List.of(taken, taken);
        assertThat(LedgerCheck.step(account, with(step, step.postings(), step.balance(), twice)))
                .contains("lot of day " + taken.day() + " gives 200 more than it has")
                .hasSize(2);
    }

    @Test
    void aCapThatIsExceeded() {
        Step step = decide(pay("e2", "p2"));
        List<Change> changes = step.changes().stream()
                .map(change -> change instanceof Change.Granted granted
                        ? new Change.Granted(granted.cap(), granted.start(), granted.end(), 9_001)
                        : change)
                .toList();
        assertThat(LedgerCheck.step(account, with(step, step.postings(), step.balance(), changes)))
                .containsExactly("pay.jd/MONTH is at 10001");
    }

    @Test
    void aRedemptionThatHoldsOtherThanItFroze() {
        Step step = decide(request());
        RedemptionRecord record = Objects.requireNonNull(step.redemption());
        RedemptionRecord empty = new RedemptionRecord(
                record.redemptionId(),
                record.eventId(),
                record.requestedAt(),
                record.kind(),
                record.partner(),
                record.itemId(),
                record.points(),
                record.cost(),
                record.promised(),
                record.status(),
                record.timeOut(),
                record.acceptedAt(),
                List.of());
        assertThat(LedgerCheck.step(account, with(step, step.postings(), step.balance(), step.changes(), empty)))
                .containsExactly("redemption r of 600 holds 0");
    }

    @Test
    void anAccountWhoseLotsDoNotMakeItsBalance() {
        Step step = decide(pay("e2", "p2"));
        account.apply(with(step, step.postings(), step.balance(), List.of()));
        assertThat(LedgerCheck.account(account)).singleElement().asString().startsWith("free lots of 1000 do not make");
    }

    private List<String> broken(UnaryOperator<Posting> change) {
        Step step = decide(pay("e2", "p2"));
        return LedgerCheck.step(
                account, with(step, List.of(change.apply(step.postings().getFirst())), step.balance(), step.changes()));
    }

    private static Posting changed(Posting posting, long points, LedgerAccount debit, @Nullable String reverses) {
        return new Posting(
                posting.accountId(),
                posting.step(),
                posting.number(),
                posting.eventId(),
                posting.occurredAt(),
                posting.kind(),
                posting.component(),
                posting.category(),
                posting.ruleId(),
                posting.ruleBookVersion(),
                points,
                debit,
                posting.credit(),
                posting.expiresOn(),
                posting.valueCoefficient(),
                reverses,
                posting.redemptionId(),
                posting.credited());
    }

    private static Step with(Step step, List<Posting> postings, Balance balance, List<Change> changes) {
        return with(step, postings, balance, changes, step.redemption());
    }

    private static Step with(
            Step step,
            List<Posting> postings,
            Balance balance,
            List<Change> changes,
            @Nullable RedemptionRecord redemption) {
        return new Step(
                step.accountId(),
                step.number(),
                step.occurredAt(),
                step.tier(),
                step.answer(),
                postings,
                balance,
                step.remembered(),
                step.forgotten(),
                changes,
                step.notices(),
                redemption,
                step.risk(),
                step.keepFrom());
    }

    private static Event pay(String eventId, String paymentId) {
        return new Payment.Settled(Program.header(eventId, NOON), paymentId, Payment.Channel.JD, "m", 50_000);
    }

    private static Event request() {
        return new Redemption.Requested(
                Program.header("e3", NOON),
                "r",
                Redemption.Kind.VIRTUAL,
                "item",
                600,
                "m",
                null,
                null,
                null,
                null,
                null);
    }

    private Step decide(Event event) {
        return engine.decide(account, event, memory);
    }

    private void take(Event event) {
        Step step = decide(event);
        account.apply(step);
        memory.remember(step);
    }
}
