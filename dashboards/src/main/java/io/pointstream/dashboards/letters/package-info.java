/** Dead letters: found, decoded as far as possible, and sent again. */
@NullMarked
package io.pointstream.dashboards.letters;

import org.jspecify.annotations.NullMarked;
