/** Who the people are: each persona is one file, honest or farming, and one line in {@link io.pointstream.app.simulate.persona.Personas}. */
@NullMarked
package io.pointstream.app.simulate.persona;

import org.jspecify.annotations.NullMarked;
