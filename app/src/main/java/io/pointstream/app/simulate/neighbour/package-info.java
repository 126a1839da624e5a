/** Honest people, most of all those whose lives look a little like farming. */
@NullMarked
package io.pointstream.app.simulate.neighbour;

import org.jspecify.annotations.NullMarked;
