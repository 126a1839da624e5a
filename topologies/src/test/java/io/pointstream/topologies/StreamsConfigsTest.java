package io.pointstream.topologies;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import org.junit.jupiter.api.Test;

class StreamsConfigsTest {

    /** What does not compress is a little larger as a batch than its records. */
    private static final int HEADERS = 1024;

    @Test
    void everyTopicTakesAFullBatch() {
        assertThat(Topics.ALL)
                .extracting(Topic::messageBytesMax)
                .allSatisfy(max -> assertThat(max).isGreaterThanOrEqualTo(StreamsConfigs.BATCH_BYTES + HEADERS));
    }
}
