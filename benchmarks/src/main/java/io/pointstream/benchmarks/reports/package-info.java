/** How fast the reports are on a year of data. */
@NullMarked
package io.pointstream.benchmarks.reports;

import org.jspecify.annotations.NullMarked;
