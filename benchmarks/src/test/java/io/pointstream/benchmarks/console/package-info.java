@NullMarked
package io.pointstream.benchmarks.console;

import org.jspecify.annotations.NullMarked;
