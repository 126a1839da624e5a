@NullMarked
package io.pointstream.dashboards.desk;

import org.jspecify.annotations.NullMarked;
