/** Live state objects: kept in memory while a task runs, written to its stores once per commit. */
@NullMarked
package io.pointstream.topologies.state;

import org.jspecify.annotations.NullMarked;
