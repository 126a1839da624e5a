/** CEL expressions over an event's fields, checked at load and compiled. */
@NullMarked
package io.pointstream.engine.expression;

import org.jspecify.annotations.NullMarked;
