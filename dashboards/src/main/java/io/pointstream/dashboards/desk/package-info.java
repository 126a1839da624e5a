/** What people do in the console, and the working state that it adds up to. */
@NullMarked
package io.pointstream.dashboards.desk;

import org.jspecify.annotations.NullMarked;
