/**
 * What the topologies say, in ClickHouse: the migrations, the exactly-once sink, and in {@code report} the questions
 * that are asked of it.
 */
@NullMarked
package io.pointstream.sinks;

import org.jspecify.annotations.NullMarked;
