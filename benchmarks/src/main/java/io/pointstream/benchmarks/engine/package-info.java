/** How fast the engine decides, on one core and without any I/O. */
@NullMarked
package io.pointstream.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
