/** What detection says of an account and the points program acts on: its cases, and how far suspicion has gone. */
@NullMarked
package io.pointstream.engine.risk;

import org.jspecify.annotations.NullMarked;
