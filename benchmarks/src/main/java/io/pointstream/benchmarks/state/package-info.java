/** What accounts take in the stores, and what their history costs. */
@NullMarked
package io.pointstream.benchmarks.state;

import org.jspecify.annotations.NullMarked;
