package io.pointstream.sinks;

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

    /** The name of this plan's block in a table, for ClickHouse to know it again. */
    String token(String topic, int partition, FactTable table) {
        return topic + "-" + partition + "-" + start + "-" + end + "-" + table.tableName();
    }
}
