package io.pointstream.sinks;

import org.apache.kafka.common.TopicPartition;

/**
 * What is inserted as one: the records of a partition from {@code start} up to but without {@code end}.
 *
 * @param start the first offset
 * @param end the offset after the last; offsets between may be missing, where a transaction's marker or an aborted
 *     record stood
 */
record Plan(long start, long end) {

    Plan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("No records from " + start + " to " + end);
        }
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
