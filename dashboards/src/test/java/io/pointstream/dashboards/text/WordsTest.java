package io.pointstream.dashboards.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.farming.ReasonCode;
import io.pointstream.sinks.report.Reason;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the detectors say, in both languages. */
class WordsTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Words EN = new Words(new Texts(Language.EN, ZONE));
    private static final Words ZH = new Words(new Texts(Language.ZH, ZONE));

    private static Reason reason(String code, Map<String, Double> numbers) {
        return new Reason(code, 1, 60, "as the detector says", numbers, List.of(), List.of());
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void every_code_has_a_sentence_and_a_meaning_in_chinese(ReasonCode code) {
        assertThat(ZH.t().names("why", code.name())).isTrue();
        assertThat(ZH.meaning(code.name())).isNotEqualTo(code.name());
    }

    @Test
    void every_figure_of_a_sentence_has_a_name() {
        Matcher figures = Pattern.compile("\\{([A-Za-z]+)}").matcher("");
        for (ReasonCode code : ReasonCode.values()) {
            String key = code.name();
            for (int next = 2; ZH.t().names("why", key); next++) {
                figures.reset(ZH.t().lookup("why." + key));
                while (figures.find()) {
                    assertThat(EN.figure(figures.group(1))).as(key).isNotEqualTo(figures.group(1));
                }
                key = code.name() + "." + next;
            }
        }
    }

    @Test
    void the_sentence_is_the_first_whose_figures_are_there() {
        assertThat(ZH.reason(reason("VELOCITY", Map.of("windowSeconds", 60.0, "events", 9.0, "limit", 6.0))))
                .isEqualTo("60 秒内同类事件 9 次，常人至多 6 次");
        assertThat(ZH.reason(reason("VELOCITY", Map.of("usual", 12.5, "events", 90.0, "limit", 60.0))))
                .isEqualTo("一天内同类事件 90 次，平时约 12.5 次，常人至多 60 次");
        assertThat(ZH.reason(reason("VELOCITY", Map.of("other", 1.0)))).isEqualTo(ZH.meaning("VELOCITY"));
        assertThat(EN.reason(reason("VELOCITY", Map.of()))).isEqualTo("as the detector says");
    }

    @Test
    void a_ring_is_told_from_its_strongest_member() {
        Reason ring = new Reason(
                "CLOCKWORK",
                1,
                60,
                "3 of 12 members: CLOCKWORK, such as: awake for 240.0 h without a rest of 4.0 h",
                Map.of("awakeHours", 240.0),
                List.of(),
                List.of());
        assertThat(ZH.reason(ring)).isEqualTo("12 名成员中有 3 名，例如：连续 240 小时没有一次像样的休息");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "would not be flagged if LOCKSTEP were below 0.75 (it is 0.77)"
                        + " | if Lockstep were below 0.75 (it is 0.77) | 步调一致的强度低于 0.75（现为 0.77）",
                "would not be flagged if VELOCITY were below 0.10 (it is 1.00), or if nothing were on the deny list"
                        + " | if Velocity were below 0.10 (it is 1.00), or if nothing were on the deny list"
                        + " | 频率异常的强度低于 0.10（现为 1.00），或者不在禁止名单上",
                "would not be flagged without VELOCITY and CAP_HUGGING: 0.0 would be left, below 60.0"
                        + " | without Velocity and Cap hugging: 0.0 would be left, below 60.0"
                        + " | 去掉频率异常、贴顶刷分，只剩 0.0 分，低于 60.0 分",
                "said in another way | said in another way | said in another way"
            })
    void without_what_there_would_be_no_case(String said, String english, String chinese) {
        assertThat(EN.counterfactual(said)).isEqualTo(english);
        assertThat(ZH.counterfactual(said)).isEqualTo(chinese);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the score has fallen to 12.0, below 40.0 | 分数已降至 12.0，低于 40.0",
                "it goes on as ring-u1 | 并入 ring-u1",
                "One phone behind all of them | One phone behind all of them"
            })
    void why_a_case_is_closed(String said, String chinese) {
        assertThat(EN.ended(said)).isEqualTo(said);
        assertThat(ZH.ended(said)).isEqualTo(chinese);
    }
}
