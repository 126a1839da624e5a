/** What the Kafka Streams applications share: configuration, lifecycle, dead letters, and the border between Avro and engine. */
@NullMarked
package io.pointstream.topologies;

import org.jspecify.annotations.NullMarked;
