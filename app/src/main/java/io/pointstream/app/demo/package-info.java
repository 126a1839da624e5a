/** The whole product on one machine: the only place in this module that starts servers. */
@NullMarked
package io.pointstream.app.demo;

import org.jspecify.annotations.NullMarked;
