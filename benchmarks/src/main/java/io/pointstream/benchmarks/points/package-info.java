/** The points application end to end, beside a loop that keeps no state. */
@NullMarked
package io.pointstream.benchmarks.points;

import org.jspecify.annotations.NullMarked;
