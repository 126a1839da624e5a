/** How fast the sink is, beside ClickHouse's own insert. */
@NullMarked
package io.pointstream.benchmarks.sink;

import org.jspecify.annotations.NullMarked;
