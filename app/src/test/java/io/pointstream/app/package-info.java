@NullMarked
package io.pointstream.app;

import org.jspecify.annotations.NullMarked;
