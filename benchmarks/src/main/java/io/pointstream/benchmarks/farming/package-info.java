/** The farming application end to end, and how soon after a flag points are held. */
@NullMarked
package io.pointstream.benchmarks.farming;

import org.jspecify.annotations.NullMarked;
