/**
 * Who farms points, and how: every pattern of DOMAIN 5 as its operator would go about it under the caps of DOMAIN 3, without
 * care, with some, and with much. Nothing here knows how it is looked for.
 */
@NullMarked
package io.pointstream.app.simulate.farmer;

import org.jspecify.annotations.NullMarked;
