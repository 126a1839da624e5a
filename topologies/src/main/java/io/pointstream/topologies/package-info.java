/** The Kafka Streams applications: points and farming. */
@NullMarked
package io.pointstream.topologies;

import org.jspecify.annotations.NullMarked;
