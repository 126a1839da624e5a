@NullMarked
package io.pointstream.dashboards.rules;

import org.jspecify.annotations.NullMarked;
