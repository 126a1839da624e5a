@NullMarked
package io.pointstream.dashboards.page;

import org.jspecify.annotations.NullMarked;
