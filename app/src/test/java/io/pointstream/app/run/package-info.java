@NullMarked
package io.pointstream.app.run;

import org.jspecify.annotations.NullMarked;
