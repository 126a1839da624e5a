/** What the measurements of the two applications share. */
@NullMarked
package io.pointstream.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
