/** The points program as pure functions: events, rule book, awarding, caps, ledger, farming signals. */
@NullMarked
package io.pointstream.engine;

import org.jspecify.annotations.NullMarked;
