/** Who may use the console. */
@NullMarked
package io.pointstream.app.users;

import org.jspecify.annotations.NullMarked;
