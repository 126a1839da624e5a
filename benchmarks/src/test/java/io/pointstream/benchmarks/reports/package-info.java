@NullMarked
package io.pointstream.benchmarks.reports;

import org.jspecify.annotations.NullMarked;
