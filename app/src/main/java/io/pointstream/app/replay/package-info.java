/** The verb {@code replay}: the topologies of the service over event files, offline. */
@NullMarked
package io.pointstream.app.replay;

import org.jspecify.annotations.NullMarked;
