package io.pointstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pointstream.schemas.json.ActivityJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final Path DOCUMENT = Path.of("TOPICS.md");

    @Test
    void theCatalogueHasThePublicNames() {
        assertThat(Topics.ALL.stream().map(Topic::name))
                .containsExactly(
                        "activity.payment",
                        "activity.social",
                        "activity.gaming",
                        "activity.content",
                        "activity.finance",
                        "activity.membership",
                        "activity.campaign",
                        "activity.redemption",
                        "risk.reviews",
                        "program.rules",
                        "risk.lists",
                        "points.journal",
                        "points.balances",
                        "points.notices",
                        "farming.signals",
                        "farming.flags",
                        "farming.shadow-flags",
                        "farming.risk",
                        "console.acts",
                        "dead-letters",
                        "dead-letters.resent");
    }

    @Test
    void everyEventTypeHasItsTopic() {
        assertThat(ActivityJson.types()).allSatisfy(type -> {
            Topic topic = Topics.forEventType(type);
            assertThat(Topics.activity()).contains(topic);
            String prefix = type.substring(0, type.indexOf('.'));
            assertThat(topic.name()).isEqualTo(prefix.equals("review") ? "risk.reviews" : "activity." + prefix);
        });
    }

    @Test
    void anUnknownTypeHasNoTopic() {
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.forEventType("payments.settled"));
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.forEventType(""));
        assertThat(Topics.find("activity.unknown")).isNull();
    }

    @Test
    void topicsKeyedByAccountAreCopartitioned() {
        assertThat(Topics.ALL.stream()
                        .filter(Topic::copartitioned)
                        .map(Topic::partitions)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void noTopicLosesARecordForItsEventTime() {
        assertThat(Topics.ALL)
                .allSatisfy(topic -> assertThat(topic.config())
                        .containsEntry(TopicConfig.RETENTION_MS_CONFIG, "-1")
                        .containsEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime")
                        .containsEntry(
                                TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE))
                        .containsEntry(
                                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE)));
    }

    @Test
    void aRetentionIsWrittenInMilliseconds() {
        Topic topic = new Topic("t", Topic.Key.ORIGINAL, null, 1, Duration.ofDays(2), false, 1024, "");

        assertThat(topic.config())
                .containsEntry("retention.ms", "172800000")
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("max.message.bytes", "1024");
    }

    /** Rewrites the document and fails when it was not true; the next run passes. */
    @Test
    void theDocumentSaysWhatTheCatalogueSays() throws IOException {
        String written = Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "";
        String expected = document();
        if (!written.equals(expected)) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(written).as("TOPICS.md, which has been rewritten").isEqualTo(expected);
    }

    private static String document() {
        return """
                # Topics

                Written by `TopicsTest` from `Topics.java`; change that. Record timestamps are event times. Values are Avro in the \
                Confluent wire format, subject `<topic>-value`, compatibility BACKWARD_TRANSITIVE; \
                `activity.*`, `risk.reviews` and everything else keyed by account have one number of partitions.

                | topic | key | value | partitions | kept | largest batch | purpose |
                |---|---|---|---|---|---|---|
                """ + Topics.ALL.stream().map(TopicsTest::row).collect(Collectors.joining());
    }

    private static String row(Topic topic) {
        String value = topic.valueSchema() == null
                ? "raw bytes"
                : "`" + topic.valueSchema().getFullName().replace("io.pointstream.schemas.", "") + "`";
        Duration retention = topic.retention();
        String kept = topic.compacted()
                ? "newest of each key"
                : retention == null ? "for ever" : retention.toDays() + " days of event time";
        return "| `%s` | %s | %s | %d | %s | %d KiB | %s |%n"
                .formatted(
                        topic.name(),
                        topic.key().words(),
                        value,
                        topic.partitions(),
                        kept,
                        topic.messageBytesMax() / 1024,
                        topic.purpose());
    }
}
