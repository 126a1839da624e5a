package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Content.AccountKind;
import io.pointstream.engine.event.Content.ContentKind;
import io.pointstream.engine.event.Content.StreamKind;
import io.pointstream.engine.event.Content.VideoKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 3.5. */
class ContentTest {

    private static final String NOON = "2026-05-15T12:00:00";
    private static final String LAST_MOMENT = "2026-05-15T15:59:59.999Z";
    private static final String NEXT_DAY = "2026-05-15T16:00:00Z";

    @ParameterizedTest
    @CsvSource({
        "SUBSCRIPTION, 119, true, 0",
        "SUBSCRIPTION, 120, true, 5",
        "SUBSCRIPTION, 121, true, 5",
        "SUBSCRIPTION, 120, false, 0",
        "SERVICE, 119, true, 0",
        "SERVICE, 120, true, 4",
        "SERVICE, 3600, false, 0",
    })
    void articlesReadToTheEndForTwoMinutesPay(AccountKind kind, long seconds, boolean completed, long base) {
        Decision decision = read(new Program(), NOON, kind, seconds, completed);
        assertThat(decision.outcome()).isEqualTo(base == 0 ? Outcome.NOT_ELIGIBLE : Outcome.AWARDED);
        assertThat(decision.basePoints()).isEqualTo(base);
    }

    @Test
    void articlesPayFiftyADayDistinctOrNot() {
        Program program = new Program();
        for (int article = 0; article < 9; article++) {
            assertThat(read(program, NOON, AccountKind.SUBSCRIPTION, 120, true).grantedPoints())
                    .isEqualTo(5);
        }
        assertThat(read(program, NOON, AccountKind.SERVICE, 120, true).grantedPoints())
                .isEqualTo(4);
        Decision last = read(program, NOON, AccountKind.SUBSCRIPTION, 120, true);
        assertThat(last.outcome()).isEqualTo(Outcome.PARTIALLY_CAPPED);
        assertThat(last.grantedPoints()).isEqualTo(1);
        Decision capped = read(program, LAST_MOMENT, AccountKind.SUBSCRIPTION, 120, true);
        assertThat(capped.outcome()).isEqualTo(Outcome.CAPPED);
        assertThat(capped.cappedBy()).containsExactly("content.article/DAY");
        assertThat(read(program, NEXT_DAY, AccountKind.SUBSCRIPTION, 120, true).outcome())
                .isEqualTo(Outcome.AWARDED);
    }

    @ParameterizedTest
    @CsvSource({
        // kind, watched, total, base: at, below and above 60% and a whole minute
        "ENTERTAINMENT, 59, 60, 0",
        "ENTERTAINMENT, 60, 60, 2",
        "ENTERTAINMENT, 60, 100, 2",
        "ENTERTAINMENT, 60, 101, 0",
        "ENTERTAINMENT, 61, 101, 2",
        "ENTERTAINMENT, 60, 99, 2",
        "ENTERTAINMENT, 119, 190, 2",
        "ENTERTAINMENT, 120, 200, 4",
        "ENTERTAINMENT, 120, 201, 0",
        "KNOWLEDGE, 60, 60, 2",
        "KNOWLEDGE, 180, 180, 7",
        "KNOWLEDGE, 299, 400, 9",
        "KNOWLEDGE, 300, 400, 12",
        "ENTERTAINMENT, 600, 60, 20",
        "ENTERTAINMENT, 600, 0, 0",
        "ENTERTAINMENT, 0, 0, 0",
        "ENTERTAINMENT, 9223372036854775807, 100, 307445734561825860",
        "ENTERTAINMENT, 9223372036854775807, 9223372036854775807, 0",
    })
    void videosPayByWholeMinutesFromSixtyPercentOn(VideoKind kind, long watched, long total, long base) {
        Decision decision = watch(new Program(), kind, watched, total);
        assertThat(decision.basePoints()).isEqualTo(base);
        assertThat(decision.grantedPoints()).isEqualTo(Math.min(120, base));
        assertThat(decision.ruleId()).isEqualTo(base == 0 ? null : "content.video");
    }

    @Test
    void videosPayAHundredAndTwentyADay() {
        Program program = new Program();
        assertThat(watch(program, VideoKind.ENTERTAINMENT, 3_540, 3_540).grantedPoints())
                .isEqualTo(118);
        Decision partly = watch(program, VideoKind.KNOWLEDGE, 120, 120);
        assertThat(partly.outcome()).isEqualTo(Outcome.PARTIALLY_CAPPED);
        assertThat(partly.reason())
                .isEqualTo("content.video: 2 minutes × 2 × 1.2 = 4; 2 granted, day cap 120 reached (118 used before)");
        assertThat(watch(program, VideoKind.ENTERTAINMENT, 60, 60).outcome()).isEqualTo(Outcome.CAPPED);
    }

    @ParameterizedTest
    @CsvSource({
        "EBOOK, 3333, 0",
        "EBOOK, 3334, 1",
        "EBOOK, 10000, 3",
        "COLUMN, 2222, 0",
        "COLUMN, 2223, 1",
        "COLUMN, 10000, 4",
        "COLUMN, 99900, 44",
    })
    void paidContentPaysThreePercentByItsKind(ContentKind kind, long fen, long base) {
        Program program = new Program();
        Decision decision =
                program.take(new Content.Purchased(program.at(NOON), kind, fen)).decision();
        assertThat(decision.basePoints()).isEqualTo(base);
        assertThat(decision.outcome()).isEqualTo(base == 0 ? Outcome.NOT_ELIGIBLE : Outcome.AWARDED);
    }

    @Test
    void theWeightOfCommentsIsAppliedToTheDaysCount() {
        Program program = new Program();
        List<Long> commerce = new ArrayList<>();
        List<Long> talent = new ArrayList<>();
        for (int comment = 0; comment < 6; comment++) {
            commerce.add(comment(program, NOON, StreamKind.COMMERCE, 900).basePoints());
            talent.add(comment(program, NOON, StreamKind.TALENT, 900).basePoints());
        }
        assertThat(commerce).containsExactly(0L, 1L, 1L, 1L, 1L, 0L);
        assertThat(talent).containsExactly(1L, 1L, 1L, 1L, 2L, 1L);
        assertThat(program.steps().getFirst().decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(program.steps().getFirst().decision().reason())
                .isEqualTo("content.live-comment: 1 comments for COMMERCE in the day of 2026-05-15 × 1 × 0.8 = 0, "
                        + "less 0 earlier is less than 1 point");
        assertThat(program.steps().get(9).decision().reason())
                .isEqualTo("content.live-comment: 5 comments for TALENT in the day of 2026-05-15 × 1 × 1.2 = 6, "
                        + "less 4 earlier = 2; 2 granted");
    }

    @ParameterizedTest
    @CsvSource({"899, NOT_ELIGIBLE", "900, AWARDED", "901, AWARDED"})
    void commentsNeedAQuarterOfAnHour(long watchedSeconds, Outcome outcome) {
        assertThat(comment(new Program(), NOON, StreamKind.TALENT, watchedSeconds)
                        .outcome())
                .isEqualTo(outcome);
    }

    @Test
    void aCommentThatWatchedTooShortIsNotCounted() {
        Program program = new Program();
        comment(program, NOON, StreamKind.COMMERCE, 899);
        assertThat(comment(program, NOON, StreamKind.COMMERCE, 900).basePoints())
                .isZero();
        assertThat(comment(program, NOON, StreamKind.COMMERCE, 900).basePoints())
                .isEqualTo(1);
    }

    @Test
    void bothKindsOfCommentsShareFiftyADayAndCappedOnesAreCounted() {
        Program program = new Program();
        long granted = 0;
        for (int comment = 0; comment < 40; comment++) {
            granted += comment(program, NOON, StreamKind.TALENT, 900).grantedPoints();
        }
        assertThat(granted).isEqualTo(48);
        assertThat(comment(program, NOON, StreamKind.COMMERCE, 900).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(comment(program, NOON, StreamKind.COMMERCE, 900).outcome()).isEqualTo(Outcome.AWARDED);
        Decision last = comment(program, NOON, StreamKind.TALENT, 900);
        assertThat(last.outcome()).isEqualTo(Outcome.AWARDED);
        for (int n = 42; n <= 44; n++) {
            assertThat(comment(program, NOON, StreamKind.TALENT, 900).basePoints())
                    .isEqualTo(1);
        }
        Decision fortyFifth = comment(program, LAST_MOMENT, StreamKind.TALENT, 900);
        assertThat(fortyFifth.basePoints()).isEqualTo(2);
        assertThat(fortyFifth.outcome()).isEqualTo(Outcome.CAPPED);
        assertThat(fortyFifth.cappedBy()).containsExactly("content.live-comment/DAY");
        assertThat(comment(program, NEXT_DAY, StreamKind.COMMERCE, 900).basePoints())
                .isZero();
        assertThat(comment(program, NEXT_DAY, StreamKind.COMMERCE, 900).basePoints())
                .isEqualTo(1);
    }

    @Test
    void contentPointsLastSixMonths() {
        Program program = new Program();
        Step step = program.take(new Content.Purchased(program.at("2026-08-31T12:00:00"), ContentKind.EBOOK, 10_000));
        assertThat(step.postings().getFirst().expiresOn()).hasToString("2027-02-28");
    }

    private static Decision read(Program program, String time, AccountKind kind, long seconds, boolean completed) {
        return program.take(new Content.ArticleRead(program.at(time), "a1", kind, seconds, completed))
                .decision();
    }

    private static Decision watch(Program program, VideoKind kind, long watched, long total) {
        return program.take(new Content.VideoWatched(program.at(NOON), "v1", kind, watched, total))
                .decision();
    }

    private static Decision comment(Program program, String time, StreamKind kind, long watchedSeconds) {
        return program.take(new Content.LiveCommented(program.at(time), "s1", kind, watchedSeconds))
                .decision();
    }
}
