/** What upstream systems send over HTTP: their events into Kafka, and what became of each line. */
@NullMarked
package io.pointstream.dashboards.intake;

import org.jspecify.annotations.NullMarked;
