package io.pointstream.sinks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has come, as it is kept in Kafka: the committed offset, with the open plan in its metadata.
 *
 * @param next everything before this offset is in ClickHouse
 * @param plan what is being inserted from there on, which may or may not have arrived; null if nothing is
 */
record Progress(long next, @Nullable Plan plan) {

    // The version comes first, so that a later form can be told from this one. The first form has no schema.
    private static final Pattern PLAN = Pattern.compile("v[12] end=(\\d{1,19})(?: schema=(\\d{1,9}))?");

    Progress {
        if (plan != null && plan.start() != next) {
            throw new IllegalArgumentException(plan + " does not start at " + next);
        }
    }

    /** Nothing is being inserted. */
    static Progress at(long next) {
        return new Progress(next, null);
    }

    /** A plan is being carried out. */
    static Progress of(Plan plan) {
        return new Progress(plan.start(), plan);
    }

    OffsetAndMetadata toCommit() {
        return new OffsetAndMetadata(next, plan == null ? "" : "v2 end=" + plan.end() + " schema=" + plan.schema());
    }

    /** @throws IllegalStateException if the metadata was not written by a sink that this one knows */
    static Progress read(OffsetAndMetadata committed) {
        if (committed.metadata().isEmpty()) {
            return at(committed.offset());
        }
        Matcher matcher = PLAN.matcher(committed.metadata());
        if (!matcher.matches()) {
            throw new IllegalStateException("The committed offset's metadata is no plan of this sink: \""
                    + committed.metadata() + "\". Is another consumer in this group, or a newer version?");
        }
        long end = Long.parseLong(matcher.group(1));
        int schema = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return of(new Plan(committed.offset(), end, schema));
    }
}
