/** What comes and goes over HTTP: events in, accounts out. */
@NullMarked
package io.pointstream.benchmarks.intake;

import org.jspecify.annotations.NullMarked;
