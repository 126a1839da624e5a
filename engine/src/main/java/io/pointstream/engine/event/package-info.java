/** What accounts do: one sealed type per family of activity, one record per event type of the public interface. */
@NullMarked
package io.pointstream.engine.event;

import org.jspecify.annotations.NullMarked;
