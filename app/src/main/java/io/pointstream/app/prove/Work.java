package io.pointstream.app.prove;

import io.pointstream.engine.PointsEngine;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.activity.Activity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a task did, and what it sent: it processed an event, asked for a tick, or wrote back before a commit.
 *
 * @param activity the event, or null
 * @param tick of an event, the newest that the task was told before; of a tick, the one it fired timers for; null for none
 * @param engine that the task decided with
 */
record Work(@Nullable Activity activity, @Nullable Instant tick, PointsEngine engine, List<Sent> sent) {

    /** A record of the task. */
    static final class Sent {
        private final Topic topic;
        private final String key;
        private final byte[] value;

        Sent(Topic topic, String key, byte[] value) {
            this.topic = topic;
            this.key = key;
            this.value = value;
        }

        Topic topic() {
            return topic;
        }

        String key() {
            return key;
        }

        /** As it goes to Kafka, not to be changed. */
        byte[] value() {
            return value;
        }
    }

    static Work of(Activity activity, PointsEngine engine, @Nullable Instant tick) {
        return new Work(activity, tick, engine, new ArrayList<>(2));
    }

    static Work of(@Nullable Instant tick, PointsEngine engine) {
        return new Work(null, tick, engine, new ArrayList<>(0));
    }

    static Work commit(PointsEngine engine) {
        return new Work(null, null, engine, new ArrayList<>());
    }
}
