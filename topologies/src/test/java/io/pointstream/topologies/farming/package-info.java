@NullMarked
package io.pointstream.topologies.farming;

import org.jspecify.annotations.NullMarked;
