@NullMarked
package io.pointstream.dashboards.access;

import org.jspecify.annotations.NullMarked;
