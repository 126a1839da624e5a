/** The reports on the command line. */
@NullMarked
package io.pointstream.app.report;

import org.jspecify.annotations.NullMarked;
