@NullMarked
package io.pointstream.dashboards.letters;

import org.jspecify.annotations.NullMarked;
