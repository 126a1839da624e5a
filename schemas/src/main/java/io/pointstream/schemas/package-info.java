/** The contracts: Avro schemas, topic catalogue, registry client, serdes. */
@NullMarked
package io.pointstream.schemas;

import org.jspecify.annotations.NullMarked;
