@NullMarked
package io.pointstream.benchmarks.detection;

import org.jspecify.annotations.NullMarked;
