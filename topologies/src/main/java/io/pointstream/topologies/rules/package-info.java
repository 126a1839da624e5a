/** The published versions of the rule book, as a running process follows them. */
@NullMarked
package io.pointstream.topologies.rules;

import org.jspecify.annotations.NullMarked;
