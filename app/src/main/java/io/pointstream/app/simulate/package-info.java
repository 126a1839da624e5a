/** Labelled traffic: honest people and farmers of known patterns, from a seed. */
@NullMarked
package io.pointstream.app.simulate;

import org.jspecify.annotations.NullMarked;
