package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import io.pointstream.engine.expression.Field;

/**
 * A condition that steps are done in order: only the one after the last that was paid, from 1 on, each once ever.
 *
 * @param step the field that numbers the step
 * @param upTo the last step
 * @param apart what has steps of its own
 * @param scope where steps that were paid are remembered
 */
public record InOrder(Field.Whole step, int upTo, Key apart, Scope scope) {}
