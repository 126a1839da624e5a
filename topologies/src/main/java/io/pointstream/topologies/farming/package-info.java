/**
 * The application {@code farming}: activity and decisions in, signals and flags out. Thin: the detectors, scores and cases are
 * the engine's.
 */
@NullMarked
package io.pointstream.topologies.farming;

import org.jspecify.annotations.NullMarked;
