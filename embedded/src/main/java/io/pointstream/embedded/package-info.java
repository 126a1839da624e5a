/** A real broker, registry and ClickHouse on one machine, for the demo and for tests. */
@NullMarked
package io.pointstream.embedded;

import org.jspecify.annotations.NullMarked;
