package io.pointstream.engine.rules;

import java.util.List;

/**
 * A category of earning (DOMAIN 3).
 *
 * @param bonuses whether bonuses apply to it
 * @param caps of the category as a whole
 */
public record Category(String name, Validity validity, boolean bonuses, List<Cap> caps) {}
