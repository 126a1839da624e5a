/** How well farming detection tells farmers from people, on labelled traffic. */
@NullMarked
package io.pointstream.benchmarks.detection;

import org.jspecify.annotations.NullMarked;
