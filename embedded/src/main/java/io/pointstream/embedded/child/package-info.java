/**
 * What runs inside the child processes: the entry points of the broker, the registry and ClickHouse.
 *
 * <p>Nothing outside this package refers to it but by class name, and nothing else in the project may see the broker's
 * own classes, which stand only on the broker child's class path.
 */
@NullMarked
package io.pointstream.embedded.child;

import org.jspecify.annotations.NullMarked;
