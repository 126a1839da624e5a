/** What a kind of people is: one persona, and the groups in which it lives. */
@NullMarked
package io.pointstream.app.simulate.persona;

import org.jspecify.annotations.NullMarked;
