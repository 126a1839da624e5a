/** The schema registry, as Confluent's REST interface and configuration keys define it. */
@NullMarked
package io.pointstream.schemas.registry;

import org.jspecify.annotations.NullMarked;
