/** One account's live state, what it remembers beyond it, and the step that changes both. */
@NullMarked
package io.pointstream.engine.account;

import org.jspecify.annotations.NullMarked;
