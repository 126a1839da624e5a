/** Words and numbers for people, in English and Chinese. */
@NullMarked
package io.pointstream.dashboards.text;

import org.jspecify.annotations.NullMarked;
