package io.pointstream.dashboards.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.lists.ListedKind;
import io.pointstream.sinks.report.Column;
import io.pointstream.sinks.report.Reason;
import io.pointstream.sinks.report.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acts with a device that is on the deny list since … | true",
                "acts from an address that is on the deny list since … | true",
                "3 of 10 members: DENY_LISTED, such as: acts with a device that is on the deny list since … | true",
                "pays a merchant that is on the deny list since … | false",
                "the account is on the deny list since … | false"
            })
    void what_is_denied_is_hidden_where_it_is_a_device_or_an_address(String sentence, boolean hidden) {
        Reason masked = Masking.masked(
                new Reason("DENY_LISTED", 1, 100, sentence, Map.of(), List.of("what", "another"), List.of()));
        assertThat(masked.counterparts()).containsExactly(hidden ? Masking.mark("what") : "what", "another");
        assertThat(masked.reason()).isEqualTo(sentence);
    }

    @Test
    void an_entry_of_a_list_is_hidden_in_an_act() {
        String before =
                "{\"id\":\"e\",\"list\":\"DENY\",\"kind\":\"DEVICE\",\"value\":\"d \\\"1\\\"\",\"reason\":\"so\"}";
        String after = "{\"id\":\"e\",\"list\":\"DENY\",\"kind\":\"ACCOUNT\",\"value\":\"u1\",\"reason\":\"so\"}";
        Table acts = new Table(
                "acts",
                List.of(new Column("before", Column.Type.TEXT), new Column("after", Column.Type.TEXT)),
                List.of(List.of(before, after)),
                null,
                1,
                null);
        assertThat(Masking.masked(acts).rows().getFirst())
                .containsExactly(before.replace("d \\\"1\\\"", Masking.mark("d \\\"1\\\"")), after);
    }

    @Test
    void accounts_and_merchants_are_no_secret() {
        assertThat(Masking.masked(ListedKind.ACCOUNT, "a")).isEqualTo("a");
        assertThat(Masking.masked(ListedKind.MERCHANT, "a")).isEqualTo("a");
        assertThat(Masking.masked(ListedKind.DEVICE, "a"))
                .isEqualTo(Masking.masked(ListedKind.ADDRESS, "a"))
                .isEqualTo(Masking.mark("a"));
    }
}
