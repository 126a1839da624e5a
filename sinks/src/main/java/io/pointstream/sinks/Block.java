package io.pointstream.sinks;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Rows of one table, ready to be sent, as often as it takes.
 *
 * @param table where they go
 * @param source the partition whose records they are
 * @param token names what they are; ClickHouse drops a block whose token it has seen
 * @param fromOlderSchema whether a view may be newer than the first try to insert it: {@link Plan#isOfOlderSchema}
 * @param spans where each record's rows are, in order and without gaps
 * @param rowBinary their bytes, to which nothing is added any more
 */
record Block(
        FactTable table,
        TopicPartition source,
        String token,
        boolean fromOlderSchema,
        List<Span> spans,
        RowBinary rowBinary) {

    /**
     * The rows of one record.
     *
     * @param offset of the record
     * @param rowsEnd rows of the block up to and with this record's
     * @param bytesEnd bytes of the block up to and with this record's
     */
    record Span(long offset, int rowsEnd, int bytesEnd) {}

    /**
     * What stands between INSERT INTO and FORMAT.
     *
     * <p>A block that its table has is sent to the table's views nevertheless, which drop it by its token. A view that a
     * migration has made since the first try has the block's rows, and not its token: it would count them twice. So of a
     * plan of an older schema, nothing is inserted into a table that has the block.
     */
    String insert() {
        if (!fromOlderSchema) {
            return table.insert(source);
        }
        return "%s WHERE (SELECT count() FROM %s WHERE topic = '%s' AND partition = %d AND offset BETWEEN %d AND %d) = 0"
                .formatted(
                        table.insert(source),
                        table.tableName(),
                        source.topic(),
                        source.partition(),
                        spans.getFirst().offset(),
                        spans.getLast().offset());
    }

    int rows() {
        return spans.isEmpty() ? 0 : spans.getLast().rowsEnd();
    }

    /** The offset of the record that a row is from; rows are counted from 0. */
    long offsetOf(int row) {
        for (Span span : spans) {
            if (row < span.rowsEnd()) {
                return span.offset();
            }
        }
        throw new IllegalArgumentException("There are " + rows() + " rows and no row " + row);
    }

    /**
     * The same block without the rows of one record. It keeps its token on purpose: whichever of the two is stored, the
     * other is not.
     */
    Block without(long offset) {
        List<Span> kept = new ArrayList<>(spans.size());
        RowBinary bytes = new RowBinary();
        int rows = 0;
        int rowsStart = 0;
        int bytesStart = 0;
        for (Span span : spans) {
            if (span.offset() != offset) {
                bytes.append(rowBinary, bytesStart, span.bytesEnd());
                rows += span.rowsEnd() - rowsStart;
                kept.add(new Span(span.offset(), rows, bytes.position()));
            }
            rowsStart = span.rowsEnd();
            bytesStart = span.bytesEnd();
        }
        return new Block(table, source, token, fromOlderSchema, kept, bytes);
    }
}
