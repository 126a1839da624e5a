@NullMarked
package io.pointstream.app.replay;

import org.jspecify.annotations.NullMarked;
