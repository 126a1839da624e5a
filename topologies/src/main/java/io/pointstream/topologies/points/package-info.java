/** The points application: every account's events through the points engine, one step at a time. */
@NullMarked
package io.pointstream.topologies.points;

import org.jspecify.annotations.NullMarked;
