/** The verb {@code prove}: random lives under the program, and proof that its invariants hold. */
@NullMarked
package io.pointstream.app.prove;

import org.jspecify.annotations.NullMarked;
