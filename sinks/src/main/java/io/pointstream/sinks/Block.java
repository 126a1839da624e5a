package io.pointstream.sinks;

/**
 * Rows of one table, ready to be sent, as often as it takes.
 *
 * @param table where they go
 * @param token names what they are; ClickHouse drops a block whose token it has seen
 * @param rows how many
 * @param rowBinary their bytes, to which nothing is added any more
 */
record Block(FactTable table, String token, int rows, RowBinary rowBinary) {}
