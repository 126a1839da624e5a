@NullMarked
package io.pointstream.dashboards;

import org.jspecify.annotations.NullMarked;
