@NullMarked
package io.pointstream.dashboards.intake;

import org.jspecify.annotations.NullMarked;
