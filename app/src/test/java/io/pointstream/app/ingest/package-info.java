@NullMarked
package io.pointstream.app.ingest;

import org.jspecify.annotations.NullMarked;
