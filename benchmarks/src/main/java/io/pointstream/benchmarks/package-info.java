/** JMH and end-to-end measurements. */
@NullMarked
package io.pointstream.benchmarks;

import org.jspecify.annotations.NullMarked;
