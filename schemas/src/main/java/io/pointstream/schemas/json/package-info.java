/** The public JSON lines: activity events in, results out. */
@NullMarked
package io.pointstream.schemas.json;

import org.jspecify.annotations.NullMarked;
