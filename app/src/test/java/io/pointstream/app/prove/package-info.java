@NullMarked
package io.pointstream.app.prove;

import org.jspecify.annotations.NullMarked;
