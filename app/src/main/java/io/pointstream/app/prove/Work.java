package io.pointstream.app.prove;

import io.pointstream.engine.PointsEngine;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.farming.AccountRisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a task did, and what it sent: it processed an event or what detection says, asked for a tick, or wrote back
 * before a commit.
 *
 * @param activity the event, or null
 * @param risk what detection says, or null
 * @param tick of an event or a risk, the newest that the task was told before; of a tick, the one it fired timers for; null for none
 * @param engine that the task decided with
 */
record Work(
        @Nullable Activity activity,
        @Nullable AccountRisk risk,
        @Nullable Instant tick,
        PointsEngine engine,
        List<Sent> sent) {

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
        return new Work(activity, null, tick, engine, new ArrayList<>(2));
    }

    static Work of(AccountRisk risk, PointsEngine engine, @Nullable Instant tick) {
        return new Work(null, risk, tick, engine, new ArrayList<>(1));
    }

    static Work of(@Nullable Instant tick, PointsEngine engine) {
        return new Work(null, null, tick, engine, new ArrayList<>(0));
    }

    static Work commit(PointsEngine engine) {
        return new Work(null, null, null, engine, new ArrayList<>());
    }

    /** The account that it is about, or null when it is about all. */
    @Nullable
    String account() {
        return activity != null ? activity.getAccountId() : risk != null ? risk.getAccountId() : null;
    }
}
