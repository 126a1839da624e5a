@NullMarked
package io.pointstream.engine.farming;

import org.jspecify.annotations.NullMarked;
