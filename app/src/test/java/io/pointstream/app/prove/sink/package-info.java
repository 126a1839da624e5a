@NullMarked
package io.pointstream.app.prove.sink;

import org.jspecify.annotations.NullMarked;
