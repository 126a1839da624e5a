/** Who asks, and whether they may. */
@NullMarked
package io.pointstream.dashboards.access;

import org.jspecify.annotations.NullMarked;
