/** Avro records as Kafka values, in the Confluent wire format. */
@NullMarked
package io.pointstream.schemas.serde;

import org.jspecify.annotations.NullMarked;
