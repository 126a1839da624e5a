/** The rule book: its YAML form, its checks and its compiled form. */
@NullMarked
package io.pointstream.engine.rules;

import org.jspecify.annotations.NullMarked;
