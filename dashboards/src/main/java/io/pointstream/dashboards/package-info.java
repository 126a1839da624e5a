/** The console and the HTTP API. */
@NullMarked
package io.pointstream.dashboards;

import org.jspecify.annotations.NullMarked;
