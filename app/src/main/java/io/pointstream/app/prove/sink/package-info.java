/**
 * The sink under faults: a proxy before ClickHouse, sink processes that are killed, and a count of every record
 * afterwards.
 */
@NullMarked
package io.pointstream.app.prove.sink;

import org.jspecify.annotations.NullMarked;
