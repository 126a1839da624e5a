package io.pointstream.dashboards.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.dashboards.rules.BookKeeper.Difference;
import io.pointstream.dashboards.rules.BookKeeper.Kind;
import io.pointstream.dashboards.rules.BookKeeper.Part;
import io.pointstream.dashboards.rules.BookKeeper.What;
import io.pointstream.dashboards.rules.DiffResult.UnreadableException;
import io.pointstream.dashboards.text.Language;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.engine.rules.BookParts;
import io.pointstream.engine.rules.RuleBooks;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shipped book says in words, and what becomes of a book that has others. */
class RuleWordsTest {

    private static final RuleWords EN = new RuleWords(new Texts(Language.EN, ZoneOffset.UTC));
    private static final RuleWords ZH = new RuleWords(new Texts(Language.ZH, ZoneOffset.UTC));

    private static final Map<String, Part> SHIPPED = shipped();

    private static Map<String, Part> shipped() {
        Map<String, Part> parts = new LinkedHashMap<>();
        BookParts.of(RuleBooks.shippedYaml())
                .forEach(part ->
                        parts.put(part.id(), new Part(Kind.valueOf(part.kind().name()), part.id(), part.fields())));
        return parts;
    }

    private static Part part(String id) {
        return Objects.requireNonNull(SHIPPED.get(id), id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pay.jd                  | 2 points per yuan                                       | 每元 2 分
            life.phone-topup        | 1 point per yuan, counted up to 50 yuan                | 每元 1 分，至多计 50 元
            social.step-donation    | 50 points                                               | 50 分
            content.article         | 5 points, weighted by accountKind (SUBSCRIPTION × 1.0, SERVICE × 0.8) | 5 分，按 accountKind 加权（SUBSCRIPTION × 1.0, SERVICE × 0.8）
            content.video           | 2 points per minute, weighted by videoKind (KNOWLEDGE × 1.2, ENTERTAINMENT × 1.0) | 每分钟 2 分，按 videoKind 加权（KNOWLEDGE × 1.2, ENTERTAINMENT × 1.0）
            game.puzzle-clear       | 10 points, every 7 days in a row 50 more                | 10 分，每连续 7 天另加 50
            campaign.brand-chain    | points by step: 1: 50, 2: 100, 3: 200                   | 按 step：1: 50, 2: 100, 3: 200
            campaign.energy-battle  | points × 1 points, at least 200, at most 1,000          | points × 1 分，至少 200，至多 1,000
            """)
    void saysWhatARuleGives(String id, String english, String chinese) {
        assertThat(EN.gives(part(id))).isEqualTo(english);
        assertThat(ZH.gives(part(id))).isEqualTo(chinese);
    }

    @Test
    void saysUnderWhichConditionsAndCaps() {
        assertThat(EN.conditions(part("social.step-donation"))).containsExactly("when steps add up to 1,000 a day");
        assertThat(EN.conditions(part("social.invite"))).containsExactly("once for each inviteeId, ever");
        assertThat(EN.conditions(part("pay.jd"))).containsExactly("once for each paymentId, within 365 days");
        assertThat(ZH.conditions(part("pay.jd"))).containsExactly("每个 paymentId 365 天内一次");
        assertThat(EN.conditions(part("membership.monthly-gift")).getFirst()).isEqualTo("Gold and above");
        assertThat(EN.conditions(part("membership.monthly-gift")))
                .contains("period names the event's own month", "once a month");
        assertThat(EN.caps(part("pay.jd"))).containsExactly("1,000 per transaction", "10,000 per month");
        assertThat(ZH.runs(part("campaign.double-card"))).contains("24 小时");
        assertThat(EN.birthday(part("GOLD"))).isEqualTo("× 2.0 on the birthday's week");
    }

    @Test
    void everyFieldOfTheShippedBookHasWordsInBothLanguages() {
        assertThat(SHIPPED.values().stream().flatMap(part -> part.fields().keySet().stream()))
                .allSatisfy(path -> {
                    assertThat(EN.field(path)).as(path).doesNotContain(".");
                    assertThat(ZH.field(path)).as(path).containsPattern("\\p{IsHan}");
                });
    }

    @Test
    void saysInWhatTwoBooksDiffer() {
        assertThat(EN.difference(new Difference(What.CHANGED, Kind.RULE, "pay.jd", "caps.month", "10000", null)))
                .isEqualTo("JD purchase (pay.jd): no cap per month any more; it was 10000");
        assertThat(ZH.difference(
                        new Difference(What.CHANGED, Kind.CATEGORY, "SOCIAL", "validity", "6 months", "7 months")))
                .isEqualTo("社交互动：有效期由 6 个月 改为 7 个月");
        assertThat(EN.difference(new Difference(What.ADDED, Kind.RULE, "<b>", "", null, null)))
                .isEqualTo("New: <b>");
        assertThat(EN.difference(new Difference(What.MOVED, Kind.RULE, "pay.jd", "", "a", "b")))
                .isEqualTo("JD purchase (pay.jd) is now asked after b");
        assertThat(EN.difference(new Difference(What.CHANGED, Kind.PROGRAM, "", "farming.score.review", null, "55")))
                .isEqualTo("Program as a whole: detection: score review is now 55; there was none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "[]",
                "{\"name\":\"mix\",\"columns\":[],\"rows\":[]}",
                "{\"name\":\"rulesDiff.nothing\",\"columns\":[],\"rows\":[]}",
                "{\"name\":\"rulesDiff.caps\",\"columns\":[{\"name\":\"<b>\",\"type\":\"TEXT\"}],\"rows\":[]}",
                "{\"name\":\"rulesDiff.caps\",\"columns\":[{\"name\":\"cap\",\"type\":\"LIST\"}],\"rows\":[{\"cap\":[]}]}",
                "{\"name\":\"rulesDiff.caps\",\"columns\":[{\"name\":\"from\",\"type\":\"TIME\"}],\"rows\":[{\"from\":\"x\"}]}"
            })
    void whatRulesDiffDidNotWriteIsRefusedWithItsLine(String text) {
        assertThatThrownBy(() -> DiffResult.read("\n" + text))
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith("line 2: ");
    }

    @Test
    void anEmptyResultIsNone() {
        assertThatThrownBy(() -> DiffResult.read("\n")).isInstanceOf(UnreadableException.class);
    }

    @Test
    void aResultThatDoesNotSayWhatItCoversIsReadAndKnownAsSuch() throws Exception {
        DiffResult result = DiffResult.read(
                "{\"name\":\"rulesDiff.caps\",\"columns\":[{\"name\":\"cap\",\"type\":\"TEXT\"}],\"rows\":[{\"cap\":\"pay.jd/DAY\"}]}");
        assertThat(result.covers()).isEmpty();
        assertThat(result.findings()).hasSize(1);
        assertThat(List.of(result.findings().getFirst().rowsInAll())).containsExactly(1L);
    }
}
