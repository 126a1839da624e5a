package io.pointstream.engine.rules;

import io.pointstream.engine.expression.Field;
import java.util.Map;

/**
 * A factor that depends on what the event is about, such as the kind of account that published an article.
 *
 * @param factors one for each value of the field
 */
public record Weight(Field.Choice by, Map<String, ExactDecimal> factors) {}
