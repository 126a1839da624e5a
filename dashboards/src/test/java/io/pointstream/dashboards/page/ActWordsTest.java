package io.pointstream.dashboards.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.dashboards.desk.ActKind;
import io.pointstream.dashboards.page.ActRow.Change;
import io.pointstream.dashboards.text.Language;
import io.pointstream.dashboards.text.Texts;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of an act of each kind, and what is shown as it stands. */
class ActWordsTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final ActWords EN = new ActWords(new Texts(Language.EN, ZONE));
    private static final ActWords ZH = new ActWords(new Texts(Language.ZH, ZONE));

    private static final String UNTIL = "{\"until\":\"2026-05-01T10:00:00Z\"}";
    private static final String BY_MEI = "{\"proposal\":\"p-1\",\"proposedBy\":\"mei\"}";

    private static final String ACTS = """
            user.added        | | {"roles":["analyst","reviewer"]} | | roles: analyst, reviewer
            user.added        | | {"roles":["dean"]} | | roles: dean
            user.removed      | | | |
            user.password-set | | | |
            token.issued      | | {"roles":["upstream"]} | | roles: upstream
            token.withdrawn   | | | |
            session.started   | | {"until":"2026-05-01T10:00:00Z"} | | signed in until 2026-05-01 18:00:00
            session.started   | | {"roles":["admin"],"until":"2026-05-01T10:00:00Z"} | | signed in until 2026-05-01 18:00:00 · roles: administrator
            session.ended     | | | |
            case.taken        | | {"until":"2026-05-01T10:00:00Z"} | | locked until 2026-05-01 18:00:00
            case.put-back     | | | |
            case.assigned     | {"assignee":null} | {"assignee":"lin"} | before: nobody | assigned to lin
            case.assigned     | {"assignee":"lin"} | {"assignee":null} | before: lin | assigned to nobody
            case.noted        | | | |
            decision.proposed | | {"decision":"CONFIRM","raisedAt":"2026-05-01T10:00:00Z","heldPoints":12340,"accounts":3} | | Confirm, on 12,340 held points; accounts: 3; case raised at 2026-05-01 18:00:00
            decision.refused  | {"proposal":"p-1","proposedBy":"mei","decision":"CLEAR"} | | proposed by mei: Clear |
            case.decided      | | {"decision":"REINSTATE","raisedAt":"2026-05-01T10:00:00Z","heldPoints":0,"accounts":1} | | Reinstate, on 0 held points; accounts: 1; case raised at 2026-05-01 18:00:00
            case.decided      | {"proposal":"p-1","proposedBy":"mei"} | {"decision":"CONFIRM","raisedAt":"2026-05-01T10:00:00Z","heldPoints":12340,"accounts":3} | proposed by mei | Confirm, on 12,340 held points; accounts: 3; case raised at 2026-05-01 18:00:00
            view.saved        | | {"query":"level=HOLD&code=SHARED_DEVICE&tier=GOLD&age=3&ring=10&whose=mine"} | | Level: Hold · Reason: Shared device · Tier: Gold · Age: 3 days or more · Ring: 10 accounts or more · Whose: Mine
            view.saved        | | {"query":"whose=%E5%B0%8F%E6%98%8E&age=old&size=9&x"} | | Whose: 小明 · age=old · size=9 · x
            view.saved        | | {"query":""} | | all open cases
            view.removed      | | | |
            ids.unmasked      | | | |
            letter.resent     | | | |
            list.put          | | {"id":"e","list":"DENY","kind":"DEVICE","value":"•1a2b3","from":"2026-05-01T10:00:00.000Z","reason":"so","owner":"lin","removed":false} | | Deny · Device: •1a2b3 · lin, from 2026-05-01 18:00:00 until for good
            list.put          | {"id":"e","list":"SNOOZE","kind":"ACCOUNT","value":"u1","from":"2026-05-01T10:00:00.000Z","until":"2026-05-02T10:00:00.000Z","reason":"so","owner":"mei","removed":false} | {"id":"e","list":"SNOOZE","kind":"ACCOUNT","value":"u1","from":"2026-05-01T10:00:00.000Z","until":"2026-05-03T10:00:00.000Z","reason":"so","owner":"mei","removed":false} | before: Snooze · Account: u1 · mei, from 2026-05-01 18:00:00 until 2026-05-02 18:00:00 | Snooze · Account: u1 · mei, from 2026-05-01 18:00:00 until 2026-05-03 18:00:00
            list.removed      | {"id":"e","list":"ALLOW","kind":"MERCHANT","value":"m","from":"2026-05-01T10:00:00.000Z","reason":"so","owner":"lin","removed":false} | {"id":"e","list":"ALLOW","kind":"MERCHANT","value":"m","from":"2026-05-01T10:00:00.000Z","until":"2026-05-03T10:00:00.000Z","reason":"so","owner":"lin","removed":true} | before: Allow · Merchant: m · lin, from 2026-05-01 18:00:00 until for good | Allow · Merchant: m · lin, from 2026-05-01 18:00:00 until 2026-05-03 18:00:00 · removed
            rules.proposed    | | {"base":3,"effectiveFrom":"2026-05-31T16:00:00Z","book":"00ff","yaml":"language: 1"} | | to follow version 3 · for events from 2026-06-01 00:00:00 on · Mark: 00ff
            rules.refused     | {"proposal":"p-1","proposedBy":"mei"} | | proposed by mei |
            rules.published   | | {"version":4,"follows":2,"effectiveFrom":"2026-05-31T16:00:00Z","book":"00ff"} | | version 4, after version 2 · for events from 2026-06-01 00:00:00 on · Mark: 00ff
            rules.published   | {"proposal":"p-1","proposedBy":"mei"} | {"version":4,"follows":3,"effectiveFrom":"2026-05-31T16:00:00Z","book":"00ff"} | proposed by mei | version 4, after version 3 · for events from 2026-06-01 00:00:00 on · Mark: 00ff
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ACTS)
    void an_act_is_said_in_words(
            String kind,
            @Nullable String before,
            @Nullable String after,
            @Nullable String beforeSaid,
            @Nullable String afterSaid) {
        assertThat(EN.change(kind, text(before), text(after)))
                .isEqualTo(new Change(text(beforeSaid), text(afterSaid), true));
    }

    private static String text(@Nullable String cell) {
        return cell == null ? "" : cell;
    }

    @Test
    void every_kind_stands_among_them() {
        assertThat(ACTS.lines().map(line -> line.substring(0, line.indexOf('|')).strip()))
                .containsAll(Stream.of(ActKind.values()).map(ActKind::code).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user.added     | {"roles":["analyst","reviewer"]} | 角色：分析员，审核员
            case.taken     | {"until":"2026-05-01T10:00:00Z"} | 锁定至 2026-05-01 18:00:00
            case.assigned  | {"assignee":null} | 分配给 无人
            case.decided   | {"decision":"CONFIRM","raisedAt":"2026-05-01T10:00:00Z","heldPoints":12340,"accounts":3} | 确认刷分，涉及 3 个账户暂扣的 12,340 分；案件提出于 2026-05-01 18:00:00
            view.saved     | {"query":"level=HOLD&ring=10"} | 级别：暂扣级 · 团伙：10 个账户以上
            list.put       | {"id":"e","list":"DENY","kind":"DEVICE","value":"d-1","from":"2026-05-01T10:00:00.000Z","reason":"so","owner":"lin","removed":false} | 禁止 · 设备：d-1 · lin，2026-05-01 18:00:00 起，至 长期
            rules.proposed | {"base":3,"effectiveFrom":"2026-05-31T16:00:00Z","book":"00ff","yaml":""} | 接在版本 3 之后 · 适用于 2026-06-01 00:00:00 起的事件 · 标记：00ff
            """)
    void the_same_in_chinese(String kind, String after, String said) {
        assertThat(ZH.change(kind, "", after)).isEqualTo(new Change("", said, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            case.frozen    | {"until":"2026-05-01T10:00:00Z"}
            user.removed   | {"roles":["analyst"]}
            case.taken     | {"until":"2026-05-01T10:00:00Z","why":"so"}
            case.taken     | {"until":"2026-05-01T10:00:00Z"} {}
            case.taken     | {"until":"2026-05-01T10:00:00Z","until":"2026-05-02T10:00:00Z"}
            case.taken     | {"until":"soon"}
            case.taken     | {"until":"+1000000000-12-31T23:59:59Z"}
            case.taken     | {"until":7}
            case.taken     | {}
            case.taken     | []
            case.taken     | <b>no JSON</b>
            user.added     | {"roles":"analyst"}
            user.added     | {"roles":[{"code":"analyst"}]}
            case.assigned  | {"assignee":{"name":"lin"}}
            case.decided   | {"decision":"CLEAR","raisedAt":"2026-05-01T10:00:00Z","heldPoints":1.5,"accounts":3}
            view.saved     | {"query":"whose=%zz"}
            list.put       | {"id":"e","list":"WATCH","kind":"DEVICE","value":"d-1","from":"2026-05-01T10:00:00.000Z","reason":"so","owner":"lin","removed":false}
            list.put       | {"id":"e","list":"DENY","kind":"DEVICE","value":"d-1","from":"2026-05-01T10:00:00.000Z","reason":"so","owner":"lin","removed":false,"strength":2}
            rules.proposed | {"base":3,"effectiveFrom":"2026-05-31T16:00:00Z","book":"00ff"}
            """)
    void anything_else_is_shown_as_it_stands(String kind, String after) {
        assertThat(EN.change(kind, "", after)).isEqualTo(new Change("", after, false));
    }

    @Test
    void of_an_act_all_is_in_words_or_nothing() {
        assertThat(EN.change("case.decided", BY_MEI, UNTIL)).isEqualTo(new Change(BY_MEI, UNTIL, false));
        assertThat(EN.change("case.taken", BY_MEI, UNTIL)).isEqualTo(new Change(BY_MEI, UNTIL, false));
    }

    @Test
    void what_is_long_is_shortened() {
        String book = "{\"yaml\":\"" + "x".repeat(10_000) + "\"}";
        assertThat(EN.change("rules.proposed", "", book).after()).isEqualTo(book.substring(0, 300) + "…");
        assertThat(EN.change("view.saved", "", "{\"query\":\"" + "x".repeat(2_000) + "\"}")
                        .after())
                .hasSize(301);
    }
}
