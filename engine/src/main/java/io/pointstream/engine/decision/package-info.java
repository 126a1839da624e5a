/** The answer to an event: outcome, waterfall and reason. */
@NullMarked
package io.pointstream.engine.decision;

import org.jspecify.annotations.NullMarked;
