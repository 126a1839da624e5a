/** The long-running service and its roles. */
@NullMarked
package io.pointstream.app.run;

import org.jspecify.annotations.NullMarked;
