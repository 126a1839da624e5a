/** The command line, the configuration, the traffic simulator: the one module that knows all the others. */
@NullMarked
package io.pointstream.app;

import org.jspecify.annotations.NullMarked;
