/** What people wait for in the console. */
@NullMarked
package io.pointstream.benchmarks.console;

import org.jspecify.annotations.NullMarked;
