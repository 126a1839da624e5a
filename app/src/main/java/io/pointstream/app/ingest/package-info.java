/** Event lines from files and standard input into Kafka. */
@NullMarked
package io.pointstream.app.ingest;

import org.jspecify.annotations.NullMarked;
