/** ClickHouse: migrations, the exactly-once sink, the report queries. */
@NullMarked
package io.pointstream.sinks;

import org.jspecify.annotations.NullMarked;
