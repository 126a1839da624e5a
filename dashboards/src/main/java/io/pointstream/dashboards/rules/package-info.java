/** Rule books: read, tried, checked, proposed and published. */
@NullMarked
package io.pointstream.dashboards.rules;

import org.jspecify.annotations.NullMarked;
