package io.pointstream.app.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.app.Cli;
import io.pointstream.app.prove.LedgerSimulation.Failure;
import io.pointstream.app.prove.LedgerSimulation.Faults;
import io.pointstream.app.prove.LedgerSimulation.Result;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.NoticeKind;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerSimulationTest {

    /** Within so many steps of any world, a planted fault shows. */
    private static final long STEPS_TO_FIND = 60_000;

    @Test
    void everythingHoldsAndEverythingWasMet() {
        Result result = new LedgerSimulation(200_000, 20260501, Faults.NONE).run(steps -> {});
        assertThat(result.failure()).isNull();
        Counts counts = result.counts();
        assertThat(counts.steps).isGreaterThanOrEqualTo(200_000);
        // The shipped book has a rule for every type.
        assertThat(EnumSet.complementOf(EnumSet.of(Outcome.NO_RULE)))
                .allSatisfy(outcome -> assertThat(counts.of(outcome)).isPositive());
        assertThat(PostingKind.values())
                .allSatisfy(kind -> assertThat(counts.of(kind)).isPositive());
        assertThat(NoticeKind.values())
                .allSatisfy(kind -> assertThat(counts.of(kind)).isPositive());
        assertThat(List.of(
                        counts.restarts, counts.repeated, counts.timers, counts.ticks, counts.risks, counts.versions))
                .allSatisfy(count -> assertThat(count).isPositive());
    }

    @Test
    void theSameSeedIsTheSameRun() {
        Cli.Result first = Cli.run("prove", "ledger", "--steps", "3000", "--seed", "9");
        assertThat(first.status()).isZero();
        assertThat(first.out().lines().toList().getLast())
                .matches("seed=9 steps=\\d+ events=\\d+ worlds=\\d+ restarts=\\d+ duplicates=\\d+ refunds=\\d+"
                        + " redemptions=\\d+ violations=0 digest=[0-9a-f]{16}");
        assertThat(Cli.run("prove", "ledger", "--steps", "3000", "--seed", "9").out())
                .isEqualTo(first.out());
        assertThat(Cli.run("prove", "ledger", "--steps", "3000", "--seed", "10").out())
                .isNotEqualTo(first.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"points-accounts", "points-event-ids", "points-remembered", "points-timers"})
    void aLostChangelogRecordIsFound(String store) {
        Result result = withLog((name, key) -> name.equals(store));
        assertThat(failure(result).lastEvents()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refund", "payment", "redemption"})
    void aForgottenKeyIsFound(String scope) {
        Result result = withLog((name, key) ->
                name.equals("points-remembered") && new String(key.get(), StandardCharsets.UTF_8).contains(scope));
        assertThat(failure(result).what()).isNotEmpty();
    }

    @Test
    void aDoubledPostingIsFound() {
        Failure failure = failure(seeing(PostingKind.EARN, postings -> postings.add(postings.getLast())));
        assertThat(failure.what()).contains("are posted");
        assertThat(failure.lastEvents()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EARN",
                "REVERSE",
                "FREEZE",
                "CAPTURE",
                "UNFREEZE",
                "REFUND",
                "EXPIRE",
                "HOLD",
                "RELEASE",
                "CLAWBACK"
            })
    void aMissingPostingIsFound(String kind) {
        failure(seeing(PostingKind.valueOf(kind), List::removeLast));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EARN",
                "REVERSE",
                "FREEZE",
                "CAPTURE",
                "UNFREEZE",
                "REFUND",
                "EXPIRE",
                "HOLD",
                "RELEASE",
                "CLAWBACK"
            })
    void aPointTooManyIsFound(String kind) {
        failure(seeing(PostingKind.valueOf(kind), postings -> {
            Posting last = postings.getLast();
            last.setPoints(last.getPoints() + Long.signum(last.getPoints()));
        }));
    }

    @Test
    void aFailureIsShownAloneByTheSeedOfItsWorld() {
        Faults faults = log((name, key) -> name.equals("points-accounts"));
        Failure failure = failure(new LedgerSimulation(STEPS_TO_FIND, 4, faults).run(steps -> {}));
        Failure again = failure(new LedgerSimulation(failure.step() + 1, failure.worldSeed(), faults).run(steps -> {}));
        assertThat(again).isEqualTo(failure);
    }

    private static Failure failure(Result result) {
        assertThat(result.failure()).isNotNull();
        return Objects.requireNonNull(result.failure());
    }

    private static Result withLog(BiPredicate<String, Bytes> lost) {
        return new LedgerSimulation(STEPS_TO_FIND, 4, log(lost)).run(steps -> {});
    }

    /** Loses every fiftieth of some writes. */
    private static Faults log(BiPredicate<String, Bytes> lost) {
        return new Faults() {
            @Override
            public DurableLog log() {
                return new DurableLog() {
                    private int met;

                    @Override
                    public void append(String store, Bytes key, byte @Nullable [] value) {
                        if (!lost.test(store, key) || ++met % 50 != 0) {
                            super.append(store, key, value);
                        }
                    }
                };
            }
        };
    }

    private interface Change {
        void to(List<Posting> postings);
    }

    /** Changes the third record with a posting of a kind, that being its last. */
    private static Result seeing(PostingKind kind, Change change) {
        Faults faults = new Faults() {
            private int met;

            @Override
            public JournalEntry seen(JournalEntry entry) {
                if (!entry.getPostings().isEmpty()
                        && entry.getPostings().getLast().getKind() == kind
                        && ++met == 3) {
                    List<Posting> postings = new ArrayList<>(entry.getPostings());
                    change.to(postings);
                    entry.setPostings(postings);
                }
                return entry;
            }
        };
        return new LedgerSimulation(STEPS_TO_FIND, 4, faults).run(steps -> {});
    }
}
