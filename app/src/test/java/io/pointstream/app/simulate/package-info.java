@NullMarked
package io.pointstream.app.simulate;

import org.jspecify.annotations.NullMarked;
