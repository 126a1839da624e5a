package io.pointstream.sinks;

import org.apache.kafka.common.TopicPartition;

/**
 * What is inserted as one: the records of a partition from {@code start} up to but without {@code end}.
 *
 * @param start the first offset
 * @param end the offset after the last; offsets between may be missing, where a transaction's marker or an aborted
 *     record stood
 * @param schema the newest migration that the sink knew which made the plan; 0 for one of before that was noted
 */
record Plan(long start, long end, int schema) {

    /** A plan of this version. */
    Plan(long start, long end) {
        this(start, end, Migrations.NEWEST);
    }

    Plan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("No records from " + start + " to " + end);
        }
    }

    /** Whether a migration may have made views since, out of rows with which the plan had begun. */
    boolean isOfOlderSchema() {
        return schema < Migrations.NEWEST;
    }

    /**
     * The name of this plan's block in a table, for ClickHouse to know it again.
     *
     * <p>It names the records and not their bytes, and has no version of the row's form on purpose. A plan that an older
     * sink left open is finished by the next one under the same tokens: a table that has the block keeps the rows as
     * the older sink wrote them, with the new columns' defaults, and a table that has not gets them with every column.
     * A version in the token would insert the former again.
     */
    String token(TopicPartition source, FactTable table) {
        return source.topic() + "-" + source.partition() + "-" + start + "-" + end + "-" + table.tableName();
    }
}
