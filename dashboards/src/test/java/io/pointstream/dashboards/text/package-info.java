@NullMarked
package io.pointstream.dashboards.text;

import org.jspecify.annotations.NullMarked;
